import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSseFrames } from "./sse-frames.ts";
import { type AnswerDialect, createStreamScanner, type Findings, readWhole } from "./usage-scanner.ts";

/** What is found when the bytes come in these pieces. */
function scan(dialect: AnswerDialect, text: string, cuts: readonly number[]): Findings {
  const bytes = Buffer.from(text);
  const frames = createSseFrames();
  const scanner = createStreamScanner(dialect);
  const sink = (event: Buffer): void => void scanner.read(event);
  const places = [...new Set([...cuts.map((at) => at % (bytes.length + 1)), bytes.length])].sort(
    (a, b) => a - b,
  );
  let from = 0;
  for (const to of places) {
    frames.push(bytes.subarray(from, to), sink);
    from = to;
  }
  frames.flush(sink);
  return scanner.findings();
}

/** Texts that look like what is looked for, but are content. */
const trap = fc.constantFrom(
  '"usage":{"prompt_tokens":9999}',
  '{"error":{"message":"no"}}',
  "data: [DONE]",
  '"finish_reason":"trap"',
  '","usage":{"a":1},"x":"',
);
const content = fc.oneof(fc.string({ unit: "grapheme" }), trap);
const lineEnd = fc.constantFrom("\n", "\r\n", "\r");
const cuts = fc.array(fc.nat(20_000), { maxLength: 60 });
const tokens = fc.nat(1_000_000);

const chunk = (delta: object, finish: string | null, more: object, indent: number): string => {
  const choices = [{ index: 0, delta, finish_reason: finish }];
  const text = JSON.stringify({ id: "c-1", model: "m-1", choices, ...more }, null, indent === 0 ? 0 : 1);
  return indent === 0 ? text : text.replaceAll(/\n */g, " ");
};

describe("createStreamScanner", () => {
  it("finds the same in a chat stream however it is cut, and is not misled by content", () => {
    fc.assert(
      fc.property(
        fc.array(content, { minLength: 1, maxLength: 8 }),
        tokens,
        tokens,
        lineEnd,
        cuts,
        fc.boolean(),
        fc.nat(1),
        (words, input, output, end, at, isRunning, indent) => {
          const usage = { prompt_tokens: input, completion_tokens: output, total_tokens: input + output };
          const events = words.map((word, index) =>
            chunk(
              { content: word },
              null,
              isRunning ? { usage: { ...usage, completion_tokens: index } } : { usage: null },
              indent,
            ),
          );
          events.push(chunk({}, "stop", { usage: null }, indent));
          events.push(JSON.stringify({ id: "c-1", model: "m-1", choices: [], usage }));
          events.push("[DONE]");
          const text = events.map((data) => `data: ${data}${end}${end}`).join(`: ping${end}${end}`);
          const expected: Findings = {
            usage: { input, output },
            responseId: "c-1",
            model: "m-1",
            finishReasons: ["stop"],
            sawEnd: true,
            frames: words.length + 1,
          };
          expect(scan("chat", text, [])).toEqual(expected);
          expect(scan("chat", text, at)).toEqual(expected);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("takes the running count of a stream that broke off", () => {
    const events = [1, 2, 3].map((count) =>
      chunk({ content: "usage" }, null, { usage: { prompt_tokens: 5, completion_tokens: count } }, 0),
    );
    const found = scan("chat", events.map((data) => `data: ${data}\n\n`).join(""), []);
    expect(found).toMatchObject({ usage: { input: 5, output: 3 }, sawEnd: false, finishReasons: [] });
  });

  it("finds the same in Anthropic's and Responses' streams however they are cut", () => {
    const named = (name: string, data: object): string =>
      `event: ${name}\ndata: ${JSON.stringify({ type: name, ...data })}\n\n`;
    fc.assert(
      fc.property(fc.array(content, { maxLength: 6 }), tokens, tokens, cuts, (words, input, output, at) => {
        const messages = [
          named("message_start", {
            message: {
              id: "m-1",
              model: "c",
              usage: { input_tokens: input, cache_read_input_tokens: 2, output_tokens: 1 },
            },
          }),
          ...words.map((text) => named("content_block_delta", { delta: { type: "text_delta", text } })),
          named("ping", {}),
          named("message_delta", { delta: { stop_reason: "end_turn" }, usage: { output_tokens: output } }),
          named("message_stop", {}),
        ].join("");
        const responses = [
          named("response.created", { response: { id: "r-1", model: "g", error: null } }),
          ...words.map((delta) => named("response.output_text.delta", { delta })),
          named("response.completed", {
            response: {
              id: "r-1",
              model: "g",
              status: "completed",
              usage: { input_tokens: input, output_tokens: output },
            },
          }),
        ].join("");
        expect(scan("anthropic", messages, at)).toEqual({
          usage: { input: input + 2, output, cacheRead: 2 },
          responseId: "m-1",
          model: "c",
          finishReasons: ["end_turn"],
          sawEnd: true,
          frames: words.length,
        });
        expect(scan("responses", responses, at)).toEqual({
          usage: { input, output },
          responseId: "r-1",
          model: "g",
          finishReasons: ["completed"],
          sawEnd: true,
          frames: words.length,
        });
      }),
      { numRuns: 200 },
    );
  });

  it("reads an error that comes instead of a token", () => {
    const scanner = createStreamScanner("chat");
    expect(
      scanner.read(Buffer.from('data: {"error": {"message": "dead", "type": "E", "code": 500}}\n\n')),
    ).toBe("error");
    expect(scanner.findings().error).toEqual({ message: "dead", type: "E", code: "500" });
    const named = createStreamScanner("anthropic");
    const event =
      'event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"busy"}}\n\n';
    expect(named.read(Buffer.from(event))).toBe("error");
    expect(named.findings().error).toEqual({ message: "busy", type: "overloaded_error" });
  });
});

describe("readWhole", () => {
  it("reads an answer without its content", () => {
    fc.assert(
      fc.property(content, tokens, tokens, (text, input, output) => {
        const body = {
          id: "c-1",
          model: "m",
          choices: [{ message: { content: text }, finish_reason: "length" }],
          usage: { prompt_tokens: input, completion_tokens: output },
        };
        for (const indent of [0, 2]) {
          const bytes = Buffer.from(JSON.stringify(body, null, indent));
          expect(readWhole("chat", bytes)).toMatchObject({
            usage: { input, output },
            responseId: "c-1",
            finishReasons: ["length"],
          });
          expect(readWhole("chat", bytes.subarray(0, -1))).toBeNull();
        }
      }),
    );
  });

  it("takes no page and no error for an answer", () => {
    expect(readWhole("chat", Buffer.from("<html>"))).toBeNull();
    expect(readWhole("chat", Buffer.from("{}"))).toBeNull();
    expect(readWhole("chat", Buffer.from('{"error":{"message":"no"}}'))?.error).toEqual({ message: "no" });
    expect(
      readWhole("responses", Buffer.from('{"error":null,"output":[],"status":"completed"}'))?.error,
    ).toBeUndefined();
  });
});
