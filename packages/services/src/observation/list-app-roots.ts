import { listAppRoots as listAppRootsQuery } from "@plumbline/clickhouse/queries/span/list-app-roots";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { reading } from "../read-rows.ts";
import { lookupWindow } from "../window.ts";
import type { ObservationRow } from "./types.ts";

/** Those of the rows with a parent that are roots of their application all the same. */
export async function listAppRoots(
  ctx: ServiceContext,
  input: {
    projectId: string;
    rows: ReadonlyArray<Pick<ObservationRow, "traceId" | "spanId" | "parentSpanId">>;
  },
): Promise<Array<{ traceId: string; spanId: string }>> {
  const { projectId } = await requireProjectPermission(ctx, input.projectId, "traces:read");
  const children = input.rows.filter(({ parentSpanId }) => parentSpanId !== null);
  if (children.length === 0) return [];
  return reading(
    ctx.clickhouse.query(listAppRootsQuery, {
      projectId,
      ...lookupWindow(ctx.clock),
      traceIds: [...new Set(children.map(({ traceId }) => traceId))],
      spanIds: children.map(({ spanId }) => spanId),
    }),
  );
}
