import { sumTracesByTime, sumTraces as sumTracesQuery } from "@plumbline/clickhouse/queries/trace/sum";
import type { ServiceContext } from "../context.ts";
import { isoTime, reading } from "../read-rows.ts";
import { bucketSizeUs } from "./histogram.ts";
import { type MatchingTracesInput, resolveMatching } from "./matching-input.ts";
import { type TraceSums, toTraceSums } from "./sums.ts";

export interface TraceSumsOverTime {
  /** null when no trace matches. */
  total: TraceSums | null;
  bucketMs: number;
  /** Only buckets that have traces, in order of time. */
  buckets: Array<TraceSums & { start: string }>;
}

/** What matching traces come to, whole and by time. */
export async function sumTraces(ctx: ServiceContext, input: MatchingTracesInput): Promise<TraceSumsOverTime> {
  const { filter, bound } = await resolveMatching(ctx, input);
  const bucketUs = bucketSizeUs(bound.toUs - bound.fromUs);
  const [totals, buckets] = await reading(
    Promise.all([
      ctx.clickhouse.query(sumTracesQuery(filter), bound),
      ctx.clickhouse.query(sumTracesByTime(filter), { ...bound, bucketUs }),
    ]),
  );
  const [total] = totals;
  return {
    total: total === undefined || total.traces === 0 ? null : toTraceSums(total),
    bucketMs: bucketUs / 1_000,
    buckets: buckets.map((record) => ({
      ...toTraceSums(record),
      start: isoTime(bound.fromUs + record.bucket * bucketUs),
    })),
  };
}
