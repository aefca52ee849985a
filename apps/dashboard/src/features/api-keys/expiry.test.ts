import { describe, expect, test } from "vitest";
import { expiryOf } from "./expiry.ts";

const nowMs = Date.parse("2026-03-10T12:00:00Z");

describe("expiryOf", () => {
  test.each([
    ["never", "", null],
    ["30", "", "2026-04-09T12:00:00.000Z"],
    ["90", "", "2026-06-08T12:00:00.000Z"],
    ["365", "", "2027-03-10T12:00:00.000Z"],
  ] as const)("%s", (choice, date, expected) => {
    expect(expiryOf(choice, date, nowMs)).toBe(expected);
  });

  test("a date lasts to the end of its day", () => {
    const end = new Date(2026, 3, 1, 23, 59, 59, 999).toISOString();
    expect(expiryOf("date", "2026-04-01", nowMs)).toBe(end);
  });

  test.each(["", "2026-13-01", "2025-01-01", "tomorrow"])("refuses the date %j", (date) => {
    expect(expiryOf("date", date, nowMs)).toBeUndefined();
  });
});
