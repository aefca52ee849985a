import { expect, it } from "vitest";
import { describeHandover } from "./describe-handover.ts";

it.each([
  ["busy", "llama", "0", "All places of the pool “llama” were taken."],
  ["slow", "llama", "", "The pool “llama” answered too slowly."],
  [
    "exhausted",
    "llama",
    "4",
    "No replica of the pool “llama” or of its fallbacks answered after 4 attempts.",
  ],
  ["exhausted", "llama", "0", "No replica of the pool “llama” or of its fallbacks answered."],
  ["exhausted", "", "many", "No replica of its pool or of its fallbacks answered."],
  // Records of an earlier version do not tell.
  ["", "llama", "1", "The pool “llama” handed it over."],
  ["", "", "", "Its pool handed it over."],
])("says why: %s of %s after %s", (when, pool, attempts, sentence) => {
  expect(describeHandover({ when, pool, attempts })).toBe(sentence);
});
