import { listTracesById } from "@plumbline/clickhouse/queries/trace/list-by-id";
import { PlumblineError } from "@plumbline/contracts/errors";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { reading } from "../read-rows.ts";
import { lookupWindow } from "../window.ts";
import { toTraceRow } from "./to-trace-row.ts";
import type { TraceRow } from "./types.ts";

/** Traces by id, without their spans, in no order; ids that are not there are left out. */
export async function listTraceHeaders(
  ctx: ServiceContext,
  input: { projectId: string; traceIds: string[] },
): Promise<TraceRow[]> {
  await requireProjectPermission(ctx, input.projectId, "traces:read");
  if (input.traceIds.length === 0) return [];
  const records = await reading(
    ctx.clickhouse.query(listTracesById, { ...input, ...lookupWindow(ctx.clock) }),
  );
  const nowUs = ctx.clock.nowUs();
  return records.map((record) => toTraceRow(record, nowUs));
}

/** Throws `not_found`. */
export async function getTraceHeader(
  ctx: ServiceContext,
  input: { projectId: string; traceId: string },
): Promise<TraceRow> {
  const [header] = await listTraceHeaders(ctx, {
    projectId: input.projectId,
    traceIds: [input.traceId],
  });
  if (header === undefined) throw new PlumblineError("not_found");
  return header;
}
