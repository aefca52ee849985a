import { describe, expect, it } from "vitest";
import { listedValues, stateOfValue } from "./listed-values.ts";

const found = [
  { value: "prod", count: 12 },
  { value: "staging", count: 3 },
];

describe("the values of a facet", () => {
  it("lists what the query names although nothing was found, so that it can be unticked", () => {
    expect(listedValues(found, { included: ["prod", "gone"], excluded: ["left-out"] }, "")).toEqual([
      { value: "gone", count: null },
      { value: "left-out", count: null },
      ...found,
    ]);
  });

  it("searches in those too, in any case", () => {
    const values = listedValues([], { included: ["Gone"], excluded: ["other"] }, "go");
    expect(values.map(({ value }) => value)).toEqual(["Gone"]);
  });

  it("ticks everything while nothing is chosen, and only the chosen ones after that", () => {
    expect(stateOfValue({ included: [], excluded: [] }, "prod")).toBe("any");
    expect(stateOfValue({ included: ["prod"], excluded: [] }, "prod")).toBe("in");
    expect(stateOfValue({ included: ["prod"], excluded: [] }, "staging")).toBe("out");
    expect(stateOfValue({ included: [], excluded: ["prod"] }, "prod")).toBe("out");
    expect(stateOfValue({ included: [], excluded: ["prod"] }, "staging")).toBe("rest");
  });
});
