import { describe, expect, it } from "vitest";
import { timeTicks } from "./time-ticks.ts";

describe("timeTicks", () => {
  it.each([
    [1000, 4, [0, 500, 1000]],
    [42_000, 5, [0, 10_000, 20_000, 30_000, 40_000]],
    [0.7, 4, [0, 0.2, 0.4, 0.6]],
  ])("%s ms in at most %s steps", (extentMs, most, expected) => {
    expect(timeTicks(extentMs, most).map((tick) => Number(tick.toFixed(6)))).toEqual(expected);
  });
});
