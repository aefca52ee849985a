import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  downscaleIndex,
  type Exponential,
  lowerEnd,
  mergeExponential,
  slicesOfExponential,
} from "./exponential.ts";
import { quantileOfSlices } from "./quantile.ts";

/** Which bucket a value lies in, upper ends included; independent of what is tested but for its ends. */
function indexOf(value: number, scale: number): number {
  let index = Math.ceil(Math.log2(value) * 2 ** scale) - 1;
  while (value <= lowerEnd(index, scale)) index--;
  while (value > lowerEnd(index + 1, scale)) index++;
  return index;
}

/** What an SDK would send for these values. */
function recorded(values: readonly number[], scale: number): Exponential {
  const positive = new Map<number, number>();
  const negative = new Map<number, number>();
  let zeros = 0;
  for (const value of values) {
    if (value === 0) zeros++;
    else {
      const side = value > 0 ? positive : negative;
      const index = indexOf(Math.abs(value), scale);
      side.set(index, (side.get(index) ?? 0) + 1);
    }
  }
  const lowest = values.length === 0 ? null : Math.min(...values);
  const highest = values.length === 0 ? null : Math.max(...values);
  return { scale, zeroThreshold: 0, zeros, positive, negative, lowest, highest };
}

const withoutEnds = (histogram: Exponential): Exponential => ({ ...histogram, lowest: null, highest: null });

const read = (parts: readonly Exponential[], level: number): number | null => {
  const merged = mergeExponential(parts);
  return merged === null ? null : quantileOfSlices(slicesOfExponential(merged), level);
};

const amount = fc.oneof(
  fc.constant(0),
  fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
  fc.double({ min: -1e6, max: -1e-6, noNaN: true }),
);
const sample = fc.array(amount, { minLength: 1, maxLength: 60 });
const scale = fc.integer({ min: -3, max: 8 });

describe("buckets", () => {
  // The table of bases in the OpenTelemetry metrics data model, "Exponential Scale".
  test.each([
    [10, 1.00068],
    [9, 1.00135],
    [8, 1.00271],
    [7, 1.00543],
    [6, 1.01089],
    [5, 1.0219],
    [4, 1.04427],
    [3, 1.09051],
    [2, 1.18921],
    [1, 1.41421],
    [0, 2],
    [-1, 4],
    [-2, 16],
    [-3, 256],
    [-4, 65_536],
  ])("of scale %i grow by %d", (of, base) => {
    expect(lowerEnd(1, of)).toBeCloseTo(base, 5);
    expect(lowerEnd(0, of)).toBe(1);
    expect(lowerEnd(-1, of)).toBeCloseTo(1 / base, 5);
  });

  test("include their upper end", () => {
    // 1 lies in (1/2, 1], 2 in (1, 2], 4 in (2, 4].
    expect([1, 2, 3, 4, 5].map((value) => indexOf(value, 0))).toEqual([-1, 0, 1, 1, 2]);
  });

  test("two by two are those of the next coarser scale, below zero too", () => {
    expect([-4, -3, -2, -1, 0, 1, 2, 3].map((index) => downscaleIndex(index, 1))).toEqual([
      -2, -2, -1, -1, 0, 0, 1, 1,
    ]);
    expect(downscaleIndex(-1, 5)).toBe(-1);
  });
});

describe("histograms of any scales together", () => {
  test("are the histogram of all values at the coarsest of them", () => {
    fc.assert(
      fc.property(sample, sample, scale, scale, (one, other, oneScale, otherScale) => {
        const merged = mergeExponential([recorded(one, oneScale), recorded(other, otherScale)]);
        expect(merged).toEqual(recorded([...one, ...other], Math.min(oneScale, otherScale)));
      }),
    );
  });

  test("have quantiles in the bucket of the exact one, and never outside what was recorded", () => {
    fc.assert(
      fc.property(
        sample,
        sample,
        scale,
        scale,
        fc.constantFrom(0.05, 0.5, 0.95),
        (one, other, a, b, level) => {
          const all = [...one, ...other].toSorted((left, right) => left - right);
          const exact = all[Math.max(0, Math.ceil(level * all.length) - 1)] ?? Number.NaN;
          const quantile = read([recorded(one, a), recorded(other, b)], level) ?? Number.NaN;
          const base = lowerEnd(1, Math.min(a, b));
          expect(Math.sign(quantile)).toBe(Math.sign(exact));
          const ratio = exact === 0 ? 1 : quantile / exact;
          expect(ratio).toBeLessThanOrEqual(base * (1 + 1e-9));
          expect(ratio).toBeGreaterThanOrEqual((1 / base) * (1 - 1e-9));
          expect(quantile).toBeGreaterThanOrEqual(all[0] ?? Number.NaN);
          expect(quantile).toBeLessThanOrEqual(all.at(-1) ?? Number.NaN);
        },
      ),
    );
  });

  test("with a zero bucket that ends within a filled one take all of that into it", () => {
    const wide = { ...withoutEnds(recorded([0, 0], 0)), zeroThreshold: 3 };
    const merged = mergeExponential([withoutEnds(recorded([1, 2.5, 3.5, 9], 0)), wide]);
    expect(merged).toMatchObject({ zeroThreshold: 4, zeros: 5, positive: new Map([[3, 1]]) });
  });

  test("of nothing are nothing", () => {
    expect(mergeExponential([])).toBeNull();
    expect(read([recorded([], 3)], 0.5)).toBeNull();
  });
});

test("a quantile is read off within its bucket as its base grows", () => {
  // Ten values in (1, 2] and ten in (2, 4]: a quarter of them ends half-way through the first, at √2.
  const histogram = withoutEnds({
    ...recorded([], 0),
    positive: new Map([
      [0, 10],
      [1, 10],
    ]),
  });
  expect(read([histogram], 0.25)).toBeCloseTo(Math.SQRT2, 12);
  expect(read([histogram], 0.5)).toBeCloseTo(2, 12);
  expect(read([histogram], 0.75)).toBeCloseTo(2 * Math.SQRT2, 12);
  // Below zero the same, from the far end.
  const below = withoutEnds({ ...recorded([], 0), negative: new Map([[0, 10]]), zeros: 10 });
  expect(read([below], 0.25)).toBeCloseTo(-Math.SQRT2, 12);
  expect(read([below], 0.75)).toBeCloseTo(0, 12);
});
