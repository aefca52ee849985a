import type { ScoreEvent, SpanPartEvent } from "@plumbline/contracts/events";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeClassicEvent } from "./decode-classic.ts";
import { foldParts } from "./fold.ts";
import { settleUsage } from "./settle-usage.ts";

const nowUs = Date.UTC(2026, 10, 21, 12) * 1000;

function decode(event: unknown): SpanPartEvent | ScoreEvent {
  const result = decodeClassicEvent(event, { nowUs });
  if (!result.ok || !("event" in result)) throw new Error(`refused: ${JSON.stringify(result)}`);
  return result.event;
}

function refusal(event: unknown) {
  const result = decodeClassicEvent(event, { nowUs });
  if (result.ok) throw new Error("the event was accepted");
  return result;
}

const event = (type: string, body: unknown, more: object = {}) => ({
  id: "event-1",
  type,
  timestamp: "2026-11-21T11:44:57.465Z",
  body,
  ...more,
});

function fieldsOf(type: string, body: object) {
  const part = decode(event(type, { id: "x", ...body }));
  if (part.type !== "part") throw new Error("not a part");
  return part.fields;
}

describe("scores", () => {
  const score = (body: object) => event("score-create", { name: "n", traceId: "t", value: 1, ...body });

  it("guesses the data type, spells booleans, and takes the event's id when there is none", () => {
    expect(decode(score({}))).toMatchObject({ score: { id: "event-1", dataType: "NUMERIC", value: 1 } });
    expect(decode(score({ dataType: "BOOLEAN", value: 0 }))).toMatchObject({
      score: { value: 0, stringValue: "False" },
    });
    expect(decode(score({ value: true }))).toMatchObject({
      score: { dataType: "BOOLEAN", stringValue: "True" },
    });
    const text = decode(score({ dataType: "TEXT", value: "fine" }));
    expect(text).toMatchObject({ score: { dataType: "TEXT", stringValue: "fine" } });
    expect(text).not.toHaveProperty("score.value");
  });

  it.each([
    ["body.value", { value: "x", dataType: "NUMERIC" }],
    ["body.value", { value: 2, dataType: "BOOLEAN" }],
    ["body.value", { value: 1, dataType: "CATEGORICAL" }],
    ["body.value", { value: "", dataType: "TEXT" }],
    ["body.value", { value: null }],
    ["body.name", { name: null }],
    ["body.dataType", { dataType: "NUMBER" }],
    ["body.source", { source: "ME" }],
    ["body.traceId", { traceId: null }],
    ["body.traceId", { traceId: null, sessionId: "s", observationId: "o" }],
  ])("names %s as the fault", (field, body) => {
    expect(refusal(score(body)).reason).toContain(field);
  });
});

