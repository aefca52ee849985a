import { describe, expect, it } from "vitest";
import { fieldsOf, startUs } from "../otlp.test-data.ts";
import { settleUsage } from "../settle-usage.ts";

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

  it("LangSmith: parts of the counts as a map of their own", () => {
    const fields = fieldsOf({
      "langsmith.span.kind": "llm",
      "gen_ai.usage.input_tokens": { intValue: 120 },
      "gen_ai.usage.output_tokens": { intValue: 40 },
      "gen_ai.usage.input_token_details": '{"cache_read":64,"audio":3}',
      "gen_ai.usage.output_token_details": '{"reasoning":16}',
    });
    expect(settleUsage(fields.usageDetails, fields.usageConvention)).toMatchObject({
      inputTokens: 120,
      outputTokens: 40,
      cacheReadTokens: 64,
      inputAudioTokens: 3,
      reasoningTokens: 16,
    });
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

  it("MLflow: the wrapper of OpenAI's client says all of a call in its request and answer", () => {
    const usage = {
      prompt_tokens: 120,
      completion_tokens: 40,
      total_tokens: 160,
      prompt_tokens_details: { cached_tokens: 64 },
      completion_tokens_details: { reasoning_tokens: 16 },
    };
    const fields = fieldsOf({
      "mlflow.spanType": '"LLM"',
      "mlflow.traceRequestId": '"tr-1"',
      "mlflow.message.format": '"openai"',
      "session.id": '"s1"',
      "user.id": '"u1"',
      "mlflow.spanInputs": JSON.stringify({
        model: "gpt-4o-mini",
        messages: [{ role: "user", content: "hello" }],
        tools: [{ type: "function", function: { name: "weather" } }],
        temperature: 0.2,
      }),
      "mlflow.spanOutputs": JSON.stringify({ id: "chatcmpl-1", model: "gpt-4o-mini-2024-07-18", usage }),
      "mlflow.chat.tokenUsage": '{"input_tokens":120,"output_tokens":40,"total_tokens":160}',
    });
    expect(fields).toMatchObject({
      kind: "GENERATION",
      provider: "openai",
      modelRequested: "gpt-4o-mini",
      modelUsed: "gpt-4o-mini-2024-07-18",
      modelParameters: '{"temperature":0.2}',
      responseId: "chatcmpl-1",
      sessionId: "s1",
      userId: "u1",
      usageSource: "provider",
    });
    expect(fields.toolDefinitions).toContain("weather");
    expect(settleUsage(fields.usageDetails, fields.usageConvention)).toMatchObject({
      inputTokens: 120,
      outputTokens: 40,
      cacheReadTokens: 64,
      reasoningTokens: 16,
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
