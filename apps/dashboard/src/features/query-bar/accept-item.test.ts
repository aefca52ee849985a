import { expect, test } from "vitest";
import { acceptItem } from "./accept-item.ts";

test.each([
  ["a field waits for its value", "mo|", "model:", true, "model:|"],
  ["a value is followed by a space", "model:g|", "gpt", false, "model:gpt |"],
  ["by the space that is there", "model:g| env:a", "gpt", false, "model:gpt |env:a"],
  ["by none before a parenthesis", "level:(a OR g|)", "b", false, "level:(a OR b|)"],
])("%s", (_name, marked, insert, open, expected) => {
  const caret = marked.indexOf("|");
  const text = marked.replace("|", "");
  const from = text.slice(0, caret).search(/[^\s:(]*$/);
  const accepted = acceptItem(text, { from, to: caret }, { insert, open });
  expect(`${accepted.text.slice(0, accepted.caret)}|${accepted.text.slice(accepted.caret)}`).toBe(expected);
});
