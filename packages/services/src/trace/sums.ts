import type { SumsRecord } from "@plumbline/clickhouse/queries/trace/sums";
import { isoTime } from "../read-rows.ts";

/** Over a group of traces. Money is decimal USD; null is unknown, never zero. */
export interface TraceSums {
  traces: number;
  errorTraces: number;
  /** Start of the first trace and the latest moment of any. */
  firstSeenAt: string;
  lastSeenAt: string;
  inputTokens: number | null;
  outputTokens: number | null;
  totalTokens: number | null;
  cost: string | null;
  /** Billable spans with usage and no price: the cost leaves them out. */
  unpricedCount: number;
}

export function toTraceSums(record: SumsRecord): TraceSums {
  return {
    traces: record.traces,
    errorTraces: record.errorTraces,
    firstSeenAt: isoTime(record.firstUs),
    lastSeenAt: isoTime(record.lastUs),
    inputTokens: record.sumInputTokens,
    outputTokens: record.sumOutputTokens,
    totalTokens: record.sumTokens,
    cost: record.sumCost,
    unpricedCount: record.unpricedSpans,
  };
}
