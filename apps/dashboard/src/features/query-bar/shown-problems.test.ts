import { parseQuery } from "@plumbline/filters/parse-query";
import { expect, test } from "vitest";
import { shownProblems } from "./shown-problems.ts";

const messagesOf = (text: string, caret: number | null) =>
  shownProblems(parseQuery(text).problems, caret).map(({ from, to }) => text.slice(from, to));

test("nobody is interrupted in the middle of a word", () => {
  expect(messagesOf("modle:x", 4)).toEqual([]);
  expect(messagesOf("level:ER", 8)).toEqual([]);
  expect(messagesOf("model:a OR ", 11)).toEqual([]);
  expect(messagesOf('(model:"a ', 10)).toEqual([]);
});

test("what lies behind the caret is shown, and all of it to the one who is done", () => {
  expect(messagesOf("modle:x env:", 12)).toEqual(["modle"]);
  expect(messagesOf("modle:x env:", null)).toEqual(["modle", "env:"]);
});
