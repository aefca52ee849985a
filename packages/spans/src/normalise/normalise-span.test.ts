import { describe, expect, it } from "vitest";
import { collectSpans } from "../decoders/collect-spans.ts";
import { decodeOtlpJson } from "../decoders/otlp-json.ts";
import { settleUsage } from "../settle-usage.ts";

const fromJson = (body: unknown) =>
  collectSpans((onSpan, onReject) => decodeOtlpJson(body, onSpan, onReject));

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
  const { spans, parts, rejected } = fromJson(request(spanWith(attributes, more)));
  expect(rejected).toEqual([]);
  const [span] = [...spans, ...parts];
  if (!span) throw new Error("no span came out");
  return span.fields;
}

describe("conventions", () => {
  it("takes the first key of each list that carries a value", () => {
    const fields = fieldsOf({
      "gen_ai.conversation.id": "conversation",
      "langfuse.session.id": "",
      "gen_ai.system": "old",
      "gen_ai.provider.name": "OpenAI",
    });
    expect(fields.sessionId).toBe("conversation");
    expect(fields.provider).toBe("openai");
    expect(fields.attributes).toEqual({ "langfuse.session.id": "", "gen_ai.system": "old" });
  });

  it.each([
    ["chat", "GENERATION"],
    ["generate_content", "GENERATION"],
    ["text_completion", "GENERATION"],
    ["embeddings", "EMBEDDING"],
    ["execute_tool", "TOOL"],
    ["invoke_agent", "AGENT"],
    ["create_agent", "AGENT"],
    ["invoke_workflow", "CHAIN"],
    ["retrieval", "RETRIEVER"],
    ["something_new", "SPAN"],
  ])("operation %s is a %s", (operation, kind) => {
    expect(fieldsOf({ "gen_ai.operation.name": operation }).kind).toBe(kind);
  });

  it("calls a span with a model a generation, and an unknown Langfuse type no reason to fail", () => {
    expect(fieldsOf({ "gen_ai.request.model": "m" }).kind).toBe("GENERATION");
    const fields = fieldsOf({ "langfuse.observation.type": "novelty" });
    expect(fields.kind).toBe("SPAN");
    expect(fields.attributes).toEqual({ "langfuse.observation.type": "novelty" });
  });

  it("accepts messages as JSON text, as a map and as plain text", () => {
    const map = {
      kvlistValue: {
        values: [
          { key: "role", value: { stringValue: "user" } },
          { key: "n", value: { intValue: "1" } },
        ],
      },
    };
    expect(fieldsOf({ "gen_ai.input.messages": map }).input).toBe('{"role":"user","n":1}');
    expect(fieldsOf({ "gen_ai.input.messages": "[broken" }).input).toBe("[broken");
    const broken = fieldsOf({
      "langfuse.observation.usage_details": "{broken",
      "langfuse.observation.cost_details": "[1]",
      "langfuse.observation.model.parameters": "plain",
      "langfuse.observation.completion_start_time": "soon",
      "langfuse.observation.prompt.version": "three",
      "langfuse.observation.level": "LOUD",
    });
    expect(Object.keys(broken.attributes ?? {})).toHaveLength(6);
    expect(broken.usageDetails).toBeUndefined();
  });

  it("reads what only the details event carries", () => {
    const event = {
      name: "gen_ai.client.inference.operation.details",
      attributes: [{ key: "gen_ai.input.messages", value: { stringValue: "[1]" } }],
    };
    expect(fieldsOf({}, { events: [event] }).input).toBe("[1]");
  });

  it("counts cached and reasoning tokens as parts, and says who counted", () => {
    const fields = fieldsOf({
      "gen_ai.usage.input_tokens": { intValue: "120" },
      "gen_ai.usage.output_tokens": { intValue: 40 },
      "gen_ai.usage.cache_creation.input_tokens": { intValue: 10 },
      "gen_ai.usage.cache_read.input_tokens": { intValue: 64 },
      "gen_ai.usage.reasoning.output_tokens": { intValue: 16 },
    });
    expect(fields.usageConvention).toBe("inclusive");
    expect(fields.usageSource).toBe("provider");
    expect(settleUsage(fields.usageDetails, fields.usageConvention)).toEqual({
      inputTokens: 120,
      outputTokens: 40,
      totalTokens: 160,
      cacheReadTokens: 64,
      cacheWrite5mTokens: 10,
      reasoningTokens: 16,
    });
  });

  it("reads failure from status, exception and error.type, and only from failed spans", () => {
    const exception = {
      name: "exception",
      attributes: [{ key: "exception.message", value: { stringValue: "429 slow down" } }],
    };
    const failed = fieldsOf({}, { status: { code: 2 }, events: [exception] });
    expect(failed).toMatchObject({
      level: "ERROR",
      statusMessage: "429 slow down",
      errorClass: "rate_limit",
    });
    expect(failed.attributes?.["otel.events"]).toContain("exception.message");
    const typed = fieldsOf({ "error.type": "APITimeoutError" }, { status: { code: 2, message: "x" } });
    expect(typed).toMatchObject({ statusMessage: "x", errorClass: "timeout" });
    expect(fieldsOf({ "error.type": "timeout" }).errorClass).toBeUndefined();
  });

  it("prefers the span's environment to the resource's, and names the resource's leftovers", () => {
    const resource = {
      attributes: [
        { key: "deployment.environment", value: { stringValue: "old" } },
        { key: "deployment.environment.name", value: { stringValue: "Prod EU" } },
        { key: "service.version", value: { stringValue: "1.4" } },
        { key: "host.name", value: { stringValue: "h" } },
      ],
    };
    const body = (attributes: Record<string, unknown>) => ({
      resourceSpans: [{ resource, scopeSpans: [{ spans: [spanWith(attributes)] }] }],
    });
    const [plain] = fromJson(body({})).spans;
    expect(plain?.fields).toMatchObject({ environment: "prod-eu", release: "1.4" });
    expect(plain?.fields.attributes).toEqual({
      "deployment.environment.name": "Prod EU",
      "resource.deployment.environment": "old",
      "resource.host.name": "h",
    });
    const [own] = fromJson(body({ "langfuse.environment": "staging" })).spans;
    expect(own?.fields.environment).toBe("staging");
  });

  it("gathers request parameters and times the first token from the start", () => {
    const fields = fieldsOf({
      "gen_ai.request.model": "m",
      "gen_ai.request.temperature": { doubleValue: 0.2 },
      "gen_ai.request.stop_sequences": { arrayValue: { values: [{ stringValue: "a" }] } },
      "gen_ai.response.time_to_first_chunk": { doubleValue: 0.25 },
    });
    expect(fields.modelParameters).toBe('{"temperature":0.2,"stop_sequences":["a"]}');
    expect(fields.completionStartTimeUs).toBe((fields.startTimeUs ?? 0) + 250_000);
  });
});
