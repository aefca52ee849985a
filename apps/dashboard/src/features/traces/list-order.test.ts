import { describe, expect, it } from "vitest";
import { neighboursOf, rememberOrder } from "./list-order.ts";

describe("the order of the list", () => {
  it("knows the traces before and after one that was shown, in its project only", () => {
    expect(neighboursOf("p", "b")).toBeNull();
    rememberOrder("p", ["a", "b", "c"]);
    expect(neighboursOf("p", "a")).toEqual({ previous: null, next: "b" });
    expect(neighboursOf("p", "b")).toEqual({ previous: "a", next: "c" });
    expect(neighboursOf("p", "c")).toEqual({ previous: "b", next: null });
    expect(neighboursOf("p", "d")).toBeNull();
    expect(neighboursOf("q", "b")).toBeNull();
  });
});
