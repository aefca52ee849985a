import { expect, it } from "vitest";
import { rangeSince, startOfRange } from "./past-ranges.ts";

it.each([
  ["24h", 1_000_000_000_000 - 86_400_000],
  ["30d", 1_000_000_000_000 - 30 * 86_400_000],
  ["all", 0],
  ["nonsense", 1_000_000_000_000 - 86_400_000],
])("%s begins at %d", (value, start) => {
  expect(startOfRange(value, 1_000_000_000_000)).toBe(start);
});

it.each([
  [1_000_000, "24h"],
  [86_400_001, "7d"],
  [40 * 86_400_000, "90d"],
  [1_000 * 86_400_000, "all"],
])("what began %d ms ago lies in %s", (ageMs, range) => {
  expect(rangeSince(1_000_000_000_000 - ageMs, 1_000_000_000_000)).toBe(range);
});