describe("events", () => {
  it.each([
    ["span-create", "SPAN"],
    ["generation-create", "GENERATION"],
    ["event-create", "EVENT"],
    ["agent-create", "AGENT"],
    ["tool-create", "TOOL"],
    ["chain-create", "CHAIN"],
    ["retriever-create", "RETRIEVER"],
    ["evaluator-create", "EVALUATOR"],
    ["embedding-create", "EMBEDDING"],
    ["guardrail-create", "GUARDRAIL"],
    ["generation-update", "GENERATION"],
    ["span-update", undefined],
    ["observation-update", undefined],
    ["observation-create", "SPAN"],
  ])("%s makes %s", (type, kind) => {
    expect(fieldsOf(type, {}).kind).toBe(kind);
  });

  it("takes a legacy observation's type from its body, and the start from the event on create only", () => {
    expect(fieldsOf("observation-create", { type: "GENERATION" }).kind).toBe("GENERATION");
    expect(fieldsOf("span-create", {}).startTimeUs).toBe(Date.UTC(2026, 10, 21, 11, 44, 57, 465) * 1000);
    expect(fieldsOf("span-update", {}).startTimeUs).toBeUndefined();
  });

  it("makes an observation without a trace a trace of its own", () => {
    expect(decode(event("span-create", { id: "alone" }))).toMatchObject({
      traceId: "alone",
      spanId: "alone",
    });
  });

  it("acknowledges sdk-log without storing it", () => {
    expect(decodeClassicEvent({ id: "1", type: "sdk-log", body: {} }, { nowUs })).toEqual({
      ok: true,
      ignored: "sdk-log",
    });
  });

  it("treats null as not sent, and drops unknown fields", () => {
    const fields = fieldsOf("generation-update", {
      name: null,
      input: null,
      metadata: null,
      novelty: 1,
      usage: null,
    });
    expect(fields).toEqual({ kind: "GENERATION" });
  });

  it("keeps a clock that runs ahead from winning for ever", () => {
    const late = decode(event("span-update", { id: "x" }, { timestamp: "2099-01-01T00:00:00Z" }));
    expect(late.timeUs).toBe(nowUs + 3_600_000_000);
  });

  it.each([
    ["id", { id: null }],
    ["id", { id: "" }],
    ["type", { type: "trace-destroy" }],
    ["timestamp", { timestamp: null }],
    ["timestamp", { timestamp: "yesterday" }],
    ["timestamp", { timestamp: "2026-11-21T11:44:57" }],
    ["timestamp", { timestamp: "2026-02-30T11:44:57Z" }],
    ["timestamp", { timestamp: 1795261492735 }],
    ["body", { body: null }],
    ["body", { body: [] }],
  ])("refuses an envelope whose %s is wrong", (field, more) => {
    const { status, reason } = refusal({ ...event("span-create", { id: "x" }), ...more });
    expect(status).toBe(400);
    expect(reason).toContain(field);
  });

  it.each([
    ["body.id", { id: null }],
    ["body.id", { id: "" }],
    ["body.id", { id: "x".repeat(801) }],
    ["body.id", { id: "a\rb" }],
    ["body.id", { id: 7 }],
    ["body.traceId", { traceId: "" }],
    ["body.name", { name: "x".repeat(1001) }],
    ["body.name", { name: {} }],
    ["body.environment", { environment: "Prod" }],
    ["body.environment", { environment: "" }],
    ["body.environment", { environment: "x".repeat(41) }],
    ["body.level", { level: "error" }],
    ["body.startTime", { startTime: "1999-01-01T00:00:00Z" }],
    ["body.endTime", { endTime: {} }],
    ["body.modelParameters", { modelParameters: "t=1" }],
    ["body.promptVersion", { promptVersion: "3" }],
    ["body.usage", { usage: 3 }],
    ["body.usage.input", { usage: { input: "3" } }],
    ["body.usageDetails.input", { usageDetails: { input: -1 } }],
    ["body.costDetails.total", { costDetails: { total: "x" } }],
  ])("refuses %s when it is wrong, and says so", (field, body) => {
    const { status, reason } = refusal(event("generation-create", { id: "x", ...body }));
    expect(status).toBe(400);
    expect(reason).toContain(field);
  });

  it("refuses wrong fields of a trace", () => {
    for (const body of [{ tags: "a" }, { tags: [1] }, { public: "yes" }, { userId: 5 }]) {
      expect(refusal(event("trace-create", { id: "t", ...body })).reason).toContain(Object.keys(body)[0]);
    }
  });

  it("refuses what is nested beyond the stack", () => {
    const deep = JSON.parse("[".repeat(100_000) + "]".repeat(100_000));
    expect(refusal(event("span-create", { id: "x", input: deep })).code).toBe("event.too_deep");
  });
});

