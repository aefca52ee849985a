import { describe, expect, it } from "vitest";
import { nextSort, parseSort, serializeSort } from "./sort.ts";

describe("the order of the list", () => {
  it("reads back what it wrote", () => {
    expect(parseSort(serializeSort({ column: "cost", direction: "asc" }))).toEqual({
      column: "cost",
      direction: "asc",
    });
  });

  it.each(["", "cost", "cost.up", "cost.asc.desc", "secret.desc", "constructor.asc"])(
    "refuses %j",
    (text) => {
      expect(parseSort(text)).toBeNull();
    },
  );

  it("begins with the greatest and turns round", () => {
    const first = nextSort({ column: "start", direction: "desc" }, "cost");
    expect(first).toEqual({ column: "cost", direction: "desc" });
    expect(nextSort(first, "cost")).toEqual({ column: "cost", direction: "asc" });
    expect(nextSort({ column: "cost", direction: "asc" }, "cost")).toEqual(first);
  });
});
