import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decimalToText } from "./decimal.ts";
import { describeDuration, formatDuration } from "./duration.ts";
import { exactMoney, formatMoney, formatMoneyBreakdown, sumMoney } from "./money.ts";
import { formatBytes, formatCount, formatRate, formatTokens } from "./number.ts";
import {
  formatExact,
  formatRelative,
  formatRowTime,
  formatSpan,
  formatZone,
  formatZoneShort,
  fromInputTime,
  isTimeZone,
  toInputTime,
} from "./time.ts";

describe("money", () => {
  it.each([
    [null, "—"],
    ["not a number", "—"],
    ["0", "$0"],
    ["0.000000000000", "$0"],
    ["0.0000412", "$0.0000412"],
    ["0.004120000000", "$0.00412"],
    ["0.000000000001", "$0.00000000000100"],
    ["0.5", "$0.500"],
    ["0.9994", "$0.999"],
    ["0.9996", "$1.00"],
    ["0.09996", "$0.100"],
    ["1", "$1.00"],
    ["1234567.894999999999", "$1,234,567.89"],
    ["99999999999999.99", "$99,999,999,999,999.99"],
    ["-0.00412", "-$0.00412"],
    ["-12.3", "-$12.30"],
  ])("%s reads %s", (amount, shown) => {
    expect(formatMoney(amount)).toBe(shown);
  });

  it("shows every part of a breakdown at one precision", () => {
    expect(formatMoneyBreakdown(["0.00412", "12.3", "0", null])).toEqual([
      "$0.00412",
      "$12.30000",
      "$0",
      "—",
    ]);
  });

  it("keeps the full decimal for the tooltip", () => {
    expect(exactMoney("0.004120000001")).toBe("$0.004120000001");
    expect(exactMoney("3.500000000000")).toBe("$3.5");
    expect(exactMoney(null)).toBe("—");
  });

  it("adds without rounding and knows nothing from nothing", () => {
    expect(sumMoney(["0.1", "0.2", null])).toBe("0.3");
    expect(sumMoney([null])).toBeNull();
    expect(sumMoney([])).toBeNull();
  });

  it("never shows a cost as nothing", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 20n }), (pico) => {
        const digits = pico.toString().padStart(13, "0");
        const amount = `${digits.slice(0, -12)}.${digits.slice(-12)}`;
        const shown = Number(formatMoney(amount).replace(/[$,]/g, ""));
        expect(Math.abs(shown - Number(amount)) / Number(amount)).toBeLessThanOrEqual(0.0051);
      }),
    );
  });

  it("sums exactly, whatever the number of decimals", () => {
    const amount = fc.record({ units: fc.bigInt({ min: 0n, max: 10n ** 18n }), scale: fc.nat(12) });
    fc.assert(
      fc.property(fc.array(amount, { minLength: 1 }), (amounts) => {
        const texts = amounts.map(decimalToText);
        const picos = amounts.map(({ units, scale }) => units * 10n ** BigInt(12 - scale));
        const total = picos.reduce((left, right) => left + right, 0n);
        expect(sumMoney(texts)).toBe(decimalToText({ units: total, scale: 12 }));
      }),
    );
  });
});

describe("numbers", () => {
  it.each([
    [null, "—"],
    [0, "0"],
    [1234, "1,234"],
    [9999, "9,999"],
    [12_345, "12.3k"],
    [1_234_567, "1.23M"],
  ])("%s tokens read %s", (tokens, shown) => {
    expect(formatTokens(tokens)).toBe(shown);
  });

  it("uses binary byte units", () => {
    expect(formatBytes(512)).toBe("512 B");
    expect(formatBytes(1536)).toBe("1.5 KiB");
    expect(formatBytes(20 * 1024 * 1024)).toBe("20.0 MiB");
  });

  it("counts and rates", () => {
    expect(formatCount(1, "span")).toBe("1 span");
    expect(formatCount(1200, "span")).toBe("1,200 spans");
    expect(formatRate(42.123)).toBe("42.1");
    expect(formatRate(Number.POSITIVE_INFINITY)).toBe("—");
  });
});

describe("durations", () => {
  it.each([
    [null, "—"],
    [0, "0 ms"],
    [0.0421, "0.042 ms"],
    [12.4, "12 ms"],
    [999.4, "999 ms"],
    [999.6, "1.00 s"],
    [12_340, "12.34 s"],
    [59_994, "59.99 s"],
    [59_996, "1m 00s"],
    [125_000, "2m 05s"],
    [3_720_000, "1h 02m"],
    [-20, "-20 ms"],
  ])("%s ms read %s", (durationMs, shown) => {
    expect(formatDuration(durationMs)).toBe(shown);
  });

  it("speaks in words", () => {
    expect(describeDuration(1500)).toBe("1.50 seconds");
  });
});

describe("times", () => {
  const atMs = Date.UTC(2026, 10, 21, 13, 3, 22, 118);

  it("is relative within a day, absolute beyond", () => {
    expect(formatRelative(atMs, atMs + 1_000, "UTC")).toBe("just now");
    expect(formatRelative(atMs, atMs + 42_000, "UTC")).toBe("42 s ago");
    expect(formatRelative(atMs, atMs + 240_000, "UTC")).toBe("4 min ago");
    expect(formatRelative(atMs, atMs + 3 * 3_600_000, "UTC")).toBe("3 h ago");
    expect(formatRelative(atMs, atMs + 25 * 3_600_000, "UTC")).toBe("21 Nov 2026, 13:03");
  });

  it("names the zone and keeps milliseconds", () => {
    expect(formatExact(atMs, "UTC")).toBe("21 Nov 2026, 13:03:22.118 UTC");
    expect(formatExact(atMs, "Asia/Tokyo")).toBe("21 Nov 2026, 22:03:22.118 GMT+9");
    expect(formatRowTime(atMs, "UTC")).toBe("21 Nov, 13:03:22.118");
    expect(formatZone("UTC", atMs)).toBe("UTC");
    expect(formatZone("Asia/Tokyo", atMs)).toBe("Asia/Tokyo (GMT+9)");
    expect(formatZoneShort("Asia/Tokyo", atMs)).toBe("GMT+9");
  });

  it("knows which zones it can show times in", () => {
    expect([isTimeZone("Europe/Zurich"), isTimeZone("UTC")]).toEqual([true, true]);
    expect([isTimeZone("Mars/Olympus"), isTimeZone(""), isTimeZone("local")]).toEqual([false, false, false]);
  });

  it("says how long a bucket is", () => {
    expect([5_000, 60_000, 900_000, 3_600_000, 7_200_000, 86_400_000].map(formatSpan)).toEqual([
      "5 seconds",
      "minute",
      "15 minutes",
      "hour",
      "2 hours",
      "day",
    ]);
  });

  it("reads a wall time back in its zone", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2030, 0) }),
        fc.constantFrom("UTC", "Asia/Kolkata", "Pacific/Auckland", "America/New_York"),
        (instantMs, zone) => {
          const text = toInputTime(instantMs, zone);
          expect(toInputTime(fromInputTime(text, zone), zone)).toBe(text);
        },
      ),
    );
    expect(fromInputTime("nonsense", "UTC")).toBeNaN();
  });
});
