import { describe, expect, it } from "vitest";
import { collected, framesOf, hi, textsOfEveryCut, translate, wholeOf } from "../translate.fixture.ts";
import { message, overloadedStream, toolStream, toolUseMessage } from "./answers.fixture.ts";

describe("answers of Anthropic", () => {
  it("become chat completions, with tokens of caches among the input", () => {
    const translation = translate("anthropic", { messages: hi });
    expect(wholeOf(translation, message)).toEqual({
      id: message.id,
      object: "chat.completion",
      created: 1_700_000_000,
      model: "claude-sonnet-4-6",
      choices: [
        {
          index: 0,
          message: {
            role: "assistant",
            content: "Hello! How are you?",
            refusal: null,
            reasoning_content: "The user greets me.",
          },
          logprobs: null,
          finish_reason: "stop",
        },
      ],
      usage: {
        prompt_tokens: 150,
        completion_tokens: 12,
        total_tokens: 162,
        prompt_tokens_details: { cached_tokens: 100 },
        completion_tokens_details: { reasoning_tokens: 5 },
      },
    });
    expect(translation.whole(Buffer.from(JSON.stringify(message)))?.usage).toEqual({
      input: 150,
      output: 12,
      cacheRead: 100,
      cacheWrite5m: 10,
      cacheWrite1h: 20,
      reasoning: 5,
    });
  });

  it("become tool calls", () => {
    const body = wholeOf(translate("anthropic", { messages: hi }), toolUseMessage);
    expect(body?.choices).toMatchObject([
      {
        finish_reason: "tool_calls",
        message: {
          content: "I'll look it up.",
          tool_calls: [
            {
              id: "toolu_01A09q90qw90lq917835lq9",
              type: "function",
              function: { name: "get_weather", arguments: '{"location":"Paris"}' },
            },
          ],
        },
      },
    ]);
  });

  it.each([
    ["max_tokens", "length"],
    ["model_context_window_exceeded", "length"],
    ["stop_sequence", "stop"],
    ["pause_turn", "stop"],
    ["refusal", "content_filter"],
  ])("that stop with %s finish with %s", (reason, finish) => {
    const body = wholeOf(translate("anthropic", { messages: hi }), { ...message, stop_reason: reason });
    expect(body?.choices).toMatchObject([{ finish_reason: finish }]);
  });

  it("that are none are not taken for one", () => {
    const translation = translate("anthropic", { messages: hi });
    expect(translation.whole(Buffer.from("<html>"))).toBeNull();
    expect(wholeOf(translation, { hello: 1 })).toBeNull();
  });
});

describe("streams of Anthropic", () => {
  const make = (wantsUsage = true): ReturnType<typeof translate> =>
    translate("anthropic", { messages: hi }, { stream: true, wantsUsage });

  it("become chunks: thoughts, text, fragments of arguments, usage, end", () => {
    const frames = framesOf(make(), toolStream);
    expect(frames[0]).toEqual({
      id: "msg_014p7gG3wDgGV9EUtLvnow3U",
      object: "chat.completion.chunk",
      created: 1_700_000_000,
      model: "claude-opus-4-6",
      choices: [
        {
          index: 0,
          delta: { role: "assistant", reasoning_content: "They want wéather." },
          logprobs: null,
          finish_reason: null,
        },
      ],
    });
    expect(collected(frames)).toEqual({
      text: "Okay, let's check 🌦",
      reasoning: "They want wéather.",
      toolCalls: [
        {
          id: "toolu_01T1x1fJ34qAmk2tNTrN7Up6",
          name: "get_weather",
          arguments: '{"location": "San Francisco"}',
        },
        { id: "toolu_02", name: "get_time", arguments: "{}" },
      ],
      finish: "tool_calls",
    });
    expect(frames.slice(-2)).toEqual([
      expect.objectContaining({
        choices: [],
        usage: {
          prompt_tokens: 500,
          completion_tokens: 89,
          total_tokens: 589,
          prompt_tokens_details: { cached_tokens: 28 },
        },
      }),
      "[DONE]",
    ]);
    expect(framesOf(make(false), toolStream)).toHaveLength(frames.length - 1);
  });

  it("are the same however they are cut", () => {
    expect(textsOfEveryCut(make, toolStream).size).toBe(1);
    expect(textsOfEveryCut(make, toolStream.replaceAll("\n", "\r\n")).size).toBe(1);
  });

  it("bear an error that is reported within, and no end", () => {
    const frames = framesOf(make(), overloadedStream);
    expect(frames.at(-1)).toEqual({
      error: { message: "Overloaded", type: "overloaded_error", param: null, code: "overloaded_error" },
    });
  });

  it("that stop early have no end", () => {
    const cut = toolStream.slice(0, toolStream.indexOf("event: message_delta"));
    expect(framesOf(make(), cut)).not.toContain("[DONE]");
  });
});
