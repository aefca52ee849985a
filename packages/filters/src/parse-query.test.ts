import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Comparison, Filter } from "./filter.ts";
import { parseQuery } from "./parse-query.ts";

function read(text: string): Filter | null {
  const { filter, problems } = parseQuery(text);
  expect(problems).toEqual([]);
  return filter;
}

const is = (field: Comparison["field"], ...values: string[]): Comparison => ({
  type: "compare",
  field,
  operator: "is",
  values,
});
const words = (text: string, phrase = false): Filter => ({ type: "text", words: text, phrase });
const and = (...operands: Filter[]): Filter => ({ type: "and", operands });
const or = (...operands: Filter[]): Filter => ({ type: "or", operands });
const not = (operand: Filter): Filter => ({ type: "not", operand });

describe("conditions", () => {
  test.each<[string, Filter | null]>([
    ["", null],
    ["  \t ", null],
    ["model:gpt-4o", is("model", "gpt-4o")],
    ["Model:Gpt-4o", is("model", "Gpt-4o")],
    ['name:"two words"', is("name", "two words")],
    ['name:"say \\"hi\\" \\\\ \\n"', is("name", 'say "hi" \\ \n')],
    ["name:https://a.b/c?d=e", is("name", "https://a.b/c?d=e")],
    ["trace:x duration:2s", and(is("name", "x"), is("latency", "2000"))],
    ["level:(error OR Warning)", is("level", "ERROR", "WARNING")],
    ["tag:(a AND b)", and(is("tag", "a"), is("tag", "b"))],
    ["tag:(a AND -b)", and(is("tag", "a"), not(is("tag", "b")))],
    ["-level:error", not(is("level", "ERROR"))],
    ["NOT level:error", not(is("level", "ERROR"))],
    ["NOT NOT level:error", is("level", "ERROR")],
    ["model:*mini*", { ...is("model", "mini"), operator: "contains" }],
    ["model:gpt*", { ...is("model", "gpt"), operator: "starts" }],
    ['name:*"a b"*', { ...is("name", "a b"), operator: "contains" }],
    ['name:"a b"*', { ...is("name", "a b"), operator: "starts" }],
    ['name:"a*"', is("name", "a*")],
    ["has:user", { ...is("user"), operator: "exists" }],
    ["has:metadata.plan", { ...is("metadata"), key: "plan", operator: "exists" }],
    ["has:score", { ...is("score"), operator: "exists" }],
    ["user:*", { ...is("user"), operator: "exists" }],
    ["attributes.http.route:/chat", { ...is("attributes", "/chat"), key: "http.route" }],
    ['attr."genkit:name":x', { ...is("attributes", "x"), key: "genkit:name" }],
    ["attributes.retry.count:>2", { ...is("attributes", "2"), operator: "gt", key: "retry.count" }],
    ["metadata.plan:pro", { ...is("metadata", "pro"), key: "plan" }],
    ["meta.a.b:c:d", { ...is("metadata", "c:d"), key: "a.b" }],
    ['metadata."odd key":x', { ...is("metadata", "x"), key: "odd key" }],
    ["score.helpful:>0.80", { ...is("score", "0.8"), key: "helpful", operator: "gt" }],
    ["score.helpful:-1..1", { ...is("score", "-1", "1"), key: "helpful", operator: "between" }],
    ["metadata.range:a..b", { ...is("metadata", "a..b"), key: "range" }],
    ["bookmarked:yes", is("bookmarked", "true")],
  ])("%s", (text, filter) => {
    expect(read(text)).toEqual(filter);
  });
});

