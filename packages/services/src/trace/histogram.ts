import { histogramOfTraces } from "@plumbline/clickhouse/queries/trace/histogram";
import type { ServiceContext } from "../context.ts";
import { isoTime, reading } from "../read-rows.ts";
import { chooseSample } from "./choose-sample.ts";
import { type MatchingTracesInput, resolveMatching } from "./matching-input.ts";

export interface TraceHistogram {
  bucketMs: number;
  /** Every bucket of the window in order, empty ones too; the last one may reach past its end. */
  buckets: Array<{ start: string; traces: number; errors: number }>;
  /** False when the numbers are estimates. */
  exact: boolean;
}

const maxBuckets = 60;
const minuteUs = 60_000_000;
const bucketSizesUs = [
  1_000_000,
  5_000_000,
  15_000_000,
  ...[1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1_440].map((minutes) => minutes * minuteUs),
];

/** Matching traces and those with an error, by when they started; at most 60 buckets. */
export async function getTraceHistogram(
  ctx: ServiceContext,
  input: MatchingTracesInput,
): Promise<TraceHistogram> {
  const matching = await resolveMatching(ctx, input);
  const { sample, factor, exact } = await chooseSample(ctx, matching);
  const { fromUs, toUs } = matching.bound;
  const bucketUs = bucketSizeUs(toUs - fromUs);
  const query = histogramOfTraces(matching.filter, sample);
  const rows = await reading(ctx.clickhouse.query(query, { ...matching.bound, bucketUs }));
  const byBucket = new Map(rows.map((row) => [row.bucket, row]));
  const buckets = Array.from({ length: Math.ceil((toUs - fromUs) / bucketUs) }, (_none, number) => ({
    start: isoTime(fromUs + number * bucketUs),
    traces: (byBucket.get(number)?.traces ?? 0) * factor,
    errors: (byBucket.get(number)?.errors ?? 0) * factor,
  }));
  return { bucketMs: bucketUs / 1_000, buckets, exact };
}

/** The smallest round size that cuts a window into at most 60. */
export function bucketSizeUs(lengthUs: number): number {
  const wanted = Math.max(1, lengthUs) / maxBuckets;
  const dayUs = 1_440 * minuteUs;
  return bucketSizesUs.find((size) => size >= wanted) ?? Math.ceil(wanted / dayUs) * dayUs;
}
