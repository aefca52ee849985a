import type { Slice } from "./quantile.ts";

/** Recorded values by buckets that grow: index i lies in (base^i, base^(i+1)], base = 2^(2^-scale). */
export interface Exponential {
  scale: number;
  /** Values no further from zero lie in `zeros`. */
  zeroThreshold: number;
  zeros: number;
  positive: ReadonlyMap<number, number>;
  /** By their distance from zero. */
  negative: ReadonlyMap<number, number>;
  lowest: number | null;
  highest: number | null;
}

/**
 * Several as one: all brought to the coarsest scale and the widest zero bucket among them, then added
 * (OpenTelemetry data model, "Merging and Downscaling"). Null of nothing.
 */
export function mergeExponential(parts: readonly Exponential[]): Exponential | null {
  const [first] = parts;
  if (first === undefined) return null;
  const scale = Math.min(...parts.map((part) => part.scale));
  const widest = Math.max(...parts.map(({ zeroThreshold }) => zeroThreshold));
  const positive = new Map<number, number>();
  const negative = new Map<number, number>();
  let zeros = 0;
  for (const part of parts) {
    zeros += part.zeros;
    addDownscaled(positive, part.positive, part.scale - scale);
    addDownscaled(negative, part.negative, part.scale - scale);
  }
  const threshold = zeroEnd([positive, negative], scale, widest);
  for (const side of [positive, negative]) zeros += takeZeros(side, scale, threshold);
  return {
    scale,
    zeroThreshold: threshold,
    zeros,
    positive,
    negative,
    lowest: knownExtreme(parts, ({ lowest }) => lowest, Math.min),
    highest: knownExtreme(parts, ({ highest }) => highest, Math.max),
  };
}

/** Each step of scale makes one bucket of two: index i becomes i / 2, rounded down. */
export function downscaleIndex(index: number, steps: number): number {
  return Math.floor(index / 2 ** steps);
}

function addDownscaled(into: Map<number, number>, side: ReadonlyMap<number, number>, steps: number): void {
  for (const [index, count] of side) {
    const coarse = downscaleIndex(index, steps);
    into.set(coarse, (into.get(coarse) ?? 0) + count);
  }
}

/** The lower end of a bucket; 2^(i * 2^-scale), which stays exact where it is a power of two. */
export function lowerEnd(index: number, scale: number): number {
  return 2 ** (index * 2 ** -scale);
}

/** A zero bucket that ends within a filled bucket takes all of it: what lies where is not known. */
function zeroEnd(sides: ReadonlyArray<ReadonlyMap<number, number>>, scale: number, widest: number): number {
  let end = widest;
  for (const side of sides) {
    for (const [index, count] of side) {
      if (count > 0 && lowerEnd(index, scale) < widest) end = Math.max(end, lowerEnd(index + 1, scale));
    }
  }
  return end;
}

function takeZeros(side: Map<number, number>, scale: number, threshold: number): number {
  let taken = 0;
  for (const [index, count] of side) {
    if (lowerEnd(index + 1, scale) > threshold) continue;
    taken += count;
    side.delete(index);
  }
  return taken;
}

/** Known only when all parts know theirs. */
function knownExtreme(
  parts: readonly Exponential[],
  read: (part: Exponential) => number | null,
  choose: (...values: number[]) => number,
): number | null {
  const known = parts.map(read).filter((value) => value !== null);
  return known.length === parts.length ? choose(...known) : null;
}

/** In pieces that quantiles are read from; within a bucket values are taken to grow as its base does. */
export function slicesOfExponential(histogram: Exponential): Slice[] {
  const { scale, zeroThreshold, zeros, positive, negative } = histogram;
  const slices: Slice[] = [];
  for (const [index, count] of negative) {
    const from = -lowerEnd(index + 1, scale);
    slices.push({ from, to: -lowerEnd(index, scale), count, isLogarithmic: true });
  }
  slices.push({ from: hasCounts(negative) ? -zeroThreshold : 0, to: zeroThreshold, count: zeros });
  for (const [index, count] of positive) {
    const from = lowerEnd(index, scale);
    slices.push({ from, to: lowerEnd(index + 1, scale), count, isLogarithmic: true });
  }
  // A difference of points that do not follow each other may be below zero; nothing was recorded then.
  return slices.filter(({ count }) => count > 0).map((slice) => clamped(slice, histogram));
}

function hasCounts(side: ReadonlyMap<number, number>): boolean {
  return [...side.values()].some((count) => count > 0);
}

/** No value lies outside the lowest and the highest that were recorded. */
function clamped(slice: Slice, { lowest, highest }: Exponential): Slice {
  const low = lowest ?? Number.NEGATIVE_INFINITY;
  const high = highest ?? Number.POSITIVE_INFINITY;
  const inside = (value: number): number => Math.min(high, Math.max(low, value));
  return { ...slice, from: inside(slice.from), to: inside(slice.to) };
}
