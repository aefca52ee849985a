import { describe, expect, it } from "vitest";
import {
  clauseCount,
  facetSelection,
  limitsOf,
  notValue,
  onlyValue,
  removableClauses,
  toggleValue,
  withLimits,
  withoutClauses,
} from "./query-edits.ts";

describe("edits of the query by facets", () => {
  it("shows only one value, then all again", () => {
    const only = onlyValue('refund model:"gpt 4" level:ERROR', "model", "o3");
    expect(only).toBe("refund level:ERROR model:o3");
    expect(onlyValue(only, "model", "o3")).toBe("refund level:ERROR");
    expect(onlyValue("-model:o3", "model", "o3")).toBe("model:o3");
  });

  it("unticks a value where all are in, and ticks it again", () => {
    const without = toggleValue("", "env", "staging");
    expect(without).toBe("-env:staging");
    expect(toggleValue(without, "env", "staging")).toBe("");
  });

  it("ticks a second value beside the first, and unticks either", () => {
    const both = toggleValue("env:prod", "env", "staging");
    expect(facetSelection(both, "env")).toEqual({ included: ["prod", "staging"], excluded: [] });
    expect(clauseCount(both, "env")).toBe(2);
    expect(toggleValue(both, "env", "prod")).toBe("env:staging");
    expect(toggleValue("env:staging", "env", "staging")).toBe("");
  });

  it("keeps every other condition, of words and of alternatives too", () => {
    const query = "(user:a OR session:b) -tag:x refund";
    for (const edited of [toggleValue(query, "env", "prod"), notValue(query, "env", "prod")]) {
      expect(edited).toContain("user:a OR session:b");
      expect(edited).toContain("-tag:x");
      expect(edited).toContain("refund");
    }
    expect(clauseCount(query, "user")).toBe(0);
    expect(withoutClauses(query, "tag")).not.toContain("tag");
  });

  it("quotes values that would mean something else", () => {
    const hostile = 'a" OR level:ERROR';
    expect(facetSelection(onlyValue("", "user", hostile), "user").included).toEqual([hostile]);
  });

  it("sets, reads and removes the ends of a number", () => {
    const both = withLimits("refund", "latency", { least: "1500", most: "60000" });
    expect(limitsOf(both, "latency")).toEqual({ least: "1500", most: "60000" });
    const least = withLimits(both, "latency", { least: "2000", most: null });
    expect(limitsOf(least, "latency")).toEqual({ least: "2000", most: null });
    expect(withLimits(least, "latency", { least: null, most: null })).toBe("refund");
    expect(limitsOf("latency:>2s", "latency")).toBe("other");
    expect(limitsOf("-latency:>=2s", "latency")).toBe("other");
  });

  it("takes conditions away one by one", () => {
    expect(removableClauses("level:ERROR refund -env:staging")).toEqual([
      { text: "level:ERROR", rest: "refund -env:staging" },
      { text: "refund", rest: "level:ERROR -env:staging" },
      { text: "-env:staging", rest: "level:ERROR refund" },
    ]);
    expect(removableClauses("")).toEqual([]);
  });
});
