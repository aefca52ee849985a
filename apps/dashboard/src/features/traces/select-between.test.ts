import { describe, expect, it } from "vitest";
import { selectBetween } from "./select-between.ts";

const order = ["a", "b", "c", "d", "e"];
const select = (before: string[], toggled: string, anchor: string | null) => [
  ...selectBetween(new Set(before), order, toggled, anchor),
];

describe("selecting rows", () => {
  it("toggles one row", () => {
    expect(select(["a"], "c", null)).toEqual(["a", "c"]);
    expect(select(["a", "c"], "c", null)).toEqual(["a"]);
  });

  it("takes the rows between along, in both directions", () => {
    expect(select(["b"], "d", "b")).toEqual(["b", "c", "d"]);
    expect(select(["d"], "b", "d").toSorted()).toEqual(["b", "c", "d"]);
  });

  it("unticks the rows between when the last one is unticked", () => {
    expect(select(["a", "b", "c", "d"], "d", "b")).toEqual(["a"]);
  });

  it("does not reach for an anchor that is gone", () => {
    expect(select([], "d", "gone")).toEqual(["d"]);
  });
});
