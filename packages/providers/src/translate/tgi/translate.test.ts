import { describe, expect, it } from "vitest";
import {
  collected,
  framesOf,
  requestOf,
  sse,
  textsOfEveryCut,
  toolTurn,
  translate,
  wholeOf,
} from "../translate.fixture.ts";

const messages = [
  { role: "system", content: "Be short." },
  { role: "user", content: "Hi" },
  { role: "assistant", content: "Hello." },
  { role: "user", content: "Bye" },
];

const token = (index: number, text: string, more: Record<string, unknown> = {}): unknown => ({
  index,
  token: { id: 1_000 + index, text, logprob: -0.3, special: false },
  generated_text: null,
  details: null,
  ...more,
});

/** StreamResponse of docs/openapi.json in huggingface/text-generation-inference. */
const stream = sse(
  token(1, " Good"),
  token(2, "byé 👋"),
  token(3, "\nUs"),
  token(4, "er:", {
    generated_text: " Goodbyé 👋\nUser:",
    details: { finish_reason: "stop_sequence", generated_tokens: 4, seed: null, input_length: 21 },
  }),
).replaceAll("data: ", "data:");

describe("TGI's own dialect", () => {
  it("is told a conversation as text", () => {
    const translation = translate("tgi_native", {
      messages,
      max_tokens: 20,
      temperature: 0.5,
      stop: ["END"],
    });
    expect(translation.path).toBe("/generate");
    expect(requestOf(translation)).toEqual({
      inputs: "System: Be short.\nUser: Hi\nAssistant: Hello.\nUser: Bye\nAssistant:",
      parameters: {
        details: true,
        do_sample: true,
        max_new_tokens: 20,
        temperature: 0.5,
        stop: ["END", "\nUser:"],
      },
    });
    const cold = translate(
      "tgi_native",
      { messages, temperature: 0, top_p: 1 },
      { stream: true },
      { url: "http://t.test/v1" },
    );
    expect(cold.path).toBe("/generate_stream");
    expect(requestOf(cold).parameters).toEqual({
      details: true,
      do_sample: false,
      max_new_tokens: 1_024,
      stop: ["\nUser:"],
    });
  });

  it("answers whole, without the stop sequence, and with no count that is unknown", () => {
    const translation = translate("tgi_native", { messages });
    const answer = {
      generated_text: " Goodbye\nUser:",
      details: { finish_reason: "stop_sequence", generated_tokens: 4, prefill: [], seed: null, tokens: [] },
    };
    const whole = translation.whole(Buffer.from(JSON.stringify(answer)));
    expect(whole?.usage).toEqual({ output: 4 });
    const body = wholeOf(translation, answer);
    expect(body?.choices).toMatchObject([{ message: { content: "Goodbye" }, finish_reason: "stop" }]);
    expect(body).not.toHaveProperty("usage");
  });

  it("streams chat and completions", () => {
    const chat = translate("tgi_native", { messages }, { stream: true, wantsUsage: true });
    const frames = framesOf(chat, stream);
    expect(collected(frames)).toMatchObject({ text: "Goodbyé 👋", finish: "stop" });
    expect(frames.slice(-2)).toEqual([
      expect.objectContaining({ usage: { prompt_tokens: 21, completion_tokens: 4, total_tokens: 25 } }),
      "[DONE]",
    ]);
    const completion = translate("tgi_native", { prompt: "Say" }, { operation: "completions", stream: true });
    const [first] = framesOf(completion, stream);
    expect(first).toMatchObject({
      object: "text_completion",
      choices: [{ text: " Good", finish_reason: null }],
    });
  });

  it("is the same however a stream is cut", () => {
    expect(textsOfEveryCut(() => translate("tgi_native", { messages }, { stream: true }), stream).size).toBe(
      1,
    );
  });

  it("reports an error within a stream", () => {
    const error = { error: "Model is overloaded", error_type: "overloaded" };
    expect(framesOf(translate("tgi_native", { messages }, { stream: true }), sse(error))).toEqual([
      {
        error: {
          message: "Model is overloaded",
          type: "overloaded_error",
          param: null,
          code: "overloaded_error",
        },
      },
    ]);
  });

  it.each<[string, Record<string, unknown>]>([
    ["messages[1].tool_calls", { messages: toolTurn }],
    ["tools", { messages, tools: [{ type: "function", function: { name: "f" } }] }],
    ["response_format", { messages, response_format: { type: "json_object" } }],
  ])("is not told what it does not know, naming %s", (field, body) => {
    expect(() => translate("tgi_native", body)).toThrow(expect.objectContaining({ details: { field } }));
  });
});
