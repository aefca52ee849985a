import { describe, expect, it } from "vitest";
import { rangeOfBuckets, stepRange, withoutEmptyStart } from "./ranges.ts";

const hourMs = 3_600_000;
const nowMs = Date.UTC(2026, 10, 21, 12);
const histogram = {
  bucketMs: hourMs,
  buckets: [0, 1, 2, 3].map((hour) => ({
    start: new Date(nowMs - (4 - hour) * hourMs).toISOString(),
    traces: hour < 2 ? 0 : hour,
  })),
};

describe("ranges of the histogram", () => {
  it("covers the buckets that were dragged over, in both directions", () => {
    const range = { fromMs: nowMs - 3 * hourMs, toMs: nowMs - hourMs };
    expect(rangeOfBuckets(histogram, 1, 2)).toEqual(range);
    expect(rangeOfBuckets(histogram, 2, 1)).toEqual(range);
    expect(rangeOfBuckets(histogram, 1, 9)).toBeNull();
  });

  it("goes half a window earlier, and not later than now", () => {
    expect(stepRange("4h", "earlier", nowMs)).toEqual({
      fromMs: nowMs - 6 * hourMs,
      toMs: nowMs - 2 * hourMs,
    });
    expect(stepRange("4h", "later", nowMs)).toEqual({ fromMs: nowMs - 4 * hourMs, toMs: nowMs });
    expect(stepRange({ fromMs: nowMs - 8 * hourMs, toMs: nowMs - 4 * hourMs }, "later", nowMs)).toEqual({
      fromMs: nowMs - 6 * hourMs,
      toMs: nowMs - 2 * hourMs,
    });
  });

  it("shows the middle half, and twice as much around", () => {
    expect(stepRange("4h", "closer", nowMs)).toEqual({ fromMs: nowMs - 3 * hourMs, toMs: nowMs - hourMs });
    expect(stepRange("4h", "wider", nowMs)).toEqual({ fromMs: nowMs - 6 * hourMs, toMs: nowMs });
  });

  it("never becomes empty or earlier than 1970", () => {
    const { fromMs, toMs } = stepRangeOf({ fromMs: 500, toMs: 501 }, "closer");
    expect(fromMs).toBeLessThan(toMs);
    expect(stepRangeOf({ fromMs: 0, toMs: 1000 }, "earlier").fromMs).toBe(0);
  });

  it("leaves out the emptiness before the first trace, but keeps a few buckets", () => {
    expect(withoutEmptyStart(histogram).buckets).toHaveLength(4);
    const long = {
      bucketMs: 1,
      buckets: Array.from({ length: 60 }, (_none, index) => ({ start: "", traces: index > 30 ? 1 : 0 })),
    };
    expect(withoutEmptyStart(long).buckets).toHaveLength(29);
  });
});

function stepRangeOf(range: { fromMs: number; toMs: number }, step: "closer" | "earlier") {
  const next = stepRange(range, step, nowMs);
  if (typeof next === "string") throw new Error("a fixed range was expected");
  return next;
}
