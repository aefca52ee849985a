import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyFilter } from "./any-filter.test-data.ts";
import { formatQuery } from "./format-query.ts";
import { normaliseFilter } from "./normalise-filter.ts";
import { parseQuery } from "./parse-query.ts";
import { excluding, selectionOf, withoutValue, withValue } from "./toggle-value.ts";

describe("ticking a value", () => {
  test.each([
    ["", "model:b"],
    ["env:prod", "env:prod model:b"],
    ["model:a", "model:(a OR b)"],
    ["model:b", "model:b"],
    ["-model:b", "model:b"],
    ["-model:(a OR b)", "-model:a model:b"],
    ["env:prod OR model:a", "(env:prod OR model:a) model:b"],
    ["model:*b*", "model:*b* model:b"],
    ["metadata.model:a", "metadata.model:a model:b"],
  ])("%s → %s", (before, after) => {
    expect(formatQuery(withValue(parseQuery(before).filter, "model", "b"))).toBe(after);
  });
});

describe("unticking a value", () => {
  test.each([
    ["", ""],
    ["model:b", ""],
    ["model:(a OR b) refund", "model:a refund"],
    ["model:b env:prod", "env:prod"],
    ["-model:b", ""],
    ["-(model:b)", ""],
    ["model:b OR env:prod", "model:b OR env:prod"],
    ["model:a model:b", "model:a"],
  ])("%s → %s", (before, after) => {
    expect(formatQuery(withoutValue(parseQuery(before).filter, "model", "b"))).toBe(after);
  });
});

describe("excluding a value", () => {
  test.each([
    ["", "-model:b"],
    ["model:(a OR b)", "model:a -model:b"],
    ["-model:a", "-model:(a OR b)"],
  ])("%s → %s", (before, after) => {
    expect(formatQuery(excluding(parseQuery(before).filter, "model", "b"))).toBe(after);
  });
});

test("values under a key are their own selection", () => {
  const filter = withValue(parseQuery("metadata.plan:free").filter, "metadata", "pro", "plan");
  expect(formatQuery(filter)).toBe("metadata.plan:(free OR pro)");
  expect(selectionOf(filter, "metadata", "plan")).toEqual({ included: ["free", "pro"], excluded: [] });
  expect(selectionOf(filter, "metadata", "other")).toEqual({ included: [], excluded: [] });
});

test("a tick is seen, and taken back leaves the filter as it was", () => {
  fc.assert(
    fc.property(anyFilter, fc.constantFrom("model" as const, "tag" as const), (filter, field) => {
      const before = normaliseFilter(filter);
      const { included, excluded } = selectionOf(before, field);
      fc.pre(![...included, ...excluded].includes("new"));
      const ticked = withValue(before, field, "new");
      expect(selectionOf(ticked, field)).toEqual({ included: [...included, "new"], excluded });
      expect(withoutValue(ticked, field, "new")).toEqual(before);
      const banned = excluding(before, field, "new");
      expect(selectionOf(banned, field)).toEqual({ included, excluded: [...excluded, "new"] });
      expect(withoutValue(banned, field, "new")).toEqual(before);
    }),
    { numRuns: 500 },
  );
});
