import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type BucketPlan, fillBuckets } from "./fill-buckets.ts";

interface Row {
  ms: number;
  count: number;
}

const at = (time: string) => Date.parse(`${time}Z`);
const plan = (changes: Partial<BucketPlan<Row>>): BucketPlan<Row> => ({
  fromMs: at("2026-03-30T00:00"),
  toMs: at("2026-04-02T00:00"),
  step: { amount: 1, unit: "day" },
  direction: "asc",
  limit: 100,
  timeOf: ({ ms }) => ms,
  emptyAt: (ms) => ({ ms, count: 0 }),
  ...changes,
});
const days = (rows: Row[]) =>
  rows.map(({ ms, count }) => `${new Date(ms).toISOString().slice(5, 10)}=${count}`);

describe("empty buckets", () => {
  const rows = [
    { ms: at("2026-03-31T00:00"), count: 2 },
    { ms: at("2026-03-31T00:00"), count: 3 },
  ];

  test("stand between, before and after the others", () => {
    expect(days(fillBuckets(rows, plan({})))).toEqual(["03-30=0", "03-31=2", "03-31=3", "04-01=0"]);
    expect(days(fillBuckets(rows, plan({ direction: "desc" })))).toEqual([
      "04-01=0",
      "03-31=2",
      "03-31=3",
      "03-30=0",
    ]);
    expect(days(fillBuckets(rows, plan({ limit: 4 })))).toHaveLength(4);
    expect(days(fillBuckets(rows, plan({ limit: 3 })))).toEqual(["03-31=2", "03-31=3"]);
    expect(days(fillBuckets([], plan({ toMs: at("2026-03-30T00:00") + 1 })))).toEqual(["03-30=0"]);
  });

  test("begin where the calendar of UTC says", () => {
    const of = (unit: "week" | "month" | "hour", amount: number, fromMs: number, toMs: number) =>
      fillBuckets([], plan({ step: { amount, unit }, fromMs, toMs })).map(({ ms }) =>
        new Date(ms).toISOString().slice(0, 16),
      );
    expect(of("week", 1, at("2026-04-01T12:00"), at("2026-04-07T00:00"))).toEqual([
      "2026-03-30T00:00",
      "2026-04-06T00:00",
    ]);
    expect(of("month", 1, at("2025-11-30T23:59"), at("2026-02-01T00:00"))).toEqual([
      "2025-11-01T00:00",
      "2025-12-01T00:00",
      "2026-01-01T00:00",
    ]);
    expect(of("hour", 6, at("2026-04-01T05:00"), at("2026-04-01T12:01"))).toEqual([
      "2026-04-01T00:00",
      "2026-04-01T06:00",
      "2026-04-01T12:00",
    ]);
  });

  test("never hide or double a row, whatever there is", () => {
    const hour = 3_600_000;
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(71), fc.integer({ min: 1, max: 9 })), { maxLength: 40 }),
        fc.constantFrom("asc" as const, "desc" as const),
        (given, direction) => {
          const fromMs = at("2026-03-30T00:00");
          const sign = direction === "asc" ? 1 : -1;
          const sorted = given
            .map(([slot, count]) => ({ ms: fromMs + slot * hour, count }))
            .toSorted((left, right) => sign * (left.ms - right.ms));
          const filled = fillBuckets(
            sorted,
            plan({
              fromMs,
              toMs: fromMs + 72 * hour,
              step: { amount: 1, unit: "hour" },
              direction,
              limit: 1_000,
            }),
          );
          expect(filled.filter(({ count }) => count > 0)).toEqual(sorted);
          expect(new Set(filled.map(({ ms }) => ms)).size).toBe(72);
          expect(filled.map(({ ms }) => sign * ms)).toEqual(
            filled.map(({ ms }) => sign * ms).toSorted((left, right) => left - right),
          );
        },
      ),
    );
  });
});
