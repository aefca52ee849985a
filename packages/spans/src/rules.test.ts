import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { conventionTable, roleOf } from "./conventions/table.ts";
import { decodeClassicEvent } from "./decode-classic.ts";
import { fieldsOf, fromJson, request, spanWith } from "./otlp.test-data.ts";
import { settleUsage } from "./settle-usage.ts";

const count = fc.nat({ max: 100_000 });

/** What a call really used: parts that do not overlap. */
const truth = fc.record({ fresh: count, cacheRead: count, cacheWrite: count, text: count, reasoning: count });
type Truth = typeof truth extends fc.Arbitrary<infer Value> ? Value : never;

const settledTruth = ({ fresh, cacheRead, cacheWrite, text, reasoning }: Truth) => ({
  inputTokens: fresh + cacheRead + cacheWrite,
  outputTokens: text + reasoning,
  totalTokens: fresh + cacheRead + cacheWrite + text + reasoning,
  cacheReadTokens: cacheRead,
  cacheWrite5mTokens: cacheWrite,
  reasoningTokens: reasoning,
});

describe("R2: counts that contain their parts and counts beside them settle to the same", () => {
  const int = (value: number) => ({ intValue: value });

  it("single keys of every convention, which contain them", () => {
    const families = [
      [
        "gen_ai.usage.input_tokens",
        "gen_ai.usage.output_tokens",
        "gen_ai.usage.cache_read.input_tokens",
        "gen_ai.usage.cache_write.input_tokens",
        "gen_ai.usage.reasoning.output_tokens",
      ],
      [
        "gen_ai.usage.prompt_tokens",
        "gen_ai.usage.completion_tokens",
        "gen_ai.usage.cache_read_input_tokens",
        "gen_ai.usage.cache_creation_input_tokens",
        "gen_ai.usage.reasoning_tokens",
      ],
      [
        "llm.token_count.prompt",
        "llm.token_count.completion",
        "llm.token_count.prompt_details.cache_read",
        "llm.token_count.prompt_details.cache_write",
        "llm.token_count.completion_details.reasoning",
      ],
      [
        "ai.usage.inputTokens",
        "ai.usage.outputTokens",
        "ai.usage.inputTokenDetails.cacheReadTokens",
        "ai.usage.inputTokenDetails.cacheWriteTokens",
        "ai.usage.outputTokenDetails.reasoningTokens",
      ],
    ];
    fc.assert(
      fc.property(truth, fc.constantFrom(...families), (used, keys) => {
        const expected = settledTruth(used);
        const [input = "", output = "", read = "", write = "", reasoning = ""] = keys;
        const fields = fieldsOf({
          [input]: int(expected.inputTokens),
          [output]: int(expected.outputTokens),
          [read]: int(used.cacheRead),
          [write]: int(used.cacheWrite),
          [reasoning]: int(used.reasoning),
        });
        expect(fields.usageSource).toBe("provider");
        expect(settleUsage(fields.usageDetails, fields.usageConvention)).toEqual(expected);
      }),
    );
  });

  it("a map of its own with a total, whichever way it counts and whatever it calls its parts", () => {
    const langfuse = ["input", "output", "total", "input_cached_tokens", "input_cache_creation"] as const;
    const anthropic = [
      "input_tokens",
      "output_tokens",
      "total_tokens",
      "cache_read_input_tokens",
      "cache_creation_input_tokens",
    ] as const;
    fc.assert(
      fc.property(
        truth,
        fc.boolean(),
        fc.constantFrom(langfuse, anthropic),
        (used, isInclusive, [input, output, total, read, write]) => {
          const expected = settledTruth(used);
          const details = {
            [input]: isInclusive ? expected.inputTokens : used.fresh,
            [output]: isInclusive ? expected.outputTokens : used.text,
            [total]: expected.totalTokens,
            [read]: used.cacheRead,
            [write]: used.cacheWrite,
            output_reasoning_tokens: used.reasoning,
          };
          const fields = fieldsOf({ "langfuse.observation.usage_details": JSON.stringify(details) });
          expect(settleUsage(fields.usageDetails, fields.usageConvention)).toEqual(expected);
        },
      ),
    );
  });

  it("Anthropic's own names without a total, which stand beside the input", () => {
    fc.assert(
      fc.property(truth, ({ fresh, cacheRead, cacheWrite, text }) => {
        const details = {
          input_tokens: fresh,
          output_tokens: text,
          cache_read_input_tokens: cacheRead,
          cache_creation_input_tokens: cacheWrite,
        };
        const fields = fieldsOf({ "langfuse.observation.usage_details": JSON.stringify(details) });
        expect(settleUsage(fields.usageDetails, fields.usageConvention)).toMatchObject({
          inputTokens: fresh + cacheRead + cacheWrite,
          outputTokens: text,
        });
      }),
    );
  });
});

