import { homeErrorsByClass } from "@plumbline/clickhouse/queries/home/errors-by-class";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { reading } from "../read-rows.ts";
import { breakDown } from "./break-down.ts";
import { homeWindow } from "./home-window.ts";
import type { HomeBreakdown, HomeInput, HomeUnit } from "./types.ts";

/** The eight most frequent classes of errors. A bucket without one of them has a zero there. */
export async function getErrorsByClass(
  ctx: ServiceContext,
  input: HomeInput & { unit: HomeUnit },
): Promise<HomeBreakdown<number>> {
  await requireProjectPermission(ctx, input.projectId, "traces:read");
  const { buckets, params } = homeWindow(ctx, input);
  const rows = await reading(ctx.clickhouse.query(homeErrorsByClass, { ...params, unit: input.unit }));
  const { series, entities } = breakDown(
    params.edges,
    rows.map(({ bucketS, errorClass, errors }) => ({ bucketS, name: errorClass, value: BigInt(errors) })),
  );
  return {
    buckets,
    entities,
    series: series.map(({ name, values, total }) => ({
      name,
      values: values.map((value) => Number(value ?? 0n)),
      total: Number(total ?? 0n),
    })),
  };
}
