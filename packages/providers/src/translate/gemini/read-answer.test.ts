import { describe, expect, it } from "vitest";
import {
  collected,
  framesOf,
  hi,
  requestOf,
  textsOfEveryCut,
  translate,
  wholeOf,
} from "../translate.fixture.ts";
import { blocked, response, toolStream } from "./answers.fixture.ts";
import { makeUpId } from "./call-ids.ts";

describe("answers of Gemini", () => {
  it("become chat completions, with thoughts counted as output", () => {
    const translation = translate("gemini", { messages: hi });
    expect(wholeOf(translation, response)).toEqual({
      id: "mAitaLmkHPPlz7IPvtfUqQ4",
      object: "chat.completion",
      created: 1_700_000_000,
      model: "gemini-2.5-flash",
      choices: [
        {
          index: 0,
          message: {
            role: "assistant",
            content: "Explaining how AI works.",
            refusal: null,
            reasoning_content: "**Thinking** about it.",
          },
          logprobs: null,
          finish_reason: "stop",
        },
      ],
      usage: {
        prompt_tokens: 1_000,
        completion_tokens: 100,
        total_tokens: 1_100,
        prompt_tokens_details: { cached_tokens: 800 },
        completion_tokens_details: { reasoning_tokens: 70 },
      },
    });
    expect(translation.whole(Buffer.from(JSON.stringify(response)))?.usage).toEqual({
      input: 1_000,
      output: 100,
      cacheRead: 800,
      reasoning: 70,
      audioInput: 100,
    });
  });

  it("that were blocked say so", () => {
    const body = wholeOf(translate("gemini", { messages: hi }), blocked);
    expect(body?.choices).toMatchObject([
      {
        finish_reason: "content_filter",
        message: { content: "", refusal: expect.stringContaining("PROHIBITED") },
      },
    ]);
  });

  it.each([
    ["MAX_TOKENS", "length"],
    ["SAFETY", "content_filter"],
    ["RECITATION", "content_filter"],
    ["SPII", "content_filter"],
  ])("that stop with %s finish with %s", (finishReason, finish) => {
    const [candidate] = response.candidates;
    const body = wholeOf(translate("gemini", { messages: hi }), {
      ...response,
      candidates: [{ ...candidate, finishReason }],
    });
    expect(body?.choices).toMatchObject([{ finish_reason: finish }]);
  });

  it("that are spoiled are told as errors", () => {
    const spoiled = { candidates: [{ finishReason: "MALFORMED_FUNCTION_CALL", finishMessage: "Bad call." }] };
    expect(wholeOf(translate("gemini", { messages: hi }), spoiled)).toMatchObject({
      error: { message: "Gemini stopped with MALFORMED_FUNCTION_CALL. Bad call.", type: "api_error" },
    });
    expect(wholeOf(translate("gemini", { messages: hi }), { candidates: [{ content: {} }] })).toBeNull();
  });
});

describe("streams of Gemini", () => {
  const make = (): ReturnType<typeof translate> =>
    translate("gemini", { messages: hi }, { stream: true, wantsUsage: true });

  it("become chunks, with ids for calls that have none", () => {
    const frames = framesOf(make(), toolStream);
    expect(collected(frames)).toEqual({
      text: "Let me look 🌦",
      reasoning: "I consider the wéather.",
      toolCalls: [
        { id: makeUpId("req-1", 0), name: "get_weather", arguments: '{"location":"Paris"}' },
        { id: makeUpId("req-1", 1), name: "get_weather", arguments: '{"location":"Rome"}' },
      ],
      finish: "tool_calls",
    });
    expect(JSON.stringify(frames)).toContain('"extra_content":{"google":{"thought_signature":"EpQFCpEF"}}');
    expect(frames.slice(-2)).toEqual([
      expect.objectContaining({
        usage: expect.objectContaining({ prompt_tokens: 61, completion_tokens: 273 }),
      }),
      "[DONE]",
    ]);
  });

  it("are the same however they are cut", () => {
    expect(textsOfEveryCut(make, toolStream).size).toBe(1);
    expect(textsOfEveryCut(make, toolStream.replaceAll("\n", "\r\n")).size).toBe(1);
  });

  it("that break off have no end, and those that fail say why", () => {
    const [first = ""] = toolStream.split("\n\n");
    expect(framesOf(make(), `${first}\n\n`)).not.toContain("[DONE]");
    const error = { error: { code: 503, message: "The model is overloaded.", status: "UNAVAILABLE" } };
    expect(framesOf(make(), `${first}\n\ndata: ${JSON.stringify(error)}\n\n`).at(-1)).toEqual({
      error: { message: "The model is overloaded.", type: "overloaded_error", param: null, code: 503 },
    });
  });
});

describe("embeddings by Gemini", () => {
  it("ask for one or for several, and read both", () => {
    const one = translate(
      "gemini",
      { input: "a", dimensions: 2 },
      { operation: "embeddings" },
      { model: "e" },
    );
    expect(one.path).toBe("/v1beta/models/e:embedContent");
    expect(requestOf(one)).toEqual({
      model: "models/e",
      content: { parts: [{ text: "a" }] },
      outputDimensionality: 2,
    });
    expect(wholeOf(one, { embedding: { values: [0.5, -1] } })).toEqual({
      object: "list",
      data: [{ object: "embedding", index: 0, embedding: [0.5, -1] }],
      model: "e",
    });
    const two = translate(
      "gemini",
      { input: ["a", "b"], encoding_format: "base64" },
      { operation: "embeddings" },
      { model: "e" },
    );
    expect(two.path).toBe("/v1beta/models/e:batchEmbedContents");
    const read = wholeOf(two, { embeddings: [{ values: [1] }, { values: [2] }] });
    expect(read?.data).toMatchObject([{ embedding: "AACAPw==" }, { embedding: "AAAAQA==" }]);
  });

  it("refuse lists of tokens", () => {
    expect(() => translate("gemini", { input: [1, 2] }, { operation: "embeddings" })).toThrow(/"input"/);
  });
});
