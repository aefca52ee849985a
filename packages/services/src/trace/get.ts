import { listSpansOfTrace } from "@plumbline/clickhouse/queries/span/list-of-trace";
import { listTracesById } from "@plumbline/clickhouse/queries/trace/list-by-id";
import { PlumblineError } from "@plumbline/contracts/errors";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { reading } from "../read-rows.ts";
import { lookupWindow, type TimeWindow } from "../window.ts";
import { toTraceRow } from "./to-trace-row.ts";
import { toTraceSpan } from "./to-trace-span.ts";
import type { TraceDetail } from "./types.ts";

const maxSpans = 50_000;

const dayUs = 86_400_000_000;

/**
 * A trace and its spans without their text. `startedAt`, when the reader knows it from a list, spares
 * the search through everything stored; a wrong one costs a second look. Throws `not_found`.
 */
export async function getTrace(
  ctx: ServiceContext,
  input: { projectId: string; traceId: string; startedAt?: Date },
): Promise<TraceDetail> {
  await requireProjectPermission(ctx, input.projectId, "traces:read");
  const near = input.startedAt === undefined ? null : await readTrace(ctx, input, around(input.startedAt));
  const trace = near ?? (await readTrace(ctx, input, lookupWindow(ctx.clock)));
  if (trace === null) throw new PlumblineError("not_found");
  return trace;
}

/** As far as the lists look for the spans of a trace. */
function around(startedAt: Date): TimeWindow {
  const startUs = startedAt.getTime() * 1_000;
  return { fromUs: startUs - dayUs, toUs: startUs + dayUs };
}

async function readTrace(
  ctx: ServiceContext,
  { projectId, traceId }: { projectId: string; traceId: string },
  window: TimeWindow,
): Promise<TraceDetail | null> {
  const key = { projectId, traceId, ...window };
  const [headers, records] = await reading(
    Promise.all([
      ctx.clickhouse.query(listTracesById, { ...key, traceIds: [traceId] }),
      ctx.clickhouse.query(listSpansOfTrace, { ...key, limit: maxSpans + 1 }),
    ]),
  );
  const header = headers[0];
  if (header === undefined) return null;
  return {
    trace: toTraceRow(header, ctx.clock.nowUs()),
    spans: records.slice(0, maxSpans).map((record) => toTraceSpan(record, header.firstUs)),
    truncated: records.length > maxSpans,
  };
}
