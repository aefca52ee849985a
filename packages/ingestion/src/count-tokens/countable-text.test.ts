import { expect, it } from "vitest";
import { countableText } from "./countable-text.ts";
import { encodingOfModel } from "./encoding-of-model.ts";

it.each([
  ["plain words", ["plain words"], 0],
  ['"a JSON text"', ["a JSON text"], 0],
  ["[not JSON", ["[not JSON"], 0],
  ['[{"role":"user","content":"hi"}]', ["user", "hi"], 1],
  [
    '{"messages":[{"role":"system","content":"s"},{"role":"user","content":"u"}]}',
    ["system", "s", "user", "u"],
    2,
  ],
  ['[{"role":"user","parts":[{"type":"text","content":"hi"}]}]', ["user", "hi"], 1],
  ['{"role":"assistant","content":null,"tool_calls":[{"id":"1"}]}', ["assistant", '[{"id":"1"}]'], 1],
  ['{"city":"Paris"}', ['{"city":"Paris"}'], 0],
])("%s", (sent, texts, messages) => {
  expect(countableText(sent)).toEqual({ texts: expect.arrayContaining(texts), messages });
});

it.each([
  '[{"role":"user","content":[{"type":"image_url","image_url":{"url":"x"}}]}]',
  '[{"role":"user","content":[{"type":"input_audio"}]}]',
  '"data:image/png;base64,AAAA"',
  `${'{"content":'.repeat(100)}"x"${"}".repeat(100)}`,
])("%s is more than text", (sent) => {
  expect(countableText(sent)).toBeNull();
});

it("survives names that are properties of every object", () => {
  expect(countableText('{"__proto__":{"role":"x"},"constructor":"y"}')?.texts).toHaveLength(1);
});

it.each([
  ["gpt-4o-mini-2024-07-18", "o200k_base"],
  ["openai/gpt-4.1", "o200k_base"],
  ["ft:gpt-4o:acme", "o200k_base"],
  ["o3-mini", "o200k_base"],
  ["gpt-5.2", "o200k_base"],
  ["openai/gpt-oss-120b", "o200k_base"],
  ["gpt-4-turbo", "cl100k_base"],
  ["gpt-3.5-turbo-0125", "cl100k_base"],
  ["text-embedding-3-small", "cl100k_base"],
  ["claude-sonnet-4-5", null],
  ["gemini-2.5-pro", null],
  ["gpt-4o-audio-preview", null],
  ["gpt-image-1", null],
  ["gpt-2", null],
  ["", null],
])("%s is cut by %s", (model, encoding) => {
  expect(encodingOfModel(model)).toBe(encoding);
});
