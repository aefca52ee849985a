import { describe, expect, it } from "vitest";
import { parseChat } from "./parse-chat.ts";
import { matchTools, parseToolDefinitions } from "./tools.ts";

const call = (id: string, name: string) => ({ id, type: "function", function: { name, arguments: "{}" } });

function resultsByCall(...values: unknown[]): (readonly [string | null, unknown])[] {
  const { results } = matchTools(values.map(parseChat));
  return [...results].map(([{ id, name }, { result }]) => [id ?? name, result]);
}

describe("matchTools", () => {
  it("pairs by id, in whatever order the results come", () => {
    expect(
      resultsByCall([
        { role: "assistant", content: null, tool_calls: [call("a", "weather"), call("b", "weather")] },
        { role: "tool", tool_call_id: "b", content: "snow" },
        { role: "tool", tool_call_id: "a", content: "rain" },
      ]),
    ).toEqual([
      ["b", "snow"],
      ["a", "rain"],
    ]);
  });

  it("pairs by name where there are no ids", () => {
    expect(
      resultsByCall({
        contents: [
          { role: "model", parts: [{ functionCall: { name: "f", args: {} } }] },
          { role: "user", parts: [{ functionResponse: { name: "f", response: { ok: 1 } } }] },
        ],
      }),
    ).toEqual([["f", { ok: 1 }]]);
  });

  it("pairs across input and output, and leaves what does not match alone", () => {
    expect(
      resultsByCall(
        [{ role: "assistant", content: [{ type: "tool_use", id: "t", name: "f", input: {} }] }],
        [{ role: "user", content: [{ type: "tool_result", tool_use_id: "t", content: "ok" }] }],
      ),
    ).toEqual([["t", "ok"]]);
    expect(resultsByCall([{ role: "tool", tool_call_id: "x", content: "lost" }])).toEqual([]);
  });

  it("tells a failed result", () => {
    const { results } = matchTools([
      parseChat([
        { role: "assistant", content: [{ type: "tool_use", id: "t", name: "f", input: {} }] },
        { role: "user", content: [{ type: "tool_result", tool_use_id: "t", content: "no", is_error: true }] },
      ]),
    ]);
    expect([...results.values()]).toMatchObject([{ isError: true }]);
  });
});

describe("parseToolDefinitions", () => {
  const schema = { type: "object" };
  it.each([
    ["OpenAI chat", [{ type: "function", function: { name: "f", description: "d", parameters: schema } }]],
    ["OpenAI responses", [{ type: "function", name: "f", description: "d", parameters: schema }]],
    ["Anthropic", [{ name: "f", description: "d", input_schema: schema }]],
    ["Gemini", [{ functionDeclarations: [{ name: "f", description: "d", parameters: schema }] }]],
    ["an object by name", { f: { description: "d", inputSchema: schema } }],
  ])("reads those of %s", (_of, value) => {
    expect(parseToolDefinitions(value)).toEqual([{ name: "f", description: "d", schema }]);
  });

  it("reads nothing out of anything else", () => {
    for (const value of [null, "x", 1, [1], {}, [{ type: "function" }]]) {
      expect(parseToolDefinitions(value)).toEqual([]);
    }
  });
});
