import { describe, expect, it } from "vitest";
import {
  collected,
  framesOf,
  hi,
  namedSse,
  pixel,
  requestOf,
  textsOfEveryCut,
  toolTurn,
  translate,
  weatherTool,
  wholeOf,
} from "../translate.fixture.ts";

const asked = (body: Record<string, unknown>): Record<string, unknown> =>
  requestOf(translate("cohere", { messages: hi, ...body }));

/** Of docs.cohere.com/reference/chat. */
const answer = {
  id: "c14c80c3-18eb-4519-9460-6c92edd8cfb4",
  finish_reason: "COMPLETE",
  message: {
    role: "assistant",
    content: [
      { type: "thinking", thinking: "Short." },
      { type: "text", text: "LLMs stand for Large Language Models." },
    ],
  },
  usage: {
    billed_units: { input_tokens: 5, output_tokens: 418 },
    tokens: { input_tokens: 71, output_tokens: 418 },
    cached_tokens: 4,
  },
};

/** Of docs.cohere.com/docs/tool-use-streaming. */
const toolStream = namedSse(
  {
    type: "message-start",
    id: "ebf91e0c",
    delta: { message: { role: "assistant", content: [], tool_plan: "" } },
  },
  { type: "tool-plan-delta", delta: { message: { tool_plan: "I will look up the wéather" } } },
  { type: "tool-plan-delta", delta: { message: { tool_plan: " in Paris. 🌦" } } },
  {
    type: "tool-call-start",
    index: 0,
    delta: {
      message: {
        tool_calls: {
          id: "get_weather_nsz5",
          type: "function",
          function: { name: "get_weather", arguments: "" },
        },
      },
    },
  },
  {
    type: "tool-call-delta",
    index: 0,
    delta: { message: { tool_calls: { function: { arguments: '{"location":' } } } },
  },
  {
    type: "tool-call-delta",
    index: 0,
    delta: { message: { tool_calls: { function: { arguments: '"Paris"}' } } } },
  },
  { type: "tool-call-end", index: 0 },
  {
    type: "message-end",
    delta: {
      finish_reason: "TOOL_CALL",
      usage: {
        billed_units: { input_tokens: 37, output_tokens: 28 },
        tokens: { input_tokens: 913, output_tokens: 83 },
      },
    },
  },
);

const text = (content: string): Record<string, unknown> => ({
  delta: { message: { content: { text: content } } },
});

/** Of docs.cohere.com/v2/docs/streaming. */
const textStream = `${namedSse(
  { type: "message-start", id: "a", delta: { message: { role: "assistant" } } },
  { type: "content-start", index: 0, delta: { message: { content: { type: "text", text: "" } } } },
  { type: "content-delta", index: 0, ...text("A large") },
  { type: "content-delta", index: 0, ...text(" model.") },
  { type: "content-end", index: 0 },
  { type: "message-end", delta: { finish_reason: "MAX_TOKENS" } },
)}data: [DONE]\n\n`;

describe("requests to Cohere", () => {
  it("say messages, tools and settings in its words", () => {
    const translation = translate("cohere", {
      messages: [
        { role: "developer", content: "Be short." },
        {
          role: "user",
          content: [
            { type: "text", text: "See" },
            { type: "image_url", image_url: { url: `data:image/png;base64,${pixel}` } },
          ],
        },
        ...toolTurn.slice(1),
      ],
      tools: [weatherTool],
      tool_choice: "required",
      response_format: { type: "json_schema", json_schema: { name: "x", schema: { type: "object" } } },
      max_tokens: 10,
      top_p: 0.5,
      stop: "X",
      reasoning_effort: "none",
    });
    expect(translation.path).toBe("/v2/chat");
    expect(requestOf(translation)).toEqual({
      model: "real-model",
      stream: false,
      messages: [
        { role: "system", content: "Be short." },
        {
          role: "user",
          content: [
            { type: "text", text: "See" },
            { type: "image_url", image_url: { url: `data:image/png;base64,${pixel}` } },
          ],
        },
        { role: "assistant", tool_calls: toolTurn[1]?.tool_calls },
        { role: "tool", tool_call_id: "call_1", content: "15 °C" },
        { role: "tool", tool_call_id: "call_2", content: '{"degrees":21}' },
      ],
      tools: [weatherTool],
      tool_choice: "REQUIRED",
      response_format: { type: "json_object", json_schema: { type: "object" } },
      max_tokens: 10,
      p: 0.5,
      stop_sequences: ["X"],
      thinking: { type: "disabled" },
    });
  });

  it("say the widest choice of tokens as far as Cohere takes it", () => {
    expect(asked({ top_p: 1 }).p).toBe(0.99);
    expect(asked({}).p).toBeUndefined();
  });

  it("show only the tool that has to be called", () => {
    const other = { type: "function", function: { name: "other" } };
    const body = asked({
      tools: [other, weatherTool],
      tool_choice: { type: "function", function: { name: "get_weather" } },
    });
    expect(body).toMatchObject({ tools: [weatherTool], tool_choice: "REQUIRED" });
    expect(body.tools).toHaveLength(1);
  });

  it.each<[string, Record<string, unknown>]>([
    ["logit_bias", { logit_bias: { 1: 2 } }],
    ["frequency_penalty", { frequency_penalty: -1 }],
    ["parallel_tool_calls", { parallel_tool_calls: false, tools: [weatherTool] }],
    ["top_p", { top_p: 1.1 }],
  ])("refuse what they cannot say, naming %s", (field, body) => {
    expect(() => asked(body)).toThrow(expect.objectContaining({ details: { field } }));
  });
});

