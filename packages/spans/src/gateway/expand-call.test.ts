import type { GatewayCall } from "@plumbline/contracts/gateway-call";
import { describe, expect, it } from "vitest";
import { expandGatewayCall } from "./expand-call.ts";

const call: GatewayCall = {
  v: 1,
  requestId: "req-1",
  projectId: "p",
  keyId: "k",
  keyName: "web",
  traceId: "0af7651916cd43dd8448eb211c80319c",
  spanId: "b7ad6b7169203331",
  operation: "chat",
  clientDialect: "openai",
  stream: true,
  requestedModel: "gpt",
  provider: "openai",
  model: "gpt-4o",
  poolId: "p/gpt",
  replicaId: "p/gpt/eu",
  priority: "standard",
  startUs: 1_000_000,
  firstTokenUs: 1_200_000,
  endUs: 2_200_000,
  overheadUs: 300,
  status: 200,
  outcome: "ok",
  attempts: [],
  record: "full",
};

function spanOf(given: Partial<GatewayCall>, request = "", response = "") {
  const [event] = expandGatewayCall({ ...call, ...given }, { request, response });
  if (event === undefined) throw new Error("no span");
  return event.fields;
}

const sse = (...events: unknown[]): string =>
  events.map((event) => `data: ${typeof event === "string" ? event : JSON.stringify(event)}\n\n`).join("");

describe("a call", () => {
  it("has no end, no use and a flag while nobody has seen its end", () => {
    const fields = spanOf({ open: true, record: "usage", status: 0 });
    expect(fields.endTimeUs).toBeUndefined();
    expect(fields.usageDetails).toBeUndefined();
    expect(fields).toMatchObject({ level: "WARNING", attributes: { "gateway.outcome": "open" } });
    expect(spanOf({}).endTimeUs).toBe(2_200_000);
  });

  it("counts inclusively, says who counted and how fast it was", () => {
    const fields = spanOf({
      usage: { input: 100, output: 50, cacheRead: 20, reasoning: 10 },
      usageFrom: "upstream",
      responseId: "chatcmpl-1",
    });
    expect(fields).toMatchObject({
      kind: "GENERATION",
      name: "chat gpt",
      startTimeUs: 1_000_000,
      completionStartTimeUs: 1_200_000,
      provider: "openai",
      modelRequested: "gpt",
      modelUsed: "gpt-4o",
      responseId: "chatcmpl-1",
      usageDetails: { input: 100, output: 50, input_cached_tokens: 20, output_reasoning_tokens: 10 },
      usageConvention: "inclusive",
      usageSource: "gateway",
      attributes: {
        "gateway.tokens_per_second": "50",
        "gateway.overhead_ms": "0.3",
        "gateway.pool": "p/gpt",
      },
    });
    expect(fields.level).toBeUndefined();
  });

  it("of which only frames were counted is an estimate of ours; one without counts has none", () => {
    const fields = spanOf({ usage: { output: 3 }, usageFrom: "frames", outcome: "client_closed" });
    expect(fields).toMatchObject({
      level: "WARNING",
      usageDetails: { output: 3 },
      usageSource: "ours",
      attributes: { "gateway.usage": "estimated" },
    });
    expect(fields.errorClass).toBeUndefined();
    expect(spanOf({})).not.toHaveProperty("usageDetails");
  });

  it("that was left before its answer has the length of its prompt; one that went nowhere cost nothing", () => {
    const left = { outcome: "client_closed", usage: { input: 250 }, usageFrom: "estimate" } as const;
    expect(spanOf(left)).toMatchObject({
      usageDetails: { input: 250 },
      usageSource: "ours",
      attributes: { "gateway.usage": "estimated" },
    });
    const unsent = spanOf({ outcome: "client_closed", unsent: true });
    expect(unsent).toMatchObject({
      usageDetails: { input: 0, output: 0 },
      usageSource: "gateway",
      givenCost: { total: "0", unsent: "0" },
      attributes: { "gateway.unsent": "true" },
    });
    // While it waits nobody knows what becomes of it.
    // The operator's own text is no answer to count tokens of; nor is one that a client did not wait for.
    expect(spanOf({ degraded: "handover" }).givenCost).toEqual({ total: "0" });
    expect(spanOf({ outcome: "client_closed" }).givenCost).toEqual({ total: "0" });
    expect(spanOf({})).not.toHaveProperty("givenCost");
    expect(spanOf({ unsent: true, open: true })).not.toHaveProperty("givenCost");
  });

  it("that was cut is a failure, and keeps what came", () => {
    const fields = spanOf(
      { outcome: "cut", errorMessage: "The upstream ended before its end." },
      "",
      `${sse({ choices: [{ index: 0, delta: { content: "Hal" } }] })}data: {"choi`,
    );
    expect(fields).toMatchObject({ level: "ERROR", errorClass: "connection" });
    expect(JSON.parse(fields.output ?? "")).toEqual({ role: "assistant", content: "Hal" });
  });

  it("keeps no text when only usage is recorded", () => {
    const fields = spanOf({ record: "usage" }, '{"messages":[{"role":"user","content":"secret"}]}', "secret");
    expect(JSON.stringify(fields)).not.toContain("secret");
  });

  it("has a child per attempt and one for its wait, under ids that a replay repeats", () => {
    const given: Partial<GatewayCall> = {
      queuedUs: { from: 1_000_000, to: 1_050_000 },
      attempts: [
        {
          spanId: "00000000000000a1",
          replicaId: "p/gpt/eu",
          replicaKind: "azure",
          poolId: "p/gpt",
          model: "gpt-4o",
          startUs: 1_050_000,
          endUs: 1_060_000,
          status: 503,
          outcome: "overloaded",
          message: "full",
        },
      ],
    };
    const expand = () => expandGatewayCall({ ...call, ...given }, { request: "", response: "" });
    const [root, queue, attempt] = expand();
    expect([queue?.fields.name, attempt?.fields.name]).toEqual(["queue", "attempt gpt/eu"]);
    expect(attempt?.fields).toMatchObject({
      parentSpanId: root?.spanId,
      level: "ERROR",
      statusMessage: "full",
    });
    expect(new Set(expand().map(({ spanId }) => spanId)).size).toBe(3);
    expect(expand()).toEqual(expand());
  });
});

