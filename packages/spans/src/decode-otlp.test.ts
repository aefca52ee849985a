import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { PlumblineError } from "@plumbline/contracts/errors";
import type { CompleteSpanEvent } from "@plumbline/contracts/events";
import { describe, expect, it } from "vitest";
import { decodeOtlpJson, decodeOtlpProtobuf, type TextSlicer } from "./decode-otlp.ts";
import { collectSpans } from "./decoders/collect-spans.ts";
import { settleUsage, type Usage } from "./settle-usage.ts";

const fixtures = new URL("../fixtures/", import.meta.url);
const expected = JSON.parse(readFileSync(new URL("expected.json", fixtures), "utf8"));

const text: TextSlicer = {
  utf8: (bytes, start, end) => Buffer.from(bytes.buffer, bytes.byteOffset).toString("utf8", start, end),
  hex: (bytes, start, end) => Buffer.from(bytes.buffer, bytes.byteOffset).toString("hex", start, end),
};

const fromJson = (body: unknown) =>
  collectSpans((onSpan, onReject) => decodeOtlpJson(body, onSpan, onReject));
const fromProtobuf = (bytes: Uint8Array) =>
  collectSpans((onSpan, onReject) => decodeOtlpProtobuf(bytes, text, onSpan, onReject));

function fixtureJson(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`${name}.json`, fixtures), "utf8")).requests[0].body;
}

function fixtureBytes(name: string): Uint8Array {
  const bytes = readFileSync(new URL(`${name}.001.bin`, fixtures));
  return bytes[0] === 0x1f ? gunzipSync(bytes) : bytes;
}

const ids = { traceId: "0af7651916cd43dd8448eb211c80319c", spanId: "b7ad6b7169203331" };
const times = { startTimeUnixNano: "1795261492735374629", endTimeUnixNano: "1795261492736374629" };

function request(...spans: unknown[]) {
  return { resourceSpans: [{ scopeSpans: [{ scope: { name: "test" }, spans }] }] };
}

function spanWith(attributes: Record<string, unknown>, more: object = {}) {
  const list = Object.entries(attributes).map(([key, value]) => ({
    key,
    value: typeof value === "string" ? { stringValue: value } : value,
  }));
  return { ...ids, ...times, name: "s", attributes: list, ...more };
}

function fieldsOf(attributes: Record<string, unknown>, more: object = {}) {
  const { spans, rejected } = fromJson(request(spanWith(attributes, more)));
  expect(rejected).toEqual([]);
  const [span] = spans;
  if (!span) throw new Error("no span came out");
  return span.fields;
}

/** Sums over the model calls, as the fixtures' expectations are stated. */
function totals(spans: readonly CompleteSpanEvent[]) {
  const usages = spans
    .filter(({ fields }) => fields.kind === "GENERATION" || fields.kind === "EMBEDDING")
    .filter(({ fields }) => fields.usageDetails !== undefined)
    .map(({ fields }) => settleUsage(fields.usageDetails, fields.usageConvention));
  const sum = (name: keyof Usage) =>
    usages.some((usage) => usage[name] !== undefined)
      ? usages.reduce((total, usage) => total + (usage[name] ?? 0), 0)
      : null;
  return {
    usage_spans: usages.length,
    totals: {
      input_total: sum("inputTokens"),
      output_total: sum("outputTokens"),
      cache_read: sum("cacheReadTokens"),
      reasoning: sum("reasoningTokens"),
    },
  };
}

