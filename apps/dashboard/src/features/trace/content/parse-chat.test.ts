import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseChat, parseInstructions } from "./parse-chat.ts";

const message = (role: string, ...parts: unknown[]) => ({ role, name: null, parts, rest: null });
const text = (value: string) => ({ type: "text", text: value });

describe("parseChat", () => {
  it("reads a list of messages with calls and their results", () => {
    const call = { id: "c1", type: "function", function: { name: "weather", arguments: '{"city":"Bern"}' } };
    expect(
      parseChat([
        { role: "system", content: "Be brief." },
        { role: "user", content: [{ type: "text", text: "Rain?" }] },
        { role: "assistant", content: null, tool_calls: [call], refusal: null, annotations: [] },
        { role: "tool", tool_call_id: "c1", content: "no" },
      ]),
    ).toEqual({
      rest: null,
      messages: [
        message("system", text("Be brief.")),
        message("user", text("Rain?")),
        message("assistant", { type: "tool-call", id: "c1", name: "weather", arguments: { city: "Bern" } }),
        message("tool", { type: "tool-result", id: "c1", name: null, result: "no" }),
      ],
    });
  });

  it("reads the parts of the OpenTelemetry conventions and keeps the finish reason", () => {
    const chat = parseChat([
      {
        role: "assistant",
        parts: [
          { type: "reasoning", content: "hm" },
          { type: "tool_call", id: "c1", name: "search", arguments: { q: "x" } },
          { type: "tool_call_response", id: "c1", response: { hits: 2 } },
        ],
        finish_reason: "tool_call",
      },
    ]);
    expect(chat?.messages[0]).toEqual({
      role: "assistant",
      name: null,
      parts: [
        { type: "reasoning", text: "hm" },
        { type: "tool-call", id: "c1", name: "search", arguments: { q: "x" } },
        { type: "tool-result", id: "c1", name: null, result: { hits: 2 } },
      ],
      rest: { finish_reason: "tool_call" },
    });
  });

  it("reads Anthropic requests with their system text", () => {
    const chat = parseChat({
      model: "m",
      system: "Be kind.",
      messages: [{ role: "user", content: [{ type: "tool_result", tool_use_id: "t", content: "ok" }] }],
    });
    expect(chat?.rest).toEqual({ model: "m" });
    expect(chat?.messages.map(({ role }) => role)).toEqual(["system", "user"]);
    expect(chat?.messages[1]?.parts[0]).toEqual({ type: "tool-result", id: "t", name: null, result: "ok" });
  });

  it("reads answers: choices, candidates, Responses items, one message", () => {
    expect(
      parseChat({
        id: "x",
        choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content: "hi" } }],
      }),
    ).toEqual({
      rest: { id: "x" },
      messages: [{ role: "assistant", name: null, parts: [text("hi")], rest: { finish_reason: "stop" } }],
    });
    expect(
      parseChat({ candidates: [{ content: { role: "model", parts: [{ text: "hi" }] } }] })?.messages[0]
        ?.parts,
    ).toEqual([text("hi")]);
    expect(
      parseChat({
        object: "response",
        output: [
          { type: "reasoning", summary: [{ type: "summary_text", text: "why" }] },
          { type: "function_call", call_id: "c", name: "f", arguments: "{}" },
          { type: "message", role: "assistant", content: [{ type: "output_text", text: "done" }] },
        ],
      })?.messages.map(({ parts }) => parts[0]?.type),
    ).toEqual(["reasoning", "tool-call", "text"]);
    expect(parseChat({ role: "assistant", content: "hi" })?.messages).toEqual([
      message("assistant", text("hi")),
    ]);
  });

  it("reads instructions that are parts without a role", () => {
    expect(parseInstructions([{ type: "text", content: "Be brief." }])?.messages).toEqual([
      message("system", text("Be brief.")),
    ]);
    expect(parseInstructions([{ rule: 1 }])).toBeNull();
    expect(parseInstructions("plain")).toBeNull();
  });

  it("keeps the digits of numbers inside the arguments of a call", () => {
    const [only] =
      parseChat([
        { role: "assistant", content: "", tool_calls: [{ function: { name: "f", arguments: '{"id":7}' } }] },
      ])?.messages ?? [];
    expect(only?.parts).toEqual([{ type: "tool-call", id: null, name: "f", arguments: { id: 7 } }]);
  });

  it("reads LangChain's nested lists", () => {
    expect(parseChat([[{ type: "human", content: "hi" }]])?.messages[0]?.role).toBe("user");
  });

  it("reads LangChain's own serialisation", () => {
    const serialised = { lc: 1, type: "constructor", id: ["langchain_core", "messages", "AIMessage"] };
    expect(parseChat([[{ ...serialised, kwargs: { content: "hi" } }]])?.messages).toMatchObject([
      { role: "assistant", parts: [text("hi")] },
    ]);
  });

  it("reads the parts of the AI SDK's interface: a call with its result", () => {
    const chat = parseChat([
      {
        role: "assistant",
        parts: [
          {
            type: "tool-weather",
            toolCallId: "c",
            state: "output-available",
            input: { q: 1 },
            output: "rain",
          },
          { type: "tool-book", toolCallId: "d", state: "output-error", input: {}, errorText: "full" },
        ],
      },
    ]);
    expect(chat?.messages[0]?.parts).toEqual([
      { type: "tool-call", id: "c", name: "weather", arguments: { q: 1 } },
      { type: "tool-result", id: "c", name: "weather", result: "rain" },
      { type: "tool-call", id: "d", name: "book", arguments: {} },
      { type: "tool-result", id: "d", name: "book", result: "full", isError: true },
    ]);
  });

  it.each([
    null,
    1,
    "text",
    [],
    {},
    [1],
    [{ role: "user" }],
    { messages: "no" },
    { role: 1, content: "x" },
    [{ type: "__proto__" }],
  ])("leaves %j to the JSON view", (value) => {
    expect(parseChat(value)).toBeNull();
  });

  it("never throws and never loses a text of a message", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        parseChat(value);
        const chat = parseChat([{ role: "user", content: "kept", extra: value }]);
        expect(chat?.messages[0]?.parts).toEqual([text("kept")]);
      }),
    );
  });
});
