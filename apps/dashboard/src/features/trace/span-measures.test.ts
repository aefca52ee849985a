import { expect, it } from "vitest";
import { isUnpriced, outputRate } from "./span-measures.ts";
import { spanOf } from "./span-of.test-data.ts";

it("measures the rate from the first token to the end", () => {
  expect(outputRate({ outputTokens: 90, durationMs: 2_000, timeToFirstTokenMs: 500 })).toBe(60);
});

it.each([
  { outputTokens: null, durationMs: 2_000, timeToFirstTokenMs: 500 },
  { outputTokens: 90, durationMs: null, timeToFirstTokenMs: 500 },
  { outputTokens: 90, durationMs: 2_000, timeToFirstTokenMs: null },
  { outputTokens: 90, durationMs: 500, timeToFirstTokenMs: 500 },
])("knows no rate for %j", (span) => expect(outputRate(span)).toBeNull());

it("misses a price only where tokens count", () => {
  const used = spanOf({ spanId: "a", billable: true, totalTokens: 5 });
  expect(isUnpriced(used)).toBe(true);
  expect(isUnpriced({ ...used, cost: "0" })).toBe(false);
  expect(isUnpriced({ ...used, billable: false })).toBe(false);
  expect(isUnpriced({ ...used, totalTokens: null })).toBe(false);
});
