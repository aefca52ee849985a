import { describe, expect, it } from "vitest";
import { fromField, toField } from "./target-fields.ts";

describe("fields of a target", () => {
  it("show rates as percent, exactly", () => {
    expect(toField("error_rate", "0.001")).toBe("0.1");
    expect(toField("cache_hit_rate", "0.5")).toBe("50");
    expect(toField("cost_per_call", "0.001")).toBe("0.001");
    expect(toField("latency_ms", null)).toBe("");
  });

  it.each([
    ["error_rate", "0.1", "0.001"],
    ["error_rate", "0,07", "0.0007"],
    ["cache_hit_rate", "100", "1"],
    ["latency_ms", " 2000 ", "2000"],
    ["cost_per_call", ".001", "0.001"],
    ["ttft_ms", "", null],
    ["ttft_ms", "fast", undefined],
    ["ttft_ms", "1e3", undefined],
  ] as const)("%s typed as “%s” is %s", (metric, text, stored) => {
    expect(fromField(metric, text)).toBe(stored);
  });
});
