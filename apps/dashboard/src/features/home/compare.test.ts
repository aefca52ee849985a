import { describe, expect, it } from "vitest";
import { describeChange, namePreviousPeriod } from "./compare.ts";

describe("describeChange", () => {
  it.each([
    [112, 100, "amount", "+12 %"],
    [88, 100, "amount", "−12 %"],
    [100.4, 100, "amount", "+0.4 %"],
    [100.001, 100, "amount", "no change"],
    [250, 100, "amount", "+150 %"],
    [1_000, 100, "amount", "×10"],
    [999, 100, "amount", "+899 %"],
    [0, 0, "amount", "no change"],
    [5, 0, "amount", null],
    [null, 100, "amount", null],
    [100, null, "amount", null],
    [0.034, 0.01, "share", "+2.4 points"],
    [0.01, 0, "share", "+1 points"],
    [0.5, 0.62, "share", "−12 points"],
  ] as const)("%s against %s as %s is %s", (current, previous, kind, words) => {
    expect(describeChange(current, previous, kind)).toBe(words);
  });

  it("names the period before", () => {
    expect(namePreviousPeriod("7d")).toBe("the previous 7 days");
    expect(namePreviousPeriod({ fromMs: 0, toMs: 1 })).toBe("the same time before");
  });
});