describe("texts", () => {
  it("chat: messages, tools and parameters; a stream with tool calls put together", () => {
    const fields = spanOf(
      {},
      JSON.stringify({
        model: "gpt",
        stream: true,
        temperature: 0.2,
        messages: [{ role: "user", content: "Weather?" }],
        tools: [{ type: "function", function: { name: "weather" } }],
      }),
      sse(
        { choices: [{ index: 0, delta: { role: "assistant", content: null, reasoning_content: "hm" } }] },
        {
          choices: [
            {
              index: 0,
              delta: { tool_calls: [{ index: 0, id: "c1", function: { name: "weather", arguments: "" } }] },
            },
          ],
        },
        {
          choices: [{ index: 0, delta: { tool_calls: [{ index: 0, function: { arguments: '{"city":' } }] } }],
        },
        { choices: [{ index: 0, delta: { tool_calls: [{ index: 0, function: { arguments: '"Ulm"}' } }] } }] },
        { choices: [], usage: { prompt_tokens: 1 } },
        "[DONE]",
      ),
    );
    expect(fields).toMatchObject({
      input: '[{"role":"user","content":"Weather?"}]',
      modelParameters: '{"temperature":0.2}',
      toolDefinitions: '[{"type":"function","function":{"name":"weather"}}]',
    });
    expect(JSON.parse(fields.output ?? "")).toEqual({
      role: "assistant",
      content: null,
      reasoning_content: "hm",
      tool_calls: [
        { id: "c1", type: "function", function: { name: "weather", arguments: '{"city":"Ulm"}' } },
      ],
    });
  });

  it("several answers are a list, in the order of their index", () => {
    const fields = spanOf(
      { operation: "completions" },
      '{"prompt":"Say"}',
      sse(
        { choices: [{ index: 1, text: "b" }] },
        { choices: [{ index: 0, text: "a" }] },
        { choices: [{ index: 1, text: "c" }] },
      ),
    );
    expect([fields.input, fields.output]).toEqual(["Say", '["a","bc"]']);
  });

  it("Anthropic: system apart, blocks with their tool input", () => {
    const fields = spanOf(
      { operation: "messages", clientDialect: "anthropic" },
      '{"system":"Be short.","max_tokens":5,"messages":[{"role":"user","content":"Hi"}]}',
      `event: message_start\r\n${sse(
        { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
        { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "Grüß " } },
        { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "Gott" } },
        {
          type: "content_block_start",
          index: 1,
          content_block: { type: "tool_use", id: "t", name: "f", input: {} },
        },
        { type: "content_block_delta", index: 1, delta: { type: "input_json_delta", partial_json: '{"a":' } },
        { type: "content_block_delta", index: 1, delta: { type: "input_json_delta", partial_json: "1}" } },
      ).replaceAll("\n", "\r\n")}`,
    );
    expect(fields).toMatchObject({ systemInstructions: "Be short.", modelParameters: '{"max_tokens":5}' });
    expect(JSON.parse(fields.output ?? "")).toEqual({
      role: "assistant",
      content: [
        { type: "text", text: "Grüß Gott" },
        { type: "tool_use", id: "t", name: "f", input: { a: 1 } },
      ],
    });
  });

  it("responses: the final event, else the text so far", () => {
    const output = [{ type: "message", role: "assistant", content: [{ type: "output_text", text: "Hi" }] }];
    const deltas = sse(
      { type: "response.output_text.delta", delta: "H" },
      { type: "response.output_text.delta", delta: "i" },
    );
    const whole = spanOf(
      { operation: "responses" },
      '{"instructions":"Be short.","input":"Hi"}',
      deltas + sse({ type: "response.completed", response: { output } }),
    );
    expect(whole).toMatchObject({
      input: "Hi",
      systemInstructions: "Be short.",
      output: JSON.stringify(output),
    });
    expect(JSON.parse(spanOf({ operation: "responses" }, "{}", deltas).output ?? "")).toEqual([
      { role: "assistant", content: "Hi" },
    ]);
  });

  it("embeddings keep what was asked and no vectors; a body that is no JSON stays a text", () => {
    const whole = { stream: false, operation: "embeddings" } as const;
    expect(spanOf(whole, '{"input":["a","b"]}', '{"data":[{"embedding":[1,2]}]}')).toMatchObject({
      kind: "EMBEDDING",
      input: '["a","b"]',
    });
    expect(spanOf(whole, "{}", '{"data":[{"embedding":[1,2]}]}')).not.toHaveProperty("output");
    expect(spanOf({ stream: false }, "not json", "<html>")).toMatchObject({
      input: "not json",
      output: "<html>",
    });
  });
});
