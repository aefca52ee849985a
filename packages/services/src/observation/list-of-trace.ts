import { listSpanDetailsOfTrace } from "@plumbline/clickhouse/queries/span/list-of-trace";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { reading } from "../read-rows.ts";
import { lookupWindow } from "../window.ts";
import { toObservation } from "./to-observation.ts";
import type { ObservationRow } from "./types.ts";
import { withText } from "./with-text.ts";

const maxSpans = 20_000;
/** Input and output together; a trace beyond it is answered without its texts. */
const maxTextBytes = 64 * 1024 * 1024;

export interface ObservationsOfTrace {
  /** By start time; the row of the trace itself is left out. */
  rows: ObservationRow[];
  /** What was left out because the trace is too large for one answer. */
  omitted: "nothing" | "text" | "spans";
}

export async function listObservationsOfTrace(
  ctx: ServiceContext,
  input: { projectId: string; traceId: string },
): Promise<ObservationsOfTrace> {
  await requireProjectPermission(ctx, input.projectId, "traces:read");
  const all = await reading(
    ctx.clickhouse.query(listSpanDetailsOfTrace, {
      ...input,
      ...lookupWindow(ctx.clock),
      limit: maxSpans + 1,
    }),
  );
  const records = all.slice(0, maxSpans).filter((record) => record.spanId !== "");
  const textBytes = records.reduce((sum, record) => sum + record.inputBytes + record.outputBytes, 0);
  const omitted = all.length > maxSpans ? "spans" : textBytes > maxTextBytes ? "text" : "nothing";
  const rows =
    textBytes > maxTextBytes
      ? records.map((record) => toObservation(record, undefined))
      : await withText(ctx, input.projectId, records);
  return { rows, omitted };
}
