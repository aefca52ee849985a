/** Recorded values by the buckets that a client cut. `buckets[i]` lies between bounds i-1 and i. */
export interface Histogram {
  bounds: readonly number[];
  buckets: readonly number[];
  lowest: number | null;
  highest: number | null;
}

export interface Slice {
  from: number;
  to: number;
  count: number;
  /** Cut by a growing base: what lies within is taken to grow alike. */
  isLogarithmic?: boolean;
}

/**
 * A quantile of several histograms together, taken to be spread evenly within each bucket. The open ends
 * reach to the lowest and the highest value where they are known. Null of nothing.
 */
export function quantileOf(histograms: readonly Histogram[], level: number): number | null {
  return quantileOfSlices(histograms.flatMap(slicesOf), level);
}

/** Slices of any origin together, each even within itself. Null of nothing. */
export function quantileOfSlices(parts: readonly Slice[], level: number): number | null {
  const slices = merged(parts);
  const total = slices.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return null;
  let rest = level * total;
  for (const slice of slices) {
    if (rest <= slice.count) return within(slice, rest / slice.count);
    rest -= slice.count;
  }
  return slices.at(-1)?.to ?? null;
}

function within({ from, to, isLogarithmic = false }: Slice, share: number): number {
  return isLogarithmic && from !== 0 && to !== 0 ? from * (to / from) ** share : from + (to - from) * share;
}

/** In order, those of one place as one. */
function merged(slices: readonly Slice[]): Slice[] {
  const ascending = slices.toSorted((left, right) => left.to - right.to || left.from - right.from);
  const result: Slice[] = [];
  for (const slice of ascending) {
    const last = result.at(-1);
    if (last !== undefined && last.from === slice.from && last.to === slice.to) last.count += slice.count;
    else result.push({ ...slice });
  }
  return result;
}

export function slicesOf({ bounds, buckets, lowest, highest }: Histogram): Slice[] {
  const slices: Slice[] = [];
  for (const [index, count] of buckets.entries()) {
    if (count === 0) continue;
    const lower = bounds[index - 1];
    const upper = bounds[index];
    // Durations and counts begin at 0; a first bucket below that begins at its bound.
    const from = lower ?? lowest ?? Math.min(0, upper ?? 0);
    const to = upper ?? highest ?? from;
    const clampedFrom = lowest === null ? from : Math.max(from, Math.min(lowest, to));
    const clampedTo = highest === null ? to : Math.min(to, Math.max(highest, clampedFrom));
    slices.push({ from: clampedFrom, to: clampedTo, count });
  }
  return slices;
}
