import fc from "fast-check";
import { expect, it } from "vitest";
import { countTexts } from "./count-text.ts";

const pieces = (texts: readonly string[]) => {
  const seen: string[] = [];
  const tokens = countTexts(texts, (piece) => {
    seen.push(piece);
    return 1;
  });
  return { seen, tokens };
};

it("cuts nothing but long runs, loses nothing and parts no character", () => {
  const run = fc.tuple(fc.constantFrom("a", " ", "😀", "\n", "é"), fc.nat({ max: 9_000 }));
  fc.assert(
    fc.property(fc.array(run, { maxLength: 6 }), (runs) => {
      const text = runs.map(([unit, times]) => unit.repeat(times)).join("");
      const { seen } = pieces([text]);
      expect(seen.join("")).toBe(text);
      for (const piece of seen) expect(piece.isWellFormed()).toBe(true);
      expect(seen.every((piece) => !/\S{2049}|\s{2049}/.test(piece))).toBe(true);
    }),
  );
});

it("counts what lies beyond a mebibyte by its length", () => {
  const text = "word ".repeat(400_000);
  const { seen, tokens } = pieces([text, "more"]);
  expect(seen.join("")).toBe(text.slice(0, 1_048_576));
  expect(tokens).toBe(1 + Math.ceil((2_000_000 - 1_048_576) / 4) + 1);
});
