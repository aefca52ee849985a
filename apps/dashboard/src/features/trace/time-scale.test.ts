import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Interval } from "./critical-path.ts";
import { clampWindow, longGaps, panBy, timeScale, zoomAt, zoomCodec } from "./time-scale.ts";

const scaleArguments = fc
  .tuple(fc.integer({ min: 1, max: 100_000 }), fc.array(fc.nat({ max: 1_000 }), { maxLength: 8 }), fc.nat())
  .map(([extentMs, marks, zoom]) => {
    const edges = [...new Set(marks)].toSorted((a, b) => a - b).map((mark) => (mark / 1_000) * extentMs);
    const gaps: Interval[] = [];
    for (let index = 0; index + 1 < edges.length; index += 2) {
      gaps.push({ startMs: edges[index] ?? 0, endMs: edges[index + 1] ?? 0 });
    }
    const startMs = ((zoom % 90) / 100) * extentMs;
    const window = zoom % 2 === 0 ? null : { startMs, endMs: startMs + extentMs / 10 };
    return { extentMs, gaps, window };
  });

describe("timeScale", () => {
  it("fills the width, keeps the order of times and can be read backwards", () => {
    fc.assert(
      fc.property(
        scaleArguments,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (options, one, other) => {
          const scale = timeScale(options);
          expect(scale.toFraction(scale.window.startMs)).toBeCloseTo(0);
          expect(scale.toFraction(scale.window.endMs)).toBeCloseTo(1);
          const [left, right] = [Math.min(one, other), Math.max(one, other)];
          expect(scale.toMs(left)).toBeLessThanOrEqual(scale.toMs(right) + 1e-6);
          expect(scale.toFraction(scale.toMs(one))).toBeCloseTo(one, 5);
        },
      ),
    );
  });

  it("narrows a gap and widens the rest", () => {
    const gaps = longGaps([{ startMs: 100, endMs: 900 }], 1_000);
    const scale = timeScale({ extentMs: 1_000, window: null, gaps });
    expect(scale.toFraction(100)).toBeCloseTo(100 / 220);
    expect(scale.toFraction(900)).toBeCloseTo(120 / 220);
    expect(longGaps([{ startMs: 100, endMs: 110 }], 1_000)).toEqual([]);
  });

  it("zooms around a point and ends at the whole", () => {
    const whole = timeScale({ extentMs: 1_000, window: null, gaps: [] });
    const half = zoomAt(whole, 1_000, 0.25, 0.5);
    expect(half).toEqual({ startMs: 125, endMs: 625 });
    const zoomed = timeScale({ extentMs: 1_000, window: half, gaps: [] });
    expect(zoomed.toMs(0.25)).toBeCloseTo(250);
    expect(zoomAt(zoomed, 1_000, 0.25, 4)).toBeNull();
    expect(panBy(zoomed, 1_000, 2)).toEqual({ startMs: 500, endMs: 1_000 });
  });

  it("keeps a window inside the trace and at least a microsecond wide", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.001, max: 1e9, noNaN: true }),
        fc.double({ min: -1e9, max: 1e9, noNaN: true }),
        fc.double({ min: -1e9, max: 1e9, noNaN: true }),
        (extentMs, startMs, endMs) => {
          const window = clampWindow({ startMs, endMs }, extentMs);
          expect(window.startMs).toBeGreaterThanOrEqual(0);
          expect(window.endMs).toBeGreaterThan(window.startMs);
          expect(window.endMs).toBeLessThanOrEqual(extentMs * (1 + 1e-9));
        },
      ),
    );
  });

  it("stands in an address", () => {
    expect(zoomCodec.parse(zoomCodec.serialize({ startMs: 12.5, endMs: 800.0004 }))).toEqual({
      startMs: 12.5,
      endMs: 800,
    });
    expect(["", "5", "9-4", "a-b", "-1-4"].map(zoomCodec.parse)).toEqual([null, null, null, null, null]);
  });
});
