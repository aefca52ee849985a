import { type FieldName, fieldNames, fields } from "@plumbline/filters/fields";
import type { Comparison, Filter, Operator } from "@plumbline/filters/filter";
import fc from "fast-check";
import type { ScoreRow } from "../../tables/scores.ts";
import type { SpanRow } from "../../tables/spans.ts";
import { isNumeric } from "./comparison.ts";

/** Window that the worlds' traces start in, or a little before or after. */
export const fromUs = Date.UTC(2026, 0, 10) * 1_000;
export const toUs = fromUs + 4 * 3_600_000_000;

/** Small, so that filters hit; odd, so that nothing but equality of values is relied on. */
export const words = ["a", "B", "Ära", "it's", "100%", "a_b", "\\", "{x:String}", "default", "ERROR"];
const keys = ["k", "it's", "{y:String}"];
const traceIds = ["t1", "t2", "t3", "t4", "t5"];
const texts = [
  "Hello wide world",
  "hello, World!",
  "größe und Änderung",
  "it's 100% {x:String}",
  "日本語 test",
  "a_b c",
];

const word = fc.constantFrom(...words);
const perhaps = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined });
const count = fc.integer({ min: 0, max: 3 });
const minuteUs = 60_000_000;

const price = fc.record({
  cost: fc.option(fc.constantFrom("0", "0.000001", "0.5", "1.25"), { nil: null }),
  inputCost: fc.constant(null),
  outputCost: fc.constant(null),
  costDetails: fc.constant({}),
  costSource: fc.constant(""),
  rateCardId: fc.constant(""),
  billable: fc.boolean(),
  billableReason: fc.constant(""),
});

/** Every row is told from its siblings by its start time, so that precedence has no ties. */
const row = fc
  .record({
    traceId: fc.constantFrom(...traceIds),
    spanId: fc.constantFrom("", "s1", "s2", "s3", "s4", "s5", "s6"),
    slot: fc.integer({ min: -30, max: 260 }),
    receivedAtUs: fc.constantFrom(toUs - 30 * minuteUs, toUs - minuteUs),
    lengthUs: perhaps(fc.integer({ min: -1_000_000, max: 5_000_000 })),
    firstTokenUs: perhaps(fc.integer({ min: -1_000_000, max: 3_000_000 })),
    parent: perhaps(fc.constant("s1")),
    level: perhaps(fc.constantFrom("DEBUG" as const, "WARNING" as const, "ERROR" as const)),
    source: fc.constantFrom("otlp" as const, "gateway" as const),
    kind: perhaps(fc.constantFrom("GENERATION" as const, "TOOL" as const, "EVENT" as const)),
    texts: fc.record(
      Object.fromEntries(
        (
          "name errorClass environment release version serviceName traceName userId sessionId feature " +
          "provider modelRequested modelUsed promptName"
        )
          .split(" ")
          .map((name) => [name, perhaps(word)]),
      ),
    ),
    tags: fc.array(word, { maxLength: 2 }),
    metadata: fc.dictionary(fc.constantFrom(...keys), fc.oneof(word, fc.constantFrom("1", "2.5", "-3"))),
    attributes: fc.dictionary(fc.constantFrom(...keys), fc.oneof(word, fc.constantFrom("1", "2.5", "-3"))),
    input: perhaps(fc.constantFrom(...texts)),
    output: perhaps(fc.constantFrom(...texts)),
    usage: fc.record({
      inputTokens: perhaps(count),
      outputTokens: perhaps(count),
      totalTokens: perhaps(count),
    }),
    price,
  })
  .map((given): Omit<SpanRow, "projectId"> => {
    const startTimeUs = fromUs + given.slot * minuteUs;
    const { texts: named, tags, metadata, attributes, input, output, level, kind, usage } = given;
    const at = (us: number | undefined) => (us === undefined ? undefined : startTimeUs + us);
    return {
      traceId: given.traceId,
      spanId: given.spanId,
      startTimeUs,
      source: given.source,
      receivedAtUs: given.receivedAtUs,
      rowVersion: 1,
      isDeleted: false,
      fields: {
        ...named,
        tags,
        metadata,
        attributes,
        input,
        output,
        level,
        kind,
        parentSpanId: given.spanId === "" ? undefined : given.parent,
        endTimeUs: at(given.lengthUs),
        completionStartTimeUs: at(given.firstTokenUs),
      },
      usage,
      price: given.price,
    };
  });

export const rows = fc.uniqueArray(row, {
  minLength: 1,
  maxLength: 24,
  selector: ({ traceId, startTimeUs }) => `${traceId} ${startTimeUs}`,
});

const score = fc.record({
  traceId: fc.constantFrom(...traceIds),
  name: fc.constantFrom(...keys),
  value: perhaps(fc.constantFrom(0, 1, 2.5)),
  stringValue: perhaps(word),
});

export const scores = fc.array(score, { maxLength: 4 }).map((list) =>
  list.map(
    (one, number): Omit<ScoreRow, "projectId"> => ({
      timeUs: fromUs,
      score: { id: `score-${number}`, timestampUs: fromUs, source: "API", dataType: "NUMERIC", ...one },
    }),
  ),
);

export const bookmarks = fc.subarray(traceIds);

export function operatorsOf(field: FieldName): Operator[] {
  if (isNumeric(field)) return ["is", "gt", "gte", "lt", "lte", "exists"];
  const ofTexts: Operator[] = ["is", "contains", "starts", "exists"];
  return fields[field].type === "map" ? [...ofTexts, "gt", "gte", "lt", "lte"] : ofTexts;
}

const leaf = fc.constantFrom(...fieldNames).chain((field): fc.Arbitrary<Comparison> => {
  const type = fields[field].type;
  return fc.constantFrom(...operatorsOf(field)).chain((operator) => {
    const asNumber = isNumeric(field) || ["gt", "gte", "lt", "lte"].includes(operator);
    const value =
      type === "flag"
        ? fc.constantFrom("true", "false")
        : asNumber
          ? fc.constantFrom("0", "1", "2", "0.5", "1.75", "2000", "-1")
          : field === "id"
            ? fc.constantFrom(...traceIds)
            : field === "status"
              ? fc.constantFrom("running", "ok", "error")
              : fc.oneof(word, fc.constantFrom("wide", "GENERATION", "TOOL", "1", "2.5", ...texts));
    return fc.record({
      type: fc.constant("compare" as const),
      field: fc.constant(field),
      ...(type === "map" ? { key: fc.constantFrom(...keys) } : {}),
      operator: fc.constant(operator),
      values: operator === "exists" ? fc.constant([]) : fc.array(value, { minLength: 1, maxLength: 2 }),
    });
  });
});

const search = fc.record({
  type: fc.constant("text" as const),
  words: fc.constantFrom(
    "hello",
    "WORLD",
    "hello world",
    "wide world",
    "änderung",
    "it's",
    "100%",
    "!",
    "a_b",
    "absent",
    "本語",
  ),
  phrase: fc.boolean(),
});

export const filters: fc.Arbitrary<Filter> = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    { arbitrary: leaf, weight: 6 },
    { arbitrary: search, weight: 1 },
    {
      arbitrary: fc.record({
        type: fc.constantFrom("and" as const, "or" as const),
        operands: fc.array(tie("filter"), { minLength: 1, maxLength: 3 }),
      }),
      weight: 3,
    },
    { arbitrary: fc.record({ type: fc.constant("not" as const), operand: tie("filter") }), weight: 2 },
  ),
})).filter;
