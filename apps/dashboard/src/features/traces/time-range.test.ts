import { describe, expect, it } from "vitest";
import {
  freezeTimeRange,
  parseTimeRange,
  parseTypedRange,
  rangeLabel,
  rangeThatReaches,
  resolveTimeRange,
  serializeTimeRange,
} from "./time-range.ts";

const nowMs = Date.UTC(2026, 10, 21, 12);
const hourMs = 3_600_000;

describe("time ranges", () => {
  it.each(["7d", "25m", "2w", "6mo", "1y", "all"] as const)("keeps %s relative in the address", (text) => {
    const range = parseTimeRange(text);
    expect(range).toBe(text);
    expect(range && serializeTimeRange(range)).toBe(text);
  });

  it("writes and reads absolute ranges", () => {
    const range = { fromMs: nowMs - hourMs, toMs: nowMs };
    expect(parseTimeRange(serializeTimeRange(range))).toEqual(range);
  });

  it.each(["", "24", "0m", "025m", "11y", "8x", "5~4", "abc~def", "1~2~3", "__proto__", "1constructor"])(
    "refuses %j",
    (text) => {
      expect(parseTimeRange(text)).toBeNull();
    },
  );

  it.each([
    ["25m", "25m"],
    ["25 min", "25m"],
    [" 3D ", "3d"],
    ["last 3 days", "3d"],
    ["past hour", "1h"],
    ["the last 2 weeks", "2w"],
    ["6 months", "6mo"],
    ["1y", "1y"],
    ["All time", "all"],
  ])("understands %j typed by a person", (text, range) => {
    expect(parseTypedRange(text)).toBe(range);
  });

  it.each(["", "0m", "3", "3 parsecs", "-5m", "99y", "constructor"])("does not understand %j", (text) => {
    expect(parseTypedRange(text)).toBeNull();
  });

  it("names a range in words", () => {
    expect([rangeLabel("1h"), rangeLabel("25m"), rangeLabel("6mo"), rangeLabel("all")]).toEqual([
      "Last hour",
      "Last 25 minutes",
      "Last 6 months",
      "All time",
    ]);
  });

  it("lets senders' clocks run ahead a little", () => {
    expect(resolveTimeRange("1h", nowMs)).toEqual({ fromMs: nowMs - hourMs, toMs: nowMs + 300_000 });
  });

  it("freezes a relative range at the moment of asking, and leaves a fixed one alone", () => {
    expect(freezeTimeRange("6h", nowMs)).toEqual({ fromMs: nowMs - 6 * hourMs, toMs: nowMs });
    expect(freezeTimeRange({ fromMs: 1, toMs: 2 }, nowMs)).toEqual({ fromMs: 1, toMs: 2 });
  });

  it("widens to the shortest range that shows a moment", () => {
    expect(rangeThatReaches(nowMs - 2 * hourMs, nowMs)).toBe("6h");
    expect(rangeThatReaches(nowMs - 80 * 24 * hourMs, nowMs)).toBe("90d");
    expect(rangeThatReaches(nowMs - 2 * 365 * 24 * hourMs, nowMs)).toBe("all");
    expect(rangeThatReaches(0, nowMs)).toEqual({ fromMs: -hourMs, toMs: hourMs });
  });
});