describe("captures of real clients", () => {
  it.each(["openinference-openai", "traceloop-0.27", "ai-sdk-6"])(
    "%s: totals, from both encodings",
    (name) => {
      const { spans, rejected } = fromProtobuf(fixtureBytes(name));
      expect(rejected).toEqual([]);
      expect(spans).toHaveLength(expected[name].spans);
      expect(totals(spans)).toEqual({
        usage_spans: expected[name].usage_spans,
        totals: expected[name].totals,
      });
      expect(fromJson(fixtureJson(name)).spans).toEqual(spans);
    },
  );

  it("langfuse-otel-v5: totals and every field that Langfuse's SDK fills", () => {
    const { spans, rejected } = fromJson(fixtureJson("langfuse-otel-v5"));
    const facts = expected["langfuse-otel-v5"];
    expect(rejected).toEqual([]);
    expect(spans).toHaveLength(facts.spans);
    expect(totals(spans)).toEqual({ usage_spans: facts.usage_spans, totals: facts.totals });
    const call = spans.find(({ fields }) => fields.name === "llm-call");
    expect(call?.fields).toMatchObject({
      kind: "GENERATION",
      parentSpanId: "640f4d55468e2b81",
      startTimeUs: 1795261492710000,
      endTimeUs: 1795261492732740,
      completionStartTimeUs: 1795261492732000,
      environment: "staging",
      release: "v1.2.3",
      version: "2.0",
      serviceName: "demo-app",
      traceName: "weather-chat",
      userId: "user-42",
      sessionId: "sess-7",
      tags: ["beta", "web"],
      modelUsed: "gpt-4o-mini",
      modelParameters: '{"temperature":0.2,"max_tokens":100}',
      promptName: "weather-prompt",
      promptVersion: 3,
      givenCost: { input: "0.001", output: "0.002", total: "0.003" },
      traceMetadata: { tier: "gold" },
    });
    const kinds = spans.map(({ fields }) => fields.kind);
    expect(kinds).toEqual([
      "SPAN",
      "EVENT",
      "GENERATION",
      "TOOL",
      "RETRIEVER",
      "AGENT",
      "GENERATION",
      "GENERATION",
    ]);
    expect(spans[0]?.fields).toMatchObject({ level: "ERROR", statusMessage: "boom", errorClass: "unknown" });
    expect(spans[5]?.fields.metadata).toEqual({ route: "/chat", nested: '{"a":1}' });
    expect(spans[5]?.fields.traceInput).toBe("weather in Paris?");
  });

  it("keeps no embedding vectors", () => {
    const { spans } = fromProtobuf(fixtureBytes("openinference-openai"));
    expect(JSON.stringify(spans)).not.toContain("embedding.vector");
    expect(JSON.stringify(spans)).toContain("embedding.text");
  });
});

