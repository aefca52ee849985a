import { describe, expect, it } from "vitest";
import {
  collected,
  framesOf,
  hi,
  pixel,
  requestOf,
  textsOfEveryCut,
  toolTurn,
  translate,
  weatherTool,
  wholeOf,
} from "../translate.fixture.ts";

const lines = (...entries: unknown[]): string =>
  entries.map((entry) => `${JSON.stringify(entry)}\n`).join("");
const head = { model: "llama3.2", created_at: "2023-08-04T08:52:19.385406455-07:00" };
const counts = { total_duration: 4_883_583_458, prompt_eval_count: 26, eval_count: 282, eval_duration: 1 };

/** Of docs/api.md in ollama/ollama, "Generate a chat completion": streaming, with thinking and tools. */
const chatStream = lines(
  { ...head, message: { role: "assistant", content: "", thinking: "The wéather." }, done: false },
  { ...head, message: { role: "assistant", content: "Looking 🌦" }, done: false },
  {
    ...head,
    message: {
      role: "assistant",
      content: "",
      tool_calls: [{ function: { name: "get_weather", arguments: { location: "Tokyo" } } }],
    },
    done: false,
  },
  { ...head, message: { role: "assistant", content: "" }, done: true, done_reason: "stop", ...counts },
);

/** Of the same page, "Generate a completion". */
const generateStream = lines(
  { ...head, response: "The", done: false },
  { ...head, response: " sky", done: false },
  { ...head, response: "", done: true, done_reason: "length", context: [1, 2, 3], ...counts },
);

describe("Ollama's own dialect", () => {
  it("is told a conversation", () => {
    const translation = translate(
      "ollama_native",
      {
        messages: [
          {
            role: "user",
            content: [
              { type: "text", text: "See" },
              { type: "image_url", image_url: { url: `data:image/png;base64,${pixel}` } },
            ],
          },
          ...toolTurn.slice(1, 3),
        ],
        tools: [weatherTool],
        max_tokens: 9,
        temperature: 0,
        seed: 1,
        reasoning_effort: "none",
        response_format: { type: "json_schema", json_schema: { name: "x", schema: { type: "object" } } },
      },
      {},
      { url: "http://o.test/api" },
    );
    expect(translation.path).toBe("/api/chat");
    expect(translation.framing).toBe("ndjson");
    expect(requestOf(translation)).toEqual({
      model: "real-model",
      messages: [
        { role: "user", content: "See", images: [pixel] },
        {
          role: "assistant",
          content: "",
          tool_calls: [
            { id: "call_1", function: { name: "get_weather", arguments: { location: "Paris" } } },
            { id: "call_2", function: { name: "get_weather", arguments: { location: "Rome" } } },
          ],
        },
        { role: "tool", content: "15 °C", tool_name: "get_weather", tool_call_id: "call_1" },
      ],
      tools: [weatherTool],
      think: false,
      stream: false,
      format: { type: "object" },
      options: { num_predict: 9, temperature: 0, seed: 1 },
    });
  });

  it.each([
    ["gpt-oss:20b", "xhigh", "high"],
    ["qwen3:8b", "low", true],
    ["qwen3:8b", "none", false],
  ])("lets %s think with effort %s", (model, effort, think) => {
    const translation = translate("ollama_native", { messages: hi, reasoning_effort: effort }, {}, { model });
    expect(requestOf(translation).think).toBe(think);
  });

  it("is told a prompt as it is", () => {
    const translation = translate(
      "ollama_native",
      { prompt: ["Once"], stop: "." },
      { operation: "completions" },
    );
    expect(translation.path).toBe("/api/generate");
    expect(requestOf(translation)).toEqual({
      model: "real-model",
      prompt: "Once",
      raw: true,
      stream: false,
      options: { stop: ["."] },
    });
  });

  it("answers whole", () => {
    const chat = {
      ...head,
      message: { role: "assistant", content: "Hello!" },
      done: true,
      done_reason: "stop",
      ...counts,
    };
    expect(wholeOf(translate("ollama_native", { messages: hi }), chat)).toMatchObject({
      object: "chat.completion",
      model: "llama3.2",
      choices: [{ message: { content: "Hello!" }, finish_reason: "stop" }],
      usage: { prompt_tokens: 26, completion_tokens: 282, total_tokens: 308 },
    });
    const generated = { ...head, response: "Blue.", done: true, done_reason: "length", eval_count: 3 };
    const completion = translate("ollama_native", { prompt: "x" }, { operation: "completions" });
    expect(wholeOf(completion, generated)).toMatchObject({
      object: "text_completion",
      choices: [{ text: "Blue.", finish_reason: "length" }],
    });
    expect(wholeOf(completion, generated)).not.toHaveProperty("usage");
    expect(wholeOf(completion, { ...generated, done: false })).toBeNull();
  });

  it("streams", () => {
    const chat = translate("ollama_native", { messages: hi }, { stream: true, wantsUsage: true });
    const frames = framesOf(chat, chatStream);
    expect(collected(frames)).toEqual({
      text: "Looking 🌦",
      reasoning: "The wéather.",
      toolCalls: [{ id: "call_req-1_0", name: "get_weather", arguments: '{"location":"Tokyo"}' }],
      finish: "tool_calls",
    });
    expect(frames.at(-1)).toBe("[DONE]");
    const completion = translate(
      "ollama_native",
      { prompt: "x" },
      { operation: "completions", stream: true },
    );
    expect(framesOf(completion, generateStream)).toMatchObject([
      { object: "text_completion", choices: [{ text: "The" }] },
      { choices: [{ text: " sky" }] },
      { choices: [{ text: "", finish_reason: "length" }] },
      "[DONE]",
    ]);
  });

  it("is the same however a stream is cut", () => {
    const make = (): ReturnType<typeof translate> =>
      translate("ollama_native", { messages: hi }, { stream: true });
    expect(textsOfEveryCut(make, chatStream).size).toBe(1);
    expect(textsOfEveryCut(make, chatStream.replaceAll("\n", "\r\n")).size).toBe(1);
  });

  it("reports an error within a stream", () => {
    const failed = lines({ error: "an error was encountered while running the model" });
    expect(framesOf(translate("ollama_native", { messages: hi }, { stream: true }), failed)).toMatchObject([
      { error: { message: "an error was encountered while running the model" } },
    ]);
  });

  it.each<[string, Record<string, unknown>]>([
    ["tool_choice", { messages: hi, tools: [weatherTool], tool_choice: "required" }],
    [
      "messages[0].content[0]",
      {
        messages: [
          { role: "user", content: [{ type: "image_url", image_url: { url: "https://x.test/a.png" } }] },
        ],
      },
    ],
    ["logit_bias", { messages: hi, logit_bias: { 1: 1 } }],
  ])("is not told what it does not know, naming %s", (field, body) => {
    expect(() => translate("ollama_native", body)).toThrow(expect.objectContaining({ details: { field } }));
  });
});
