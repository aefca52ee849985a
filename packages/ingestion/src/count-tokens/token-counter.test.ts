import { afterAll, expect, it } from "vitest";
import { countThreadEntry, createTokenCounter } from "./token-counter.ts";

const counter = createTokenCounter(countThreadEntry());
afterAll(() => counter.close());

const count = async (text: string, encoding: "o200k_base" | "cl100k_base" = "o200k_base") =>
  (await counter.count([{ encoding, texts: [text] }]))[0];

it("counts as the models do", async () => {
  expect(await count("hello world")).toBe(2);
  expect(await count("tiktoken is great!", "cl100k_base")).toBe(6);
  expect(await count("The quick brown fox jumps over the lazy dog.")).toBe(10);
  expect(await count("")).toBe(0);
});

it("takes the names of control tokens as text", async () => {
  expect(await count("<|endoftext|>")).toBeGreaterThan(3);
});

it("gives the same count again, for runs that would take minutes too", async () => {
  const hostile = "a".repeat(2_000_000);
  const first = await count(hostile);
  expect(first).toBeGreaterThan(100_000);
  expect(await count(hostile)).toBe(first);
}, 60_000);

it("answers each of several who ask at once", async () => {
  const texts = ["one", "one two", "one two three"];
  expect(await Promise.all(texts.map((text) => count(text)))).toEqual([1, 2, 3]);
});
