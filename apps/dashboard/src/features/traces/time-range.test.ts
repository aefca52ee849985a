import { describe, expect, it } from "vitest";
import { parseTimeRange, rangeThatReaches, resolveTimeRange, serializeTimeRange } from "./time-range.ts";

const nowMs = Date.UTC(2026, 10, 21, 12);
const hourMs = 3_600_000;

describe("time ranges", () => {
  it("keeps relative ranges relative in the address", () => {
    expect(parseTimeRange("7d")).toBe("7d");
    expect(serializeTimeRange("7d")).toBe("7d");
  });

  it("writes and reads absolute ranges", () => {
    const range = { fromMs: nowMs - hourMs, toMs: nowMs };
    expect(parseTimeRange(serializeTimeRange(range))).toEqual(range);
  });

  it.each(["", "24", "8d", "5~4", "abc~def", "1~2~3", "__proto__"])("refuses %j", (text) => {
    expect(parseTimeRange(text)).toBeNull();
  });

  it("lets senders' clocks run ahead a little", () => {
    expect(resolveTimeRange("1h", nowMs)).toEqual({ fromMs: nowMs - hourMs, toMs: nowMs + 300_000 });
  });

  it("widens to the shortest range that shows a moment", () => {
    expect(rangeThatReaches(nowMs - 2 * hourMs, nowMs)).toBe("6h");
    expect(rangeThatReaches(nowMs - 80 * 24 * hourMs, nowMs)).toBe("90d");
    expect(rangeThatReaches(0, nowMs)).toEqual({ fromMs: -hourMs, toMs: hourMs });
  });
});
