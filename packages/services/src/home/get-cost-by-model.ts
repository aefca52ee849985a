import { homeCostByModel } from "@plumbline/clickhouse/queries/home/cost-by-model";
import { decimalToPico, picoToDecimal } from "@plumbline/pricing/money";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { reading } from "../read-rows.ts";
import { breakDown } from "./break-down.ts";
import { homeWindow } from "./home-window.ts";
import type { HomeBreakdown, HomeInput } from "./types.ts";

/** USD of the eight dearest models of the window; costs without a model have the name "". */
export async function getCostByModel(ctx: ServiceContext, input: HomeInput): Promise<HomeBreakdown<string>> {
  await requireProjectPermission(ctx, input.projectId, "traces:read");
  const { buckets, params } = homeWindow(ctx, input);
  const rows = await reading(ctx.clickhouse.query(homeCostByModel, params));
  const { series, entities } = breakDown(
    params.edges,
    rows.map(({ bucketS, model, cost }) => ({
      bucketS,
      name: model,
      value: cost === null ? null : decimalToPico(cost),
    })),
  );
  const toMoney = (pico: bigint | null) => (pico === null ? null : picoToDecimal(pico));
  return {
    buckets,
    entities,
    series: series.map(({ name, values, total }) => ({
      name,
      values: values.map(toMoney),
      total: toMoney(total),
    })),
  };
}
