import { parseQuery } from "@plumbline/filters/parse-query";
import fc from "fast-check";
import { expect, test } from "vitest";
import { markText } from "./mark-text.ts";

test("parts by what they are, and where it is wrong", () => {
  const text = "env:a OR modle:x";
  const parts = markText(text, parseQuery(text).problems).map((part) => [part.text, part.kind, part.wrong]);
  expect(parts).toEqual([
    ["env:", "field", false],
    ["a", "operand", false],
    [" ", null, false],
    ["OR", "or", false],
    [" ", null, false],
    ["modle", "field", true],
    [":", "field", false],
    ["x", "operand", false],
  ]);
});

test("the parts are the text", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 60 }), (text) => {
      const parts = markText(text, parseQuery(text).problems);
      expect(parts.map((part) => part.text).join("")).toBe(text);
    }),
  );
});
