import { expect, test } from "vitest";
import { diffLines, foldDiff } from "./line-diff.ts";

const words = (before: string, after: string) =>
  diffLines(before, after).map(({ kind, text }) => `${{ same: " ", added: "+", removed: "-" }[kind]}${text}`);

test("only what changed is marked", () => {
  expect(words("a\nb\nc", "a\nx\nc")).toEqual([" a", "-b", "+x", " c"]);
  expect(words("a\nb", "a\nb")).toEqual([" a", " b"]);
  expect(words("a\nc", "a\nb\nc")).toEqual([" a", "+b", " c"]);
  expect(words("a\nb\nc\nd", "b\nd\ne")).toEqual(["-a", " b", "-c", " d", "+e"]);
  expect(words("", "a")).toEqual(["-", "+a"]);
});

test("both texts can be read off it again", () => {
  const texts = ["", "a", "a\nb\nc", "c\nb\na", "a\na\nb\na", "x\ny\n"];
  for (const before of texts) {
    for (const after of texts) {
      const lines = diffLines(before, after);
      const side = (other: string) =>
        lines
          .filter(({ kind }) => kind !== other)
          .map(({ text }) => text)
          .join("\n");
      expect([side("added"), side("removed")]).toEqual([before, after]);
    }
  }
});

test("far lines are left out", () => {
  const before = Array.from({ length: 30 }, (_none, index) => `line ${index}`).join("\n");
  const folded = foldDiff(diffLines(before, before.replace("line 15", "changed")), 1);
  expect(folded.map((line) => line?.text ?? "…")).toEqual([
    "…",
    "line 14",
    "line 15",
    "changed",
    "line 16",
    "…",
  ]);
});