describe("answers of Cohere", () => {
  it("become chat completions with what is billed", () => {
    const translation = translate("cohere", { messages: hi });
    expect(wholeOf(translation, answer)).toMatchObject({
      id: answer.id,
      choices: [
        {
          finish_reason: "stop",
          message: { content: "LLMs stand for Large Language Models.", reasoning_content: "Short." },
        },
      ],
      usage: { prompt_tokens: 5, completion_tokens: 418, prompt_tokens_details: { cached_tokens: 4 } },
    });
    expect(wholeOf(translation, { ...answer, finish_reason: "ERROR" })).toMatchObject({
      error: { type: "api_error" },
    });
    expect(wholeOf(translation, { message: "invalid" })).toBeNull();
  });
});

describe("streams of Cohere", () => {
  const make = (): ReturnType<typeof translate> =>
    translate("cohere", { messages: hi }, { stream: true, wantsUsage: true });

  it("become chunks", () => {
    const frames = framesOf(make(), toolStream);
    expect(collected(frames)).toEqual({
      text: "",
      reasoning: "I will look up the wéather in Paris. 🌦",
      toolCalls: [{ id: "get_weather_nsz5", name: "get_weather", arguments: '{"location":"Paris"}' }],
      finish: "tool_calls",
    });
    expect(frames.slice(-2)).toEqual([
      expect.objectContaining({ usage: { prompt_tokens: 37, completion_tokens: 28, total_tokens: 65 } }),
      "[DONE]",
    ]);
    expect(collected(framesOf(make(), textStream))).toMatchObject({
      text: "A large model.",
      finish: "length",
    });
  });

  it("are the same however they are cut", () => {
    expect(textsOfEveryCut(make, toolStream).size).toBe(1);
    expect(textsOfEveryCut(make, textStream.replaceAll("\n", "\r\n")).size).toBe(1);
  });

  it("that end with an error have no end", () => {
    const failed = namedSse({ type: "message-end", delta: { finish_reason: "ERROR", error: "Boom." } });
    expect(framesOf(make(), failed)).toEqual([
      {
        error: {
          message: "Cohere ended with ERROR. Boom.",
          type: "api_error",
          param: null,
          code: "api_error",
        },
      },
    ]);
  });
});

describe("vectors and ranks by Cohere", () => {
  it("embeds", () => {
    const translation = translate(
      "cohere",
      { input: ["hello"], dimensions: 4, encoding_format: "base64" },
      { operation: "embeddings" },
    );
    expect(translation.path).toBe("/v2/embed");
    expect(requestOf(translation)).toEqual({
      model: "real-model",
      texts: ["hello"],
      input_type: "search_document",
      embedding_types: ["float"],
      output_dimension: 4,
    });
    /** Of docs.cohere.com/reference/embed. */
    const embedded = {
      id: "da6e531f",
      embeddings: { float: [[1, 2]] },
      texts: ["hello"],
      meta: { api_version: { version: "2" }, billed_units: { input_tokens: 2 } },
      response_type: "embeddings_by_type",
    };
    expect(wholeOf(translation, embedded)).toEqual({
      object: "list",
      data: [{ object: "embedding", index: 0, embedding: "AACAPwAAAEA=" }],
      model: "real-model",
      usage: { prompt_tokens: 2, total_tokens: 2 },
    });
  });

  it("reranks", () => {
    const translation = translate(
      "cohere",
      {
        query: "capital?",
        documents: ["Carson City", { text: "Washington" }],
        top_n: 1,
        return_documents: true,
      },
      { operation: "rerank" },
    );
    expect(translation.path).toBe("/v2/rerank");
    expect(requestOf(translation)).toEqual({
      model: "real-model",
      query: "capital?",
      documents: ["Carson City", "Washington"],
      top_n: 1,
    });
    /** Of docs.cohere.com/reference/rerank. */
    const ranked = {
      id: "07734bd2",
      results: [{ index: 1, relevance_score: 0.999071 }],
      meta: { api_version: { version: "2" }, billed_units: { search_units: 1 } },
    };
    expect(wholeOf(translation, ranked)).toEqual({
      id: "07734bd2",
      model: "real-model",
      results: [{ index: 1, relevance_score: 0.999071, document: { text: "Washington" } }],
      meta: ranked.meta,
    });
  });
});
