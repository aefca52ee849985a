import fc from "fast-check";
import { expect, test } from "vitest";
import { anyFilter } from "./any-filter.test-data.ts";
import { formatQuery } from "./format-query.ts";
import { normaliseFilter } from "./normalise-filter.ts";
import { parseQuery } from "./parse-query.ts";

test("what is written is read as the same filter", () => {
  fc.assert(
    fc.property(anyFilter, (filter) => {
      const text = formatQuery(filter);
      fc.pre(text.length <= 4_000);
      expect(parseQuery(text), text).toEqual({ filter: normaliseFilter(filter), problems: [] });
    }),
    { numRuns: 2_000 },
  );
});

test("writing what was read changes nothing any more", () => {
  fc.assert(
    fc.property(anyFilter, (filter) => {
      const text = formatQuery(filter);
      fc.pre(text.length <= 4_000);
      expect(formatQuery(parseQuery(text).filter)).toBe(text);
    }),
  );
});

test.each([
  ["MODEL:gpt-4o", "model:gpt-4o"],
  ["level:error OR level:warning", "level:(ERROR OR WARNING)"],
  ["(level:error)", "level:ERROR"],
  ["NOT level:error", "-level:ERROR"],
  ["environment:prod type:tool", "env:prod kind:TOOL"],
  ["latency:>=1500ms", "latency:>=1.5s"],
  ["latency:90s..2h", "latency:90s..2h"],
  ["latency:1m30s", "latency:90s"],
  ["tokens:>12000 cost:<$0.50", "tokens:>12k cost:<0.5"],
  ["model:*", "has:model"],
  ['"a phrase" AND words here', '"a phrase" words here'],
  ["a AND b", "a AND b"],
  ["a OR b c", "a OR b c"],
  ["(a OR b) name:x", "(a OR b) name:x"],
  ['metadata."odd key":x', 'metadata."odd key":x'],
  ["name:(foo OR *bar* OR baz)", "name:(foo OR baz) OR name:*bar*"],
])("%s becomes %s", (text, canonical) => {
  const { filter, problems } = parseQuery(text);
  expect(problems).toEqual([]);
  expect(formatQuery(filter)).toBe(canonical);
});
