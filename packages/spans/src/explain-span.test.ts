import { describe, expect, it } from "vitest";
import { codeOf, conventionTable } from "./conventions/table.ts";
import { collectSpans } from "./decoders/collect-spans.ts";
import { decodeOtlpJson } from "./decoders/otlp-json.ts";
import { explainSpan } from "./explain-span.ts";

it("gives every key of the table a code of its own, and one meaning", () => {
  const keys = conventionTable.map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
  expect(new Set(keys.map(codeOf)).size).toBe(keys.length);
});

const attribute = (key: string, value: string | number) => ({
  key,
  value: typeof value === "string" ? { stringValue: value } : { intValue: value },
});

function explain(attributes: Record<string, string | number>, resource: Record<string, string> = {}) {
  const list = (from: Record<string, string | number>) =>
    Object.entries(from).map(([key, value]) => attribute(key, value));
  const span = {
    traceId: "0af7651916cd43dd8448eb211c80319c",
    spanId: "b7ad6b7169203331",
    startTimeUnixNano: "1795261492735374629",
    attributes: list(attributes),
  };
  const body = {
    resourceSpans: [{ resource: { attributes: list(resource) }, scopeSpans: [{ spans: [span] }] }],
  };
  const { spans, parts } = collectSpans((onSpan, onReject) => decodeOtlpJson(body, onSpan, onReject));
  const fields = [...spans, ...parts][0]?.fields;
  const explained = explainSpan(fields?.claimedKeys ?? "", Object.keys(fields?.attributes ?? {}));
  return new Map(explained.map((entry) => [entry.key, entry]));
}

describe("what an SDK sent", () => {
  const explained = explain(
    {
      "gen_ai.operation.name": "chat",
      "gen_ai.usage.input_tokens": 120,
      "llm.token_count.prompt": 119,
      "ai.usage.inputTokens": 120,
      "gen_ai.request.temperature": 1,
      "llm.input_messages.0.message.content": "hi",
      "embedding.vector": "[1]",
      "shop.basket": "7",
      "langfuse.observation.level": "LOUD",
    },
    { "service.name": "shop", "host.name": "h" },
  );

  it.each([
    ["gen_ai.usage.input_tokens", { field: "input tokens", convention: "otel-genai", unit: "tokens" }],
    ["gen_ai.usage.input_tokens", { counts: "inclusive", isKept: false, place: "span" }],
    // Said the same as the key that won.
    ["ai.usage.inputTokens", { field: "input tokens", convention: "ai-sdk" }],
    ["llm.token_count.prompt", { field: null, insteadOf: "input tokens", convention: "openinference" }],
    ["gen_ai.operation.name", { field: "type", isKept: true }],
    ["gen_ai.request.*", { field: "parameters" }],
    ["llm.input_messages.*", { field: "input", unit: "list" }],
    ["embedding.vector", { field: "not stored" }],
    ["shop.basket", { field: null, insteadOf: null, convention: null }],
    ["langfuse.observation.level", { field: null, insteadOf: "level" }],
    ["service.name", { field: "service", place: "resource" }],
    ["host.name", { field: null, place: "resource" }],
  ])("%s", (key, entry) => {
    expect(explained.get(key)).toMatchObject(entry);
  });

  it("passes over codes that it does not know", () => {
    expect(explainSpan("zzzz|zzzz|zzzz|zzzz", [])).toEqual([]);
  });
});
