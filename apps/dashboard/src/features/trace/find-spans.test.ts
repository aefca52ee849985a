import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cutAtWords, findSpans, stepMatch, wordsOf } from "./find-spans.ts";
import { spanOf } from "./span-of.test-data.ts";

const spans = [
  spanOf({ spanId: "a1", name: "Plan the trip", kind: "AGENT" }),
  spanOf({ spanId: "b2", name: "chat", kind: "GENERATION", model: "gpt-4o-mini" }),
  spanOf({ spanId: "c3", name: "search", kind: "TOOL", statusMessage: "429 Too many requests" }),
];

describe("search inside a trace", () => {
  it.each([
    ["plan", ["a1"]],
    ["TRIP plan", ["a1"]],
    ["B2", ["b2"]],
    ["4o-mini", ["b2"]],
    ["too many", ["c3"]],
    ["tool", ["c3"]],
    ["plan chat", []],
    ["  ", []],
  ])("%j", (typed, expected) => {
    expect([...findSpans(spans, wordsOf(typed))]).toEqual(expected);
  });

  it("steps through the matches in the order that is shown, and around", () => {
    const order = [3, 1, 0, 2];
    const matches = new Set([1, 2]);
    expect(stepMatch(order, matches, 3, 1)).toBe(1);
    expect(stepMatch(order, matches, 1, 1)).toBe(2);
    expect(stepMatch(order, matches, 2, 1)).toBe(1);
    expect(stepMatch(order, matches, 3, -1)).toBe(2);
    expect(stepMatch(order, new Set(), 3, 1)).toBeNull();
  });

  it("cuts a text without losing any of it, whatever is searched", () => {
    expect(cutAtWords("Plan (A) plan", ["plan", "(a)"])).toEqual(["", "Plan", " ", "(A)", " ", "plan", ""]);
    fc.assert(
      fc.property(fc.string(), fc.string(), (text, typed) => {
        expect(cutAtWords(text, wordsOf(typed)).join("")).toBe(text);
      }),
    );
  });
});
