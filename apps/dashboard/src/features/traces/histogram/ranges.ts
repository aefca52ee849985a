import { resolveTimeRange, type TimeRange } from "../time-range.ts";

interface Histogram {
  bucketMs: number;
  buckets: readonly { start: string; traces: number }[];
}

/** From the start of one bucket to the end of another, in whichever order they were reached. */
export function rangeOfBuckets(histogram: Histogram, one: number, other: number): TimeRange | null {
  const first = histogram.buckets[Math.min(one, other)];
  const last = histogram.buckets[Math.max(one, other)];
  if (!first || !last) return null;
  return { fromMs: Date.parse(first.start), toMs: Date.parse(last.start) + histogram.bucketMs };
}

export type RangeStep = "earlier" | "later" | "closer" | "wider";

const leastMs = 1_000;

/** Half a window to either side, its middle half, or twice as much around it. Never beyond now or 1970. */
export function stepRange(range: TimeRange, step: RangeStep, nowMs: number): TimeRange {
  const { fromMs, toMs: resolvedToMs } = resolveTimeRange(range, nowMs);
  const toMs = typeof range === "string" ? nowMs : resolvedToMs;
  const lengthMs = toMs - fromMs;
  const byMs = { earlier: [-0.5, -0.5], later: [0.5, 0.5], closer: [0.25, -0.25], wider: [-0.5, 0.5] }[step];
  const [fromShift = 0, toShift = 0] = byMs;
  const limitMs = Math.max(nowMs, toMs);
  const nextToMs = Math.round(Math.min(limitMs, toMs + toShift * lengthMs));
  const wanted = lengthMs * (1 + toShift - fromShift);
  const nextFromMs = step === "wider" ? fromMs + fromShift * lengthMs : nextToMs - wanted;
  return { fromMs: Math.max(0, Math.round(Math.min(nextFromMs, nextToMs - leastMs))), toMs: nextToMs };
}

/** Without the empty buckets before the first trace, where the window reaches back to the beginning. */
export function withoutEmptyStart<H extends Histogram>(histogram: H): H {
  const first = histogram.buckets.findIndex(({ traces }) => traces > 0);
  if (first <= 0) return histogram;
  const kept = Math.min(first, Math.max(0, histogram.buckets.length - fewestBuckets));
  return { ...histogram, buckets: histogram.buckets.slice(kept) };
}

const fewestBuckets = 12;
