import { listSpanIds } from "@plumbline/clickhouse/queries/span/list-ids";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { reading } from "../read-rows.ts";
import { lookupWindow } from "../window.ts";

/** Span ids by trace id, at most 10,000 of a trace, by start time. */
export async function listObservationIds(
  ctx: ServiceContext,
  input: { projectId: string; traceIds: string[] },
): Promise<Map<string, string[]>> {
  await requireProjectPermission(ctx, input.projectId, "traces:read");
  if (input.traceIds.length === 0) return new Map();
  const rows = await reading(ctx.clickhouse.query(listSpanIds, { ...input, ...lookupWindow(ctx.clock) }));
  return new Map(rows.map((row) => [row.traceId, row.spanIds]));
}