it("R3: what no key gave stays unknown", () => {
  const keys = {
    "gen_ai.usage.input_tokens": "inputTokens",
    "gen_ai.usage.output_tokens": "outputTokens",
    "gen_ai.usage.cache_read.input_tokens": "cacheReadTokens",
    "gen_ai.usage.cache_write.input_tokens": "cacheWrite5mTokens",
    "gen_ai.usage.reasoning.output_tokens": "reasoningTokens",
    "llm.token_count.prompt_details.audio": "inputAudioTokens",
  } as const;
  fc.assert(
    fc.property(fc.subarray(Object.keys(keys) as (keyof typeof keys)[]), count, (given, value) => {
      const fields = fieldsOf(Object.fromEntries(given.map((key) => [key, { intValue: value }])));
      const { totalTokens, ...settled } = settleUsage(fields.usageDetails, fields.usageConvention);
      expect(Object.keys(settled).sort()).toEqual(given.map((key) => keys[key]).sort());
      expect(totalTokens === undefined).toBe(
        !(given.includes("gen_ai.usage.input_tokens") && given.includes("gen_ai.usage.output_tokens")),
      );
      expect(fields.usageSource).toBe(given.length > 0 ? "provider" : undefined);
      const cost = fieldsOf({ "gen_ai.usage.cost": 0, "llm.cost.total": { intValue: 0 } });
      expect(cost.givenCost).toBeUndefined();
    }),
  );
});

it("R4: a pending span is never a span of its own", () => {
  const hexId = fc.constantFrom("aaaaaaaaaaaaaaaa", "0000000000000000", "bbbbbbbbbbbbbbbb", "not an id");
  fc.assert(
    fc.property(hexId, fc.constantFrom("cccccccccccccccc", "dddddddddddddddd"), (grandparent, parent) => {
      const attributes = { "logfire.span_type": "pending_span", "logfire.pending_parent_id": grandparent };
      const { spans, parts } = fromJson(request(spanWith(attributes, { parentSpanId: parent })));
      expect(spans).toEqual([]);
      expect(parts.map(({ spanId }) => spanId)).toEqual([parent]);
      const isId = /^[ab]{16}$/.test(grandparent);
      expect(parts[0]?.fields.parentSpanId).toBe(isId ? grandparent : undefined);
    }),
  );
});

it("R5: of a classic body only fields of the protocol are stored", () => {
  const secret = "sk-lf-secret-of-somebody";
  const known = new Set(["id", "name", "input", "output", "metadata", "tags", "userId", "sessionId", "type"]);
  const names = fc.string({ minLength: 1, maxLength: 12 }).filter((name) => !known.has(name));
  const hostile = fc.oneof(names, fc.constantFrom("clientInitParams", "__proto__", "constructor"));
  fc.assert(
    fc.property(
      fc.array(hostile, { maxLength: 6 }),
      fc.constantFrom("trace-create", "span-create"),
      (extra, type) => {
        const body = Object.fromEntries([
          ["id", "x"],
          ["name", "n"],
          ...extra.map((name) => [name, { secretKey: secret }]),
        ]);
        const event = { id: "e", type, timestamp: "2026-11-21T10:00:00.000Z", body };
        const result = decodeClassicEvent(event, { nowUs: 1_795_261_492_735_374 });
        if (result.ok) expect(JSON.stringify(result)).not.toContain(secret);
      },
    ),
  );
});

it("R6: a failure is what level or status says, whatever the other one says", () => {
  const given = fc.record({
    level: fc.constantFrom("", "ERROR", "DEFAULT", "WARNING"),
    code: fc.constantFrom(0, 1, 2),
  });
  fc.assert(
    fc.property(given, ({ level, code }) => {
      const fields = fieldsOf({ "langfuse.observation.level": level }, { status: { code } });
      expect(fields.level).toBe(level === "" ? (code === 2 ? "ERROR" : undefined) : level);
      expect(fields.errorClass === undefined).toBe(fields.level !== "ERROR");
    }),
  );
});

const anyValue = fc.oneof(
  fc.string({ maxLength: 20 }).map((stringValue) => ({ stringValue })),
  fc
    .constantFrom("{", "[", '{"a":', "[[[", '"', "null", "[1,2]", '{"role":1}', "-1", "NaN")
    .map((stringValue) => ({ stringValue })),
  fc.integer().map((intValue) => ({ intValue })),
  fc.double().map((doubleValue) => ({ doubleValue })),
  fc.boolean().map((boolValue) => ({ boolValue })),
  fc.constant({ kvlistValue: { values: [{ key: "a", value: { intValue: 1 } }] } }),
  fc.constant({ arrayValue: { values: [{ stringValue: "x" }, {}] } }),
  fc.constant({}),
);
const indexes = fc.constantFrom(
  "0",
  "7.message.content",
  "0.a.b.c.d.e.f.g.h.i.j.k.l.m.n",
  "4294967295.role",
  "0.__proto__",
  "1.",
);
const tableKey = fc
  .tuple(
    fc.constantFrom(...conventionTable.filter(({ unit }) => unit !== "event").map(({ key }) => key)),
    indexes,
  )
  .map(([key, index]) => key.replace("*", index));

describe("R7: no value of any known key fails its span", () => {
  const attributes = fc.uniqueArray(fc.record({ key: tableKey, value: anyValue }), {
    selector: ({ key }) => key,
    maxLength: 12,
  });

  it("and every key is either a field, an attribute, or both", () => {
    fc.assert(
      fc.property(attributes, (list) => {
        const span = { ...spanWith({}), attributes: list, parentSpanId: "" };
        const { spans, parts, rejected } = fromJson(request(span));
        expect(rejected).toEqual([]);
        const [event] = [...spans, ...parts];
        const { claimedKeys = "", attributes: kept = {} } = event?.fields ?? {};
        for (const { key } of list) {
          const isField = claimedKeys.includes(roleOf(key)?.code ?? "none");
          expect([key, isField || Object.hasOwn(kept, key)]).toEqual([key, true]);
        }
      }),
      { numRuns: 500 },
    );
  });
});
