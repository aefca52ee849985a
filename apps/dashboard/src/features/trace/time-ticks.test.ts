import { describe, expect, it } from "vitest";
import { timeScale } from "./time-scale.ts";
import { scaleTicks, timeTicks } from "./time-ticks.ts";

describe("timeTicks", () => {
  it.each([
    [1000, 4, [0, 500, 1000]],
    [42_000, 5, [0, 10_000, 20_000, 30_000, 40_000]],
    [0.7, 4, [0, 0.2, 0.4, 0.6]],
  ])("%s ms in at most %s steps", (extentMs, most, expected) => {
    expect(timeTicks(extentMs, most).map((tick) => Number(tick.toFixed(6)))).toEqual(expected);
  });
});

describe("scaleTicks", () => {
  it("marks a part of the axis at round times", () => {
    const scale = timeScale({ extentMs: 1_000, window: { startMs: 210, endMs: 420 }, gaps: [] });
    expect(scaleTicks(scale, 4)).toEqual([300, 400]);
  });

  it("marks nothing inside a narrowed gap", () => {
    const gaps = [{ startMs: 150, endMs: 900_000 }];
    const scale = timeScale({ extentMs: 900_200, window: null, gaps });
    const ticks = scaleTicks(scale, 4);
    expect(ticks.some((at) => at > 150 && at < 900_000)).toBe(false);
    expect(ticks.length).toBeGreaterThan(0);
  });
});