describe("bad spans are refused one by one", () => {
  const good = spanWith({});
  it.each([
    ["span.missing_id", { ...good, traceId: undefined }],
    ["span.missing_id", { ...good, spanId: "" }],
    ["span.zero_id", { ...good, traceId: "0".repeat(32) }],
    ["span.zero_id", { ...good, spanId: "0".repeat(16) }],
    ["span.invalid_trace_id", { ...good, traceId: "abc" }],
    ["span.invalid_trace_id", { ...good, traceId: "z".repeat(32) }],
    ["span.invalid_span_id", { ...good, spanId: `${ids.spanId}00` }],
    ["span.invalid_parent_id", { ...good, parentSpanId: "12" }],
    ["span.invalid_time", { ...good, startTimeUnixNano: undefined }],
    ["span.invalid_time", { ...good, startTimeUnixNano: "soon" }],
    ["span.invalid_time", { ...good, startTimeUnixNano: "1" }],
    ["span.invalid_time", { ...good, endTimeUnixNano: "18446744073709551615" }],
    ["span.not_an_object", "text"],
    ["span.not_an_object", null],
  ])("%s", (code, bad) => {
    const { spans, rejected } = fromJson(request(good, bad, good));
    expect(spans).toHaveLength(2);
    expect(rejected.map((rejection) => rejection.code)).toEqual([code]);
    expect(rejected[0]?.reason).toMatch(/^The /);
  });

  it("reads upper-case ids and a zero parent as no parent", () => {
    const { spans } = fromJson(
      request({ ...good, traceId: ids.traceId.toUpperCase(), parentSpanId: "0".repeat(16) }),
    );
    expect(spans[0]?.traceId).toBe(ids.traceId);
    expect(spans[0]?.fields.parentSpanId).toBeUndefined();
  });

  it("refuses endless nesting, and only that span", () => {
    let deep: object = { stringValue: "x" };
    for (let depth = 0; depth < 200; depth++) deep = { arrayValue: { values: [deep] } };
    const { spans, rejected } = fromJson(request(spanWith({ deep }), good));
    expect(spans).toHaveLength(1);
    expect(rejected[0]?.code).toBe("span.too_deep");
    let deeper: object = {};
    for (let depth = 0; depth < 100_000; depth++) deeper = { arrayValue: { values: [deeper] } };
    expect(fromJson(request(spanWith({ deeper }), good)).spans).toHaveLength(1);
  });

  it("keeps texts that hide deep JSON as they came", () => {
    const hidden = "[".repeat(50_000) + "]".repeat(50_000);
    expect(fieldsOf({ "langfuse.observation.metadata": `{"a":${hidden}}` }).metadata?.["metadata"]).toContain(
      hidden,
    );
    expect(fieldsOf({ "langfuse.trace.tags": hidden }).tags).toEqual([]);
  });

  it("takes a logs export for spans without ids", () => {
    // ResourceLogs > ScopeLogs > LogRecord { time, severity, body, trace_id (9), span_id (10) }
    const record = [
      0x09, 1, 2, 3, 4, 5, 6, 7, 8, 0x10, 9, 0x2a, 4, 0x0a, 2, 0x68, 0x69, 0x4a, 2, 1, 2, 0x52, 1, 1,
    ];
    const scope = [0x12, record.length, ...record];
    const resource = [0x12, scope.length, ...scope];
    const { spans, rejected } = fromProtobuf(Uint8Array.from([0x0a, resource.length, ...resource]));
    expect(spans).toEqual([]);
    expect(rejected.map(({ code }) => code)).toEqual(["span.missing_id"]);
    expect(() => fromJson({ resourceLogs: [] })).toThrow(/export of logs/);
  });

  it("replaces NUL and lone surrogates", () => {
    const fields = fieldsOf({ "a\0b": "c\0d\ud800", "langfuse.observation.input": "x\0" });
    expect(fields.attributes).toEqual({ "a\uFFFDb": "c\uFFFDd\uFFFD" });
    expect(fields.input).toBe("x\uFFFD");
  });
});

describe("broken envelopes", () => {
  it.each([
    ["a text", "hello"],
    ["an array", []],
    ["resourceSpans of another type", { resourceSpans: {} }],
    ["an entry of another type", { resourceSpans: [1] }],
    ["spans of another type", { resourceSpans: [{ scopeSpans: [{ spans: "x" }] }] }],
  ])("JSON: %s", (_what, body) => {
    expect(() => fromJson(body)).toThrow(PlumblineError);
  });

  it.each([
    ["a truncated varint", [0x0a, 0x80]],
    ["a length beyond the end", [0x0a, 5, 1]],
    ["an unknown wire type", [0x0f]],
    ["field number zero", [0x02, 0]],
    ["a varint without end", [0x08, ...Array.from({ length: 11 }, () => 0xff)]],
    ["an open group", [0x0b]],
  ])("protobuf: %s", (_what, bytes) => {
    expect(() => fromProtobuf(Uint8Array.from(bytes))).toThrow(
      expect.objectContaining({ code: "invalid_request" }),
    );
  });

  it("an empty request is fine", () => {
    const nothing = { spans: [], parts: [], scores: [], rejected: [] };
    expect(fromProtobuf(new Uint8Array())).toEqual(nothing);
    expect(fromJson({})).toEqual(nothing);
  });
});

it("bounds what a resource adds to each of its spans", () => {
  const attributes = Array.from({ length: 500 }, (_, index) => ({
    key: `k${index}`,
    value: { stringValue: "v".repeat(1000) },
  }));
  const body = { resourceSpans: [{ resource: { attributes }, scopeSpans: [{ spans: [spanWith({})] }] }] };
  const [span] = fromJson(body).spans;
  expect(JSON.stringify(span).length).toBeLessThan(10_000);
  expect(span?.fields.attributes?.["resource.dropped_attributes"]).toBe("492");
});
