import { describe, expect, it } from "vitest";
import {
  pixel,
  requestOf,
  sse,
  streamText,
  textsOfEveryCut,
  translate,
  wholeOf,
} from "../translate.fixture.ts";

const asked = (body: Record<string, unknown>, stream = false): ReturnType<typeof translate> =>
  translate(
    "openai",
    { max_tokens: 100, messages: [{ role: "user", content: "Hi" }], ...body },
    { operation: "messages", stream },
  );

const chunk = (delta: Record<string, unknown>, finish: string | null = null): unknown => ({
  id: "chatcmpl-1",
  object: "chat.completion.chunk",
  created: 1,
  model: "gpt-5",
  choices: [{ index: 0, delta, finish_reason: finish }],
});
const tool = (index: number, more: Record<string, unknown>): unknown =>
  chunk({ tool_calls: [{ index, ...more }] });

/** Of platform.openai.com/docs/api-reference/chat-streaming, with thoughts as vLLM adds them. */
const stream = `${sse(
  chunk({ role: "assistant", content: "" }),
  chunk({ reasoning_content: "Hm, wéather." }),
  chunk({ content: "Let me" }),
  chunk({ content: " look 🌦" }),
  tool(0, { id: "call_a", type: "function", function: { name: "get_weather", arguments: "" } }),
  tool(0, { function: { arguments: '{"location":' } }),
  tool(1, { id: "call_b", type: "function", function: { name: "get_time", arguments: "{}" } }),
  tool(0, { function: { arguments: '"Paris"}' } }),
  chunk({}, "tool_calls"),
  {
    id: "chatcmpl-1",
    object: "chat.completion.chunk",
    choices: [],
    usage: { prompt_tokens: 30, completion_tokens: 7, prompt_tokens_details: { cached_tokens: 10 } },
  },
)}data: [DONE]\n\n`;

function eventsOf(text: string): Record<string, unknown>[] {
  return text
    .split("\n\n")
    .filter((event) => event !== "")
    .map((event) => JSON.parse(event.slice(event.indexOf("data: ") + 6)));
}