describe("sizes are exact decimals in the base unit", () => {
  test.each<[string, Comparison["operator"], ...string[]]>([
    ["latency:>2s", "gt", "2000"],
    ["latency:>=250ms", "gte", "250"],
    ["latency:<0.1s", "lt", "100"],
    ["latency:<=300us", "lte", "0.3"],
    ["latency:>300µs", "gt", "0.3"],
    ["latency:>1.5m", "gt", "90000"],
    ["latency:>1h30m", "gt", "5400000"],
    ["latency:0", "is", "0"],
    ["latency:1s..5s", "between", "1000", "5000"],
    ["latency:1s..", "gte", "1000"],
    ["latency:..5s", "lte", "5000"],
    ["cost:>$0.10", "gt", "0.1"],
    ["cost:<0.000000000001", "lt", "0.000000000001"],
    ["tokens:>1.5k", "gt", "1500"],
    ["tokens:2M", "is", "2000000"],
    ["tokens:0.1k..1k", "between", "100", "1000"],
  ])("%s", (text, operator, ...values) => {
    expect(read(text)).toMatchObject({ operator, values });
  });
});

describe("precedence", () => {
  const [a, b, c] = [is("env", "a"), is("name", "b"), is("user", "c")];
  test.each<[string, Filter]>([
    ["env:a name:b OR user:c", or(and(a, b), c)],
    ["env:a AND name:b OR user:c", or(and(a, b), c)],
    ["env:a OR name:b user:c", or(a, and(b, c))],
    ["(env:a OR name:b) user:c", and(or(a, b), c)],
    ["NOT env:a name:b", and(not(a), b)],
    ["NOT env:a OR name:b", or(not(a), b)],
    ["-(env:a OR name:b)", not(or(a, b))],
    ["-(env:a name:b) user:c", and(not(and(a, b)), c)],
    ["(env:a (name:b (user:c)))", and(a, b, c)],
  ])("%s", (text, filter) => {
    expect(read(text)).toEqual(filter);
  });
});

describe("text", () => {
  test.each<[string, Filter]>([
    ["refund", words("refund")],
    ["refund   policy", words("refund policy")],
    ['"refund policy"', words("refund policy", true)],
    ["refund AND policy", and(words("refund"), words("policy"))],
    ["terms and conditions", words("terms and conditions")],
    ["refund env:prod policy", and(words("refund"), is("env", "prod"), words("policy"))],
    ["-refund policy", and(not(words("refund")), words("policy"))],
    ["--verbose - 12:30", words("--verbose - 12:30")],
  ])("%s", (text, filter) => {
    expect(read(text)).toEqual(filter);
  });
});

describe("problems", () => {
  test.each<[text: string, marked: string, message: RegExp, replacement?: string]>([
    ["modle:gpt", "modle", /^There is no field "modle": did you mean model\?$/, "model"],
    ["https://a.b", "https://a.b", /^There is no field "https"/, '"https://a.b"'],
    ["a level:eror", "eror", /did you mean ERROR\?/, "ERROR"],
    ["status:purple", "purple", /one of running, ok, error/],
    ["model:", "model:", /^What should model be\?/],
    ["model: gpt", "model:", /^What should model be\?/],
    ["metadata:x", "metadata", /metadata\.plan/],
    ["model.x:y", "model.x", /nothing inside/],
    ["model:>3", ">3", /not compared by size/],
    ["latency:>2", ">2", /^Say the unit/, ">2s"],
    ["latency:1..5s", "1..5s", /^Say the unit/, "1s..5s"],
    ["latency:5s..1s", "5s..1s", /ends before it begins/, "1s..5s"],
    ["latency:fast", "fast", /no duration/],
    ["latency:*2*", "*2*", /not a pattern/],
    ["latency>2s", "latency>2s", /did you mean latency:>2s/, "latency:>2s"],
    ["tokens:1.5", "1.5", /whole number/],
    ["cost:-1", "-1", /no amount of money/],
    ["model:*mini", "*mini", /by their end/, "*mini*"],
    ["model:g*t", "g*t", /star stands/, '"g*t"'],
    ["refund*", "refund*", /no stars/, '"refund*"'],
    ['"open', '"open', /not closed/],
    ["(a", "(", /not closed/],
    ["a) b", ")", /closes nothing/],
    ["()", "()", /nothing between/],
    ["OR a", "OR", /before it/],
    ["a AND", "AND", /after it/],
    ["NOT", "NOT", /after it/],
    ["level:error or name:x", "or", /OR in capitals/, "OR"],
    ["level:(error or warning)", "or", /OR in capitals/, "OR"],
    ["level:(error warning)", "warning", /Write OR/, "OR warning"],
    ["model:(azure:gpt OR x)", "azure:gpt", /values only/, '"azure:gpt"'],
    ["has:usr", "usr", /did you mean user/, "user"],
    ["has:bookmarked", "bookmarked", /bookmarked:true/],
    ['x"y"', 'x"y"', /Put a space/],
    ["metadata.plan", "metadata.plan", /Write metadata\.plan:/],
  ])("%s", (text, marked, message, replacement) => {
    const { problems } = parseQuery(text);
    expect(problems).toHaveLength(1);
    const [problem] = problems;
    expect(text.slice(problem?.from, problem?.to)).toBe(marked);
    expect(problem?.message).toMatch(message);
    expect(problem?.replacement).toBe(replacement);
  });

  test("the rest of the query is still given", () => {
    const { filter, problems } = parseQuery("env:prod modle:x OR user:me");
    expect(problems).toHaveLength(1);
    expect(filter).toEqual(or(is("env", "prod"), is("user", "me")));
  });

  test("what is proposed instead is understood", () => {
    for (const text of ["modle:gpt", "https://a.b", "latency:>2", "a level:eror", "has:usr", "model:*mini"]) {
      const [problem] = parseQuery(text).problems;
      const better = text.slice(0, problem?.from) + problem?.replacement + text.slice(problem?.to);
      expect(parseQuery(better).problems, better).toEqual([]);
    }
  });
});

