import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Histogram, quantileOf } from "./quantile.ts";

const bounds = [1, 2, 5, 10, 50, 100];

/** What an SDK would send for these values. */
function recorded(values: readonly number[]): Histogram {
  const buckets = [...bounds.map(() => 0), 0];
  for (const value of values) {
    const found = bounds.findIndex((bound) => value <= bound);
    const index = found === -1 ? bounds.length : found;
    buckets[index] = (buckets[index] ?? 0) + 1;
  }
  return { bounds, buckets, lowest: Math.min(...values), highest: Math.max(...values) };
}

const values = fc.array(fc.double({ min: 0, max: 200, noNaN: true }), { minLength: 1, maxLength: 60 });

describe("a quantile of buckets", () => {
  test("lies in the bucket of the exact one, and never outside what was recorded", () => {
    fc.assert(
      fc.property(values, fc.constantFrom(0.5, 0.95), (sample, level) => {
        const quantile = quantileOf([recorded(sample)], level) ?? Number.NaN;
        const ascending = sample.toSorted((left, right) => left - right);
        const exact = ascending[Math.max(0, Math.ceil(level * sample.length) - 1)] ?? Number.NaN;
        const upper = bounds.find((bound) => exact <= bound) ?? Math.max(...sample);
        const lower = bounds.findLast((bound) => bound < exact) ?? 0;
        expect(quantile).toBeLessThanOrEqual(Math.min(upper, Math.max(...sample)));
        expect(quantile).toBeGreaterThanOrEqual(Math.min(lower, exact));
        expect(quantile).toBeGreaterThanOrEqual(Math.min(...sample));
      }),
    );
  });

  test("is read off within its bucket, as if the values were spread evenly", () => {
    // 10 values up to 1, 20 up to 2, 10 up to 5: the median is the 20th, half-way through the second bucket.
    const histogram = { bounds, buckets: [10, 20, 10, 0, 0, 0, 0], lowest: null, highest: null };
    expect(quantileOf([histogram], 0.5)).toBeCloseTo(1.5, 12);
    expect(quantileOf([histogram], 0.95)).toBeCloseTo(2 + 3 * 0.8, 12);
    expect(quantileOf([histogram], 0.1)).toBeCloseTo(0.4, 12);
  });

  test("of parts is that of the whole", () => {
    fc.assert(
      fc.property(values, values, (one, other) => {
        const both = [recorded(one), recorded(other)].map((part) => ({
          ...part,
          lowest: null,
          highest: 200,
        }));
        const whole = { ...recorded([...one, ...other]), lowest: null, highest: 200 };
        expect(quantileOf(both, 0.95)).toBeCloseTo(quantileOf([whole], 0.95) ?? Number.NaN, 6);
      }),
    );
  });

  test("of nothing is not known", () => {
    expect(quantileOf([], 0.5)).toBeNull();
    expect(
      quantileOf([{ bounds, buckets: [0, 0, 0, 0, 0, 0, 0], lowest: null, highest: null }], 0.5),
    ).toBeNull();
  });
});
