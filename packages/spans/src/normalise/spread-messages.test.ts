import { describe, expect, it } from "vitest";
import { fieldsOf } from "../otlp.test-data.ts";
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
