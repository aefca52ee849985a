import { describe, expect, it } from "vitest";
import { fieldsOf, startUs } from "../otlp.test-data.ts";
import { settleUsage } from "../settle-usage.ts";

describe("messages that are spread over many keys", () => {
  it("OpenLLMetry, first form", () => {
    const fields = fieldsOf({
      "llm.request.type": "chat",
      "gen_ai.prompt.0.role": "system",
      "gen_ai.prompt.0.content": "Be brief.",
      "gen_ai.prompt.1.role": "user",
      "gen_ai.prompt.1.content": "Rain?",
      "gen_ai.completion.0.role": "assistant",
      "gen_ai.completion.0.finish_reason": "tool_call",
      "gen_ai.completion.0.tool_calls.0.id": "c1",
      "gen_ai.completion.0.tool_calls.0.name": "weather",
      "gen_ai.completion.0.tool_calls.0.arguments": '{"city":"Bern"}',
      "llm.request.functions.0.name": "weather",
      "llm.request.functions.0.parameters": '{"type":"object"}',
      "llm.usage.total_tokens": { intValue: 160 },
      "gen_ai.usage.prompt_tokens": { intValue: 120 },
      "gen_ai.usage.completion_tokens": { intValue: 40 },
      "traceloop.association.properties.feature": "chat",
    });
    expect(JSON.parse(fields.input ?? "")).toEqual([
      { role: "system", content: "Be brief." },
      { role: "user", content: "Rain?" },
    ]);
    expect(JSON.parse(fields.output ?? "")).toEqual([
      {
        role: "assistant",
        finish_reason: "tool_call",
        tool_calls: [{ id: "c1", name: "weather", arguments: '{"city":"Bern"}' }],
      },
    ]);
    expect(JSON.parse(fields.toolDefinitions ?? "")).toEqual([
      { name: "weather", parameters: { type: "object" } },
    ]);
    expect(fields).toMatchObject({ kind: "GENERATION", feature: "chat" });
    expect(Object.keys(fields.attributes ?? {})).toEqual(["llm.request.type"]);
  });

  it("OpenInference, with parts, calls and tools", () => {
    const fields = fieldsOf({
      "openinference.span.kind": "LLM",
      "llm.input_messages.10.message.role": "user",
      "llm.input_messages.10.message.contents.0.message_content.type": "text",
      "llm.input_messages.10.message.contents.0.message_content.text": "What is it?",
      "llm.input_messages.10.message.contents.1.message_content.type": "image",
      "llm.input_messages.10.message.contents.1.message_content.image.image.url": "https://x/y.png",
      "llm.input_messages.2.message.role": "system",
      "llm.output_messages.0.message.tool_calls.0.tool_call.function.name": "look",
      "llm.output_messages.0.message.tool_calls.0.tool_call.id": "c1",
      "llm.tools.0.tool.json_schema": '{"type":"function","function":{"name":"look"}}',
      "input.value": "whole request",
      "tag.tags": { arrayValue: { values: [{ stringValue: "x" }] } },
      metadata: '{"feature":"search","n":1}',
      "llm.cost.total": { doubleValue: 0.25 },
      "llm.token_count.prompt_details.audio": { intValue: 3 },
      "llm.token_count.prompt": { intValue: 10 },
    });
    expect(JSON.parse(fields.input ?? "")).toEqual([
      { role: "system" },
      {
        role: "user",
        content: [
          { type: "text", text: "What is it?" },
          { type: "image", image: { url: "https://x/y.png" } },
        ],
      },
    ]);
    expect(JSON.parse(fields.output ?? "")).toEqual([
      { tool_calls: [{ function: { name: "look" }, id: "c1" }] },
    ]);
    expect(JSON.parse(fields.toolDefinitions ?? "")).toEqual([
      { type: "function", function: { name: "look" } },
    ]);
    expect(fields).toMatchObject({
      tags: ["x"],
      feature: "search",
      metadata: { feature: "search", n: "1" },
      givenCost: { total: "0.25" },
    });
    expect(fields.attributes).toMatchObject({ "input.value": "whole request" });
    expect(settleUsage(fields.usageDetails, fields.usageConvention).inputAudioTokens).toBe(3);
  });

  it("keeps entries of a list that lost, and a template that is no list", () => {
    const fields = fieldsOf({
      "gen_ai.input.messages": "[]x",
      "gen_ai.prompt.0.content": "old",
      "gen_ai.prompt.template": "Hello {name}",
    });
    expect(fields.input).toBe("[]x");
    expect(fields.attributes).toMatchObject({
      "gen_ai.prompt.0.content": "old",
      "gen_ai.prompt.template": "Hello {name}",
    });
  });

  it("span events: of one message each, and of the first conventions", () => {
    const event = (name: string, attributes: Record<string, string>, timeUnixNano: string) => ({
      name,
      timeUnixNano,
      attributes: Object.entries(attributes).map(([key, value]) => ({ key, value: { stringValue: value } })),
    });
    const messages = fieldsOf(
      { "gen_ai.operation.name": "chat" },
      {
        events: [
          event(
            "gen_ai.choice",
            { "gen_ai.event.content": '{"index":0,"message":{"content":"Yes"}}' },
            "3000",
          ),
          event("gen_ai.user.message", { content: "Rain?" }, "2000"),
          event("gen_ai.system.message", { "gen_ai.event.content": '{"content":"Be brief."}' }, "1000"),
          event("retry", { n: "1" }, "1500"),
        ],
      },
    );
    expect(JSON.parse(messages.input ?? "")).toEqual([
      { role: "system", content: "Be brief." },
      { role: "user", content: "Rain?" },
    ]);
    expect(JSON.parse(messages.output ?? "")).toEqual([{ role: "assistant", content: "Yes", index: 0 }]);
    expect(messages.attributes?.["otel.events"]).toMatch(/^\[\{"name":"retry"[^[]*\]$/);
    const old = fieldsOf(
      { "gen_ai.operation.name": "chat" },
      {
        events: [
          event("gen_ai.content.prompt", { "gen_ai.prompt": "in" }, "1000"),
          event("gen_ai.content.completion", { "gen_ai.completion": "out" }, "2000"),
        ],
      },
    );
    expect(old).toMatchObject({ input: "in", output: "out" });
  });
});

describe("dialects without a capture", () => {
  it("LangSmith: its kind goes before the operation, which calls prompts chats", () => {
    const fields = fieldsOf({
      "langsmith.span.kind": "prompt",
      "gen_ai.operation.name": "chat",
      "gen_ai.request.model": "m",
      "gen_ai.prompt": '{"q":1}',
      "gen_ai.completion": '{"a":1}',
      "langsmith.span.tags": "a, b",
      "langsmith.metadata.session_id": "s",
      "langsmith.metadata.feature": "chat",
      "langsmith.metadata.ls_provider": "openai",
    });
    expect(fields).toMatchObject({
      kind: "CHAIN",
      input: '{"q":1}',
      output: '{"a":1}',
      tags: ["a", "b"],
      sessionId: "s",
      feature: "chat",
      provider: "openai",
    });
    const call = fieldsOf(
      {
        "langsmith.span.kind": "llm",
        "langsmith.usage_metadata":
          '{"input_tokens":120,"output_tokens":40,"total_tokens":160,"input_token_details":{"cache_read":64,"ephemeral_1h_input_tokens":6},"output_token_details":{"reasoning":16}}',
      },
      { events: [{ name: "new_token", timeUnixNano: "1795261492735974629" }] },
    );
    expect(settleUsage(call.usageDetails, call.usageConvention)).toEqual({
      inputTokens: 120,
      outputTokens: 40,
      totalTokens: 160,
      cacheReadTokens: 64,
      cacheWrite1hTokens: 6,
      reasoningTokens: 16,
    });
    expect(call.completionStartTimeUs).toBe(startUs + 600);
  });

  it("MLflow: texts are written as JSON", () => {
    const fields = fieldsOf({
      "mlflow.spanType": '"CHAT_MODEL"',
      "mlflow.llm.model": '"gpt-4o"',
      "mlflow.llm.provider": '"openai"',
      "mlflow.spanInputs": '{"q":1}',
      "mlflow.spanOutputs": '"yes"',
      "mlflow.trace.session": '"s"',
      "mlflow.trace.user": "u",
      "mlflow.chat.tokenUsage": '{"input_tokens":10,"output_tokens":5,"total_tokens":15}',
      "mlflow.llm.cost": '{"input_cost":0.1,"output_cost":0.2,"total_cost":0.3}',
      "mlflow.linkedPrompts": '[{"name":"weather","version":"3"}]',
    });
    expect(fields).toMatchObject({
      kind: "GENERATION",
      modelUsed: "gpt-4o",
      provider: "openai",
      input: '{"q":1}',
      output: '"yes"',
      sessionId: "s",
      userId: "u",
      usageDetails: { input_tokens: 10, output_tokens: 5, total_tokens: 15 },
      givenCost: { input: "0.1", output: "0.2", total: "0.3" },
      promptName: "weather",
      promptVersion: 3,
    });
  });

  it.each([
    [
      "Genkit",
      { "genkit:metadata:subtype": "model", "genkit:input": "i", "genkit:output": "o" },
      "GENERATION",
    ],
    [
      "Genkit flow",
      { "genkit:metadata:subtype": "flow", "genkit:input": "i", "genkit:output": "o" },
      "CHAIN",
    ],
    [
      "Google ADK",
      {
        "gen_ai.operation.name": "chat",
        "gcp.vertex.agent.llm_request": "i",
        "gcp.vertex.agent.llm_response": "o",
      },
      "GENERATION",
    ],
    [
      "Pydantic AI run",
      { "gen_ai.request.model": "m", "pydantic_ai.all_messages": "i", final_result: "o" },
      "AGENT",
    ],
    [
      "Traceloop workflow",
      { "traceloop.span.kind": "workflow", "traceloop.entity.input": "i", "traceloop.entity.output": "o" },
      "CHAIN",
    ],
    [
      "OpenLIT vector store",
      { "gen_ai.operation.name": "vectordb", "input.value": "i", "output.value": "o" },
      "RETRIEVER",
    ],
    [
      "unknown operation",
      {
        "gen_ai.operation.name": "new_one",
        "gen_ai.request.model": "m",
        "input.value": "i",
        "output.value": "o",
      },
      "SPAN",
    ],
  ])("%s", (_name, attributes, kind) => {
    expect(fieldsOf(attributes)).toMatchObject({ kind, input: "i", output: "o" });
  });

  it.each([
    [9, undefined],
    [5, "DEBUG"],
    [13, "WARNING"],
    [17, "ERROR"],
  ])("Logfire's level %i is %s", (severity, level) => {
    expect(fieldsOf({ "logfire.level_num": { intValue: severity } }).level).toBe(level);
  });

  it("cache writes by lifetime, from single keys and from Anthropic's own usage", () => {
    const usage = {
      "gen_ai.usage.input_tokens": { intValue: 100 },
      "gen_ai.usage.output_tokens": { intValue: 9 },
    };
    const single = fieldsOf({
      ...usage,
      "gen_ai.usage.cache_creation.input_tokens": { intValue: 30 },
      "gen_ai.usage.cache_creation.ephemeral_5m_input_tokens": { intValue: 10 },
      "gen_ai.usage.cache_creation.ephemeral_1h_input_tokens": { intValue: 20 },
    });
    const lifetimes = { ephemeral_5m_input_tokens: 10, ephemeral_1h_input_tokens: 20 };
    const nested = fieldsOf({
      ...usage,
      "ai.response.providerMetadata": JSON.stringify({ anthropic: { usage: { cache_creation: lifetimes } } }),
    });
    for (const fields of [single, nested]) {
      expect(settleUsage(fields.usageDetails, fields.usageConvention)).toMatchObject({
        inputTokens: 100,
        cacheWrite5mTokens: 10,
        cacheWrite1hTokens: 20,
      });
    }
  });

  it.each([
    ["gen_ai.response.time_to_first_chunk", 0.25],
    ["gen_ai.client.operation.time_to_first_chunk", 0.25],
    ["gen_ai.server.time_to_first_token", 0.25],
    ["ai.response.msToFirstChunk", 250],
  ])("first token from %s", (key, value) => {
    expect(fieldsOf({ [key]: value }).completionStartTimeUs).toBe(startUs + 250_000);
  });

  it("a span without any of it stays a plain span", () => {
    const fields = fieldsOf({ "http.request.method": "GET" });
    expect(fields).toMatchObject({ kind: "SPAN", attributes: { "http.request.method": "GET" } });
    expect(fields.claimedKeys).toBeUndefined();
  });
});