describe("values", () => {
  it("keeps microseconds and offsets of times", () => {
    const fields = fieldsOf("span-create", {
      startTime: "2026-11-21T13:44:57.123456+02:00",
      endTime: "2026-11-21T11:44:58.1234569Z",
    });
    expect(fields.startTimeUs).toBe(1795261497123456);
    expect(fields.endTimeUs).toBe(1795261498123456);
  });

  it("spreads metadata over its keys, and names what is no object", () => {
    expect(fieldsOf("span-create", { metadata: { a: "x", b: { c: 1 }, d: null } }).metadata).toEqual({
      a: "x",
      b: '{"c":1}',
    });
    expect(fieldsOf("span-create", { metadata: [1] }).metadata).toEqual({ metadata: "[1]" });
    expect(fieldsOf("span-create", { metadata: "m" }).metadata).toEqual({ metadata: "m" });
  });

  it("keeps texts plain and writes structures as JSON, without NUL or lone surrogates", () => {
    const fields = fieldsOf("span-create", { input: "a\0\ud800", output: { "k\0": ["v\0", "\\u0000"] } });
    expect(fields.input).toBe("a\uFFFD\uFFFD");
    expect(JSON.parse(fields.output ?? "")).toEqual({ "k\uFFFD": ["v\uFFFD", "\\u0000"] });
  });

  it("reads usage in its five forms", () => {
    const usage = (body: object) => {
      const { usageDetails, usageConvention } = fieldsOf("generation-create", body);
      return settleUsage(usageDetails, usageConvention);
    };
    const plain = { inputTokens: 120, outputTokens: 40, totalTokens: 160 };
    expect(usage({ usage: { input: 120, output: 40, total: 160, unit: "TOKENS" } })).toEqual(plain);
    expect(usage({ usage: { promptTokens: 120, completionTokens: 40 } })).toEqual(plain);
    expect(
      usage({
        usageDetails: {
          prompt_tokens: 120,
          completion_tokens: 40,
          total_tokens: 160,
          prompt_tokens_details: { cached_tokens: 64, audio_tokens: 0 },
          completion_tokens_details: { reasoning_tokens: 16 },
        },
      }),
    ).toEqual({ ...plain, cacheReadTokens: 64, reasoningTokens: 16, inputAudioTokens: 0 });
    expect(
      usage({
        usageDetails: {
          input_tokens: 120,
          output_tokens: 40,
          input_tokens_details: { cached_tokens: 64 },
          output_tokens_details: { reasoning_tokens: 16 },
        },
      }),
    ).toEqual({ ...plain, cacheReadTokens: 64, reasoningTokens: 16 });
    expect(usage({ usage: { input: 120, output: 40, unit: "CHARACTERS" } })).toEqual({});
  });

  it("reads costs as exact decimals, and zero as unknown", () => {
    const cost = (body: object) => fieldsOf("generation-create", body).givenCost;
    expect(cost({ costDetails: { input: 1e-7, total: 0.1 } })).toEqual({ input: "0.0000001", total: "0.1" });
    expect(cost({ usage: { inputCost: 0.5, outputCost: null, totalCost: 0.75 } })).toEqual({
      input: "0.5",
      total: "0.75",
    });
    expect(cost({ costDetails: { total: 0 } })).toBeUndefined();
  });
});

it("leaves prototypes alone, whatever 10,000 keys are called", () => {
  const before = Object.getOwnPropertyNames(Object.prototype).join();
  const names = ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "__defineGetter__"];
  const keys = Array.from({ length: 10_000 }, (_, index) => names[index] ?? `${names[index % 6]}${index}`);
  const json = `{${keys.map((key) => `${JSON.stringify(key)}:1`).join()}}`;
  const body = JSON.parse(`{"id":"x","metadata":${json},"usageDetails":${json},"costDetails":${json}}`);
  const part = decode(event("generation-create", body));
  if (part.type !== "part") throw new Error("not a part");
  const { fields } = foldParts([part, part]);
  expect(Object.keys(fields.metadata ?? {}).sort()).toEqual([...keys].sort());
  expect(Object.keys(part.fields.usageDetails ?? {}).sort()).toEqual([...keys].sort());
  expect(Object.getOwnPropertyNames(Object.prototype).join()).toBe(before);
  expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
});

it("answers any JSON with a result, never with an exception", { timeout: 60_000 }, () => {
  const body = fc.dictionary(
    fc.constantFrom(
      "id",
      "traceId",
      "name",
      "usage",
      "usageDetails",
      "metadata",
      "tags",
      "level",
      "startTime",
    ),
    fc.jsonValue({ maxDepth: 3 }),
  );
  const anyEvent = fc.record({
    id: fc.oneof(fc.string(), fc.jsonValue()),
    type: fc.constantFrom("trace-create", "generation-create", "span-update", "score-create", "sdk-log", "x"),
    timestamp: fc.oneof(fc.constant("2026-11-21T11:44:57.465Z"), fc.jsonValue()),
    body: fc.oneof(body, fc.jsonValue()),
  });
  fc.assert(
    fc.property(fc.oneof(anyEvent, fc.jsonValue()), (input) => {
      const result = decodeClassicEvent(input, { nowUs });
      expect(typeof result.ok).toBe("boolean");
    }),
    { numRuns: 1000 },
  );
});
