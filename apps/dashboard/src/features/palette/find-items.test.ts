import { describe, expect, it } from "vitest";
import { findItems } from "./find-items.ts";

const groups = [
  { label: "Pages", items: [{ label: "Home" }, { label: "API keys", words: "token secret" }] },
  { label: "Views", items: [{ label: "Slow answers", hint: "Traces" }, { label: "Keys that fail" }] },
];
const labels = (typed: string) =>
  findItems(groups, typed).map(({ label, items }) => [label, ...items.map((item) => item.label)]);

describe("findItems", () => {
  it("lists everything in its order while nothing is typed", () => {
    expect(labels(" ")).toEqual([
      ["Pages", "Home", "API keys"],
      ["Views", "Slow answers", "Keys that fail"],
    ]);
  });

  it("takes what contains every word, in whatever order and case", () => {
    expect(labels("TRACES slow")).toEqual([["Views", "Slow answers"]]);
    expect(labels("slow home")).toEqual([]);
  });

  it("finds by words that are not shown", () => {
    expect(labels("secret")).toEqual([["Pages", "API keys"]]);
  });

  it("puts the group first whose label begins with the word", () => {
    expect(labels("keys")).toEqual([
      ["Views", "Keys that fail"],
      ["Pages", "API keys"],
    ]);
  });

  it("shows the first few of a long group", () => {
    const many = [
      { label: "Projects", items: Array.from({ length: 30 }, (_none, n) => ({ label: `P${n}` })) },
    ];
    expect(findItems(many, "")[0]?.items).toHaveLength(8);
  });
});
