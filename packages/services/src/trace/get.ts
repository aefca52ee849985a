import { listSpansOfTrace } from "@plumbline/clickhouse/queries/span/list-of-trace";
import { listTracesById } from "@plumbline/clickhouse/queries/trace/list-by-id";
import { PlumblineError } from "@plumbline/contracts/errors";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { reading } from "../read-rows.ts";
import { lookupWindow } from "../window.ts";
import { toTraceRow } from "./to-trace-row.ts";
import { toTraceSpan } from "./to-trace-span.ts";
import type { TraceDetail } from "./types.ts";

const maxSpans = 50_000;

/** A trace and its spans without their text. Throws `not_found`. */
export async function getTrace(
  ctx: ServiceContext,
  input: { projectId: string; traceId: string },
): Promise<TraceDetail> {
  await requireProjectPermission(ctx, input.projectId, "traces:read");
  const key = { projectId: input.projectId, traceId: input.traceId, ...lookupWindow(ctx.clock) };
  const [headers, records] = await reading(
    Promise.all([
      ctx.clickhouse.query(listTracesById, { ...key, traceIds: [input.traceId] }),
      ctx.clickhouse.query(listSpansOfTrace, { ...key, limit: maxSpans + 1 }),
    ]),
  );
  const header = headers[0];
  if (header === undefined) throw new PlumblineError("not_found");
  return {
    trace: toTraceRow(header, ctx.clock.nowUs()),
    spans: records.slice(0, maxSpans).map((record) => toTraceSpan(record, header.firstUs)),
    truncated: records.length > maxSpans,
  };
}
