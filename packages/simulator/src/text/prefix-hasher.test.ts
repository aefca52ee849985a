import fc from "fast-check";
import { expect, it } from "vitest";
import { PrefixHasher } from "./prefix-hasher.ts";
import { wordAt } from "./words.ts";

const text = fc
  .array(fc.constantFrom("a", "bc", " ", "\n", " word", "longwords"), { maxLength: 60 })
  .map((parts) => parts.join(""));

const keysOf = (parts: readonly string[]): { keys: number[]; tokens: number } => {
  const hasher = new PrefixHasher(4);
  for (const part of parts) hasher.feed(part);
  hasher.finish();
  return { keys: hasher.keys, tokens: hasher.tokens };
};

it("names blocks by all that goes before them, however the text was fed", () => {
  fc.assert(
    fc.property(text, text, fc.nat(200), (shared, rest, cut) => {
      const whole = keysOf([shared + rest]);
      const at = Math.min(cut, shared.length + rest.length);
      expect(keysOf([(shared + rest).slice(0, at), (shared + rest).slice(at)])).toEqual(whole);
      expect(whole.keys).toHaveLength(Math.floor(whole.tokens / 4));
      const other = keysOf([`x${shared}${rest}`]);
      for (const key of whole.keys) expect(other.keys).not.toContain(key);
    }),
  );
});

it("counts one token for every word of an answer", () => {
  const pieces = Array.from({ length: 300 }, (_, place) => wordAt(1, 2, place));
  expect(keysOf(pieces).tokens).toBe(300);
});
