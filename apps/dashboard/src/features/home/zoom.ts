import { relativeRanges, resolveTimeRange, type TimeRange } from "../traces/time-range.ts";

interface Buckets {
  startsMs: readonly number[];
  fromMs: number;
  toMs: number;
}

/** Half-open, without what lies outside the window. */
export function bucketWindow(buckets: Buckets, index: number): { fromMs: number; toMs: number } {
  const { startsMs, fromMs, toMs } = buckets;
  return {
    fromMs: Math.max(fromMs, startsMs[index] ?? fromMs),
    toMs: Math.min(toMs, startsMs[index + 1] ?? toMs),
  };
}

/** The first bucket may begin before the window, the last may still be going on. */
export function isUnfinished(buckets: Buckets, index: number): boolean {
  const { startsMs, fromMs, toMs } = buckets;
  if (index === 0 && (startsMs[0] ?? fromMs) < fromMs) return true;
  return index === startsMs.length - 1 && (nominalEnds(startsMs)[index] ?? toMs) > toMs;
}

/** Where each bucket ends by the calendar; the last is taken to be as long as the one before it. */
export function nominalEnds(startsMs: readonly number[]): number[] {
  const last = startsMs.at(-1) ?? 0;
  const beforeLast = startsMs.at(-2) ?? last - 60_000;
  return [...startsMs.slice(1), last + (last - beforeLast)];
}

/** From the bucket at one place to the bucket at another, in either order. */
export function zoomToBuckets(buckets: Buckets, one: number, other: number): TimeRange {
  const first = bucketWindow(buckets, Math.min(one, other));
  const last = bucketWindow(buckets, Math.max(one, other));
  return { fromMs: Math.round(first.fromMs), toMs: Math.round(last.toMs) };
}

/** The next longer preset, or twice the time around the middle, never into the future. */
export function zoomOut(range: TimeRange, nowMs: number): TimeRange {
  if (typeof range === "string") {
    const longer = relativeRanges[relativeRanges.findIndex((preset) => preset === range) + 1];
    if (longer !== undefined) return longer;
  }
  const { fromMs, toMs } = resolveTimeRange(range, nowMs);
  const lengthMs = toMs - fromMs;
  const end = Math.max(toMs, Math.min(nowMs, toMs + lengthMs / 2));
  return { fromMs: Math.max(0, Math.round(end - 2 * lengthMs)), toMs: Math.round(end) };
}
