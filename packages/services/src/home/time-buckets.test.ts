import { describe, expect, it } from "vitest";
import { cutWindow } from "./time-buckets.ts";

const at = (iso: string) => Date.parse(iso);
const cut = (from: string, to: string, zone: string) => {
  const { startsMs, step } = cutWindow({ fromMs: at(from), toMs: at(to) }, zone);
  return { starts: startsMs.map((ms) => new Date(ms).toISOString().slice(0, 16)), step };
};

describe("cutWindow", () => {
  it("begins a day at the midnight of the zone, also where the clock changes", () => {
    const { starts, step } = cut("2026-01-15T12:00:00Z", "2026-04-15T00:00:00Z", "Europe/Zurich");
    expect(step).toEqual({ amount: 1, unit: "day" });
    expect(starts[0]).toBe("2026-01-14T23:00");
    const change = starts.indexOf("2026-03-28T23:00");
    expect(starts.slice(change - 1, change + 3)).toEqual([
      "2026-03-27T23:00",
      "2026-03-28T23:00",
      "2026-03-29T22:00",
      "2026-03-30T22:00",
    ]);
  });

  it("keeps longer hours to the clock on the wall", () => {
    const { starts, step } = cut("2026-03-20T23:00:00Z", "2026-04-14T22:00:00Z", "Europe/Zurich");
    expect(step).toEqual({ amount: 6, unit: "hour" });
    const change = starts.indexOf("2026-03-28T23:00");
    // 00:00, 06:00 after a night without its 02:00, 12:00.
    expect(starts.slice(change, change + 3)).toEqual([
      "2026-03-28T23:00",
      "2026-03-29T04:00",
      "2026-03-29T10:00",
    ]);
  });

  it("shows the hour that comes twice as two, and the one that is skipped not at all", () => {
    const autumn = cut("2026-10-23T22:00:00Z", "2026-10-26T23:00:00Z", "Europe/Zurich");
    expect(autumn.step).toEqual({ amount: 1, unit: "hour" });
    expect(autumn.starts).toHaveLength(73);
    const spring = cut("2026-03-27T23:00:00Z", "2026-03-30T22:00:00Z", "Europe/Zurich");
    expect(spring.starts).toHaveLength(71);
  });

  it("knows zones that are no whole hours away", () => {
    const { starts } = cut("2026-06-01T00:00:00Z", "2026-06-04T00:00:00Z", "Asia/Kathmandu");
    expect(starts.slice(0, 2)).toEqual(["2026-05-31T23:15", "2026-06-01T00:15"]);
  });

  it("takes the first moment of a day whose midnight does not exist", () => {
    const { starts } = cut("2026-08-01T12:00:00Z", "2026-10-30T12:00:00Z", "America/Santiago");
    // The clock goes from 24:00 on the 5th to 01:00 on the 6th of September.
    expect(starts).toContain("2026-09-06T04:00");
    expect(new Set(starts).size).toBe(starts.length);
  });

  it.each([
    ["2026-06-01T00:00:07.500Z", "2026-06-01T00:00:30Z", "2026-06-01T00:00"],
    ["2020-05-13T00:00:00Z", "2026-06-01T00:00:00Z", "2020-05-01T00:00"],
    ["1970-01-01T00:00:00Z", "2255-01-01T00:00:00Z", "1970-01-01T00:00"],
  ])("covers %s to %s with few buckets, in order", (from, to, first) => {
    const { starts } = cut(from, to, "UTC");
    expect(starts[0]).toBe(first);
    expect(starts.length).toBeLessThanOrEqual(500);
    expect(starts).toEqual([...starts].sort());
  });

  it("begins weeks on Monday", () => {
    const { starts, step } = cut("2025-01-01T00:00:00Z", "2026-06-01T00:00:00Z", "UTC");
    expect(step).toEqual({ amount: 7, unit: "day" });
    expect(starts.every((start) => new Date(`${start}Z`).getUTCDay() === 1)).toBe(true);
  });

  it("refuses a zone that is not one", () => {
    expect(() => cut("2026-06-01T00:00:00Z", "2026-06-02T00:00:00Z", "Mars/Olympus")).toThrow(
      "There is no such time zone.",
    );
  });
});
