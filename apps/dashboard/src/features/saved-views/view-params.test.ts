import { describe, expect, it } from "vitest";
import { isSameView, keepParams } from "./view-params.ts";

describe("a saved view", () => {
  it("keeps what it is made of and nothing else of the address", () => {
    const search = new URLSearchParams("q=level%3AERROR&range=7d&peek=abc&view=1&sort=");
    expect(keepParams(search, ["q", "range", "sort", "columns"])).toEqual({ q: "level:ERROR", range: "7d" });
  });

  it("is the same in any order, and another when anything differs", () => {
    expect(isSameView({ q: "a", range: "7d" }, { range: "7d", q: "a" })).toBe(true);
    expect(isSameView({ q: "a" }, { q: "a", range: "7d" })).toBe(false);
    expect(isSameView({ q: "a" }, { q: "b" })).toBe(false);
  });
});