describe("Anthropic's messages to OpenAI's dialect", () => {
  it("says the conversation, tools and settings", () => {
    const translation = asked(
      {
        system: [{ type: "text", text: "Be short.", cache_control: { type: "ephemeral" } }],
        messages: [
          {
            role: "user",
            content: [
              { type: "text", text: "See" },
              { type: "image", source: { type: "base64", media_type: "image/png", data: pixel } },
            ],
          },
          {
            role: "assistant",
            content: [
              { type: "thinking", thinking: "Hm", signature: "x" },
              { type: "tool_use", id: "t1", name: "get_weather", input: { a: 1 } },
            ],
          },
          {
            role: "user",
            content: [
              {
                type: "tool_result",
                tool_use_id: "t1",
                content: [{ type: "text", text: "broke" }],
                is_error: true,
              },
              { type: "text", text: "And?" },
            ],
          },
        ],
        tools: [{ name: "get_weather", description: "W", input_schema: { type: "object" } }],
        tool_choice: { type: "any", disable_parallel_tool_use: true },
        stop_sequences: ["X"],
        metadata: { user_id: "u" },
        thinking: { type: "enabled", budget_tokens: 8_000 },
        output_config: { format: { type: "json_schema", schema: { type: "object" } } },
      },
      true,
    );
    expect(translation.path).toBe("/v1/chat/completions");
    expect(requestOf(translation)).toEqual({
      model: "real-model",
      stream: true,
      stream_options: { include_usage: true },
      max_completion_tokens: 100,
      messages: [
        { role: "system", content: "Be short." },
        {
          role: "user",
          content: [
            { type: "text", text: "See" },
            { type: "image_url", image_url: { url: `data:image/png;base64,${pixel}` } },
          ],
        },
        {
          role: "assistant",
          content: null,
          tool_calls: [
            { id: "t1", type: "function", function: { name: "get_weather", arguments: '{"a":1}' } },
          ],
        },
        { role: "tool", tool_call_id: "t1", content: "Error: broke" },
        { role: "user", content: "And?" },
      ],
      tools: [
        {
          type: "function",
          function: { name: "get_weather", description: "W", parameters: { type: "object" } },
        },
      ],
      tool_choice: "required",
      parallel_tool_calls: false,
      stop: ["X"],
      user: "u",
      reasoning_effort: "medium",
      response_format: {
        type: "json_schema",
        json_schema: { name: "answer", strict: true, schema: { type: "object" } },
      },
    });
  });

  it.each<[string, Record<string, unknown>]>([
    ["top_k", { top_k: 5 }],
    ["tools[0].type", { tools: [{ type: "web_search_20250305", name: "web_search" }] }],
    ["mcp_servers", { mcp_servers: [] }],
  ])("refuses what it cannot say, naming %s", (field, body) => {
    expect(() => asked(body)).toThrow(expect.objectContaining({ details: { field } }));
  });

  it("reads whole answers", () => {
    const answer = {
      id: "chatcmpl-9",
      model: "gpt-5",
      choices: [
        {
          message: {
            role: "assistant",
            content: "Hello",
            tool_calls: [{ id: "c", type: "function", function: { name: "f", arguments: '{"a":1}' } }],
          },
          finish_reason: "tool_calls",
        },
      ],
      usage: { prompt_tokens: 30, completion_tokens: 7, prompt_tokens_details: { cached_tokens: 10 } },
    };
    expect(wholeOf(asked({}), answer)).toEqual({
      id: "chatcmpl-9",
      type: "message",
      role: "assistant",
      model: "gpt-5",
      content: [
        { type: "text", text: "Hello", citations: null },
        { type: "tool_use", id: "c", name: "f", input: { a: 1 } },
      ],
      stop_reason: "tool_use",
      stop_sequence: null,
      usage: {
        input_tokens: 20,
        output_tokens: 7,
        cache_read_input_tokens: 10,
        cache_creation_input_tokens: 0,
      },
    });
    expect(wholeOf(asked({}), { hello: 1 })).toBeNull();
  });

  it("reads streams, in which calls of tools may alternate", () => {
    const events = eventsOf(streamText(asked({}, true), [Buffer.from(stream)]));
    expect(
      events.map(({ type, index }) =>
        index === undefined ? type : `${String(type)} ${JSON.stringify(index)}`,
      ),
    ).toEqual([
      "message_start",
      "content_block_start 0",
      "content_block_delta 0",
      "content_block_stop 0",
      "content_block_start 1",
      "content_block_delta 1",
      "content_block_delta 1",
      "content_block_stop 1",
      "content_block_start 2",
      "content_block_delta 2",
      "content_block_start 3",
      "content_block_delta 3",
      "content_block_delta 2",
      "content_block_stop 2",
      "content_block_stop 3",
      "message_delta",
      "message_stop",
    ]);
    expect(events.at(-2)).toEqual({
      type: "message_delta",
      delta: { stop_reason: "tool_use", stop_sequence: null },
      usage: {
        input_tokens: 20,
        output_tokens: 7,
        cache_read_input_tokens: 10,
        cache_creation_input_tokens: 0,
      },
    });
  });

  it("is the same however a stream is cut, and has no end when it breaks off", () => {
    expect(textsOfEveryCut(() => asked({}, true), stream).size).toBe(1);
    const cut = Buffer.from(stream.slice(0, stream.indexOf('"finish_reason":"tool_calls"') - 100));
    expect(streamText(asked({}, true), [cut])).not.toContain("message_stop");
  });

  it("reports an error within a stream", () => {
    const error = { error: { message: "CUDA out of memory", type: "server_error", code: 500 } };
    expect(eventsOf(streamText(asked({}, true), [Buffer.from(sse(error))]))).toEqual([
      { type: "error", error: { type: "server_error", message: "CUDA out of memory", code: "500" } },
    ]);
  });
});