describe("limits", () => {
  test.each([
    ["characters", "x".repeat(4_000), "x".repeat(4_001), /4000 characters/],
    ["conditions", "name:a ".repeat(100), "name:a ".repeat(101), /100 conditions/],
    ["nesting", `${"(".repeat(32)}a${")".repeat(32)}`, `${"(".repeat(33)}a${")".repeat(33)}`, /32 deep/],
    ["negations", `${"NOT ".repeat(32)}a`, `${"NOT ".repeat(33)}a`, /32 deep/],
  ])("%s", (_name, longest, tooLong, message) => {
    expect(parseQuery(longest).problems).toEqual([]);
    const { filter, problems } = parseQuery(tooLong);
    expect(filter).toBeNull();
    expect(problems).toMatchObject([{ message: expect.stringMatching(message) }]);
  });

  test("nothing of 4,000 characters breaks it", () => {
    for (const part of ["(", "NOT ", "a:(", "-(", '"', '\\"', "has:(", "a OR ", "level:(x AND ", "metadata."])
      expect(() => parseQuery(part.repeat(4_000 / part.length))).not.toThrow();
  });
});

const piece = fc.oneof(
  fc.string({ maxLength: 6 }),
  fc.constantFrom(
    ...'( ) " : * - > .. AND OR NOT and or model: level:( metadata. score.x: has: latency: 2s 1s..5s \\'.split(
      " ",
    ),
    " ",
  ),
);

test("no text throws, and every problem marks a part of it", () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const text = pieces.join("");
      const { problems } = parseQuery(text);
      for (const { from, to, message } of problems) {
        expect(from).toBeGreaterThanOrEqual(0);
        expect(to).toBeGreaterThan(from);
        expect(to).toBeLessThanOrEqual(text.length);
        expect(message).not.toBe("");
      }
    }),
    { numRuns: 3_000 },
  );
});

test("no condition is dropped without a problem", () => {
  const clause = fc.constantFrom(
    "env:a",
    "-name:b",
    "refund",
    '"a phrase"',
    "modle:x",
    "level:oops",
    "latency:>2",
  );
  fc.assert(
    fc.property(fc.array(clause, { minLength: 1, maxLength: 8 }), (clauses) => {
      const { filter, problems } = parseQuery(clauses.join(" AND "));
      const understood = filter === null ? 0 : filter.type === "and" ? filter.operands.length : 1;
      expect(understood + problems.length).toBe(clauses.length);
    }),
  );
});
