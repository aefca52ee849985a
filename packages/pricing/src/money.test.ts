import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decimalToPico, divideHalfEven, fitsCostColumn, picoToDecimal, tryDecimalToPico } from "./money.ts";

const pico = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });

/** Second method: rounds by looking at the digits as text, knowing nothing of integer division. */
function roundByDigits(whole: string, fraction: string): bigint {
  const kept = BigInt(whole + fraction.slice(0, 12).padEnd(12, "0"));
  const rest = fraction.slice(12);
  const isTie = /^50*$/.test(rest);
  const isAboveHalf = /^[5-9]/.test(rest) && !isTie;
  const lastKeptIsOdd = /[13579]$/.test(String(kept));
  return isAboveHalf || (isTie && lastKeptIsOdd) ? kept + 1n : kept;
}

describe("money", () => {
  it("survives the way to decimal and back", () => {
    fc.assert(
      fc.property(pico, (amount) => {
        expect(decimalToPico(picoToDecimal(amount))).toBe(amount);
      }),
    );
  });

  it("adds like integers", () => {
    fc.assert(
      fc.property(pico, pico, (left, right) => {
        const sum = decimalToPico(picoToDecimal(left)) + decimalToPico(picoToDecimal(right));
        expect(picoToDecimal(sum)).toBe(picoToDecimal(left + right));
      }),
    );
  });

  it("rounds half-even as a second method does", () => {
    const digits = (maxLength: number) => fc.stringMatching(new RegExp(`^\\d{1,${maxLength}}$`));
    const ties = fc
      .tuple(fc.stringMatching(/^\d{12}$/), fc.constantFrom("5", "50", "500", "51", "49", "05"))
      .map((all) => all.join(""));
    fc.assert(
      fc.property(digits(9), fc.oneof(digits(20), ties), fc.boolean(), (whole, fraction, negative) => {
        const expected = roundByDigits(whole, fraction);
        expect(decimalToPico(`${negative ? "-" : ""}${whole}.${fraction}`)).toBe(
          negative ? -expected : expected,
        );
      }),
      { numRuns: 2000 },
    );
  });

  it("shifts exponents without rounding what fits", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10 ** 9 }),
        fc.integer({ min: -12, max: 6 }),
        (digits, exponent) => {
          expect(decimalToPico(`${digits}e${exponent}`)).toBe(BigInt(digits) * 10n ** BigInt(exponent + 12));
        },
      ),
    );
    expect(decimalToPico(1.6e-7)).toBe(160_000n);
  });

  it("writes plain decimals", () => {
    expect(picoToDecimal(0n)).toBe("0");
    expect(picoToDecimal(37_200_000n)).toBe("0.0000372");
    expect(picoToDecimal(-1_500_000_000_000n)).toBe("-1.5");
    expect(picoToDecimal(42_000_000_000_000n)).toBe("42");
  });

  it("refuses what is no finite decimal", () => {
    for (const text of [
      "",
      ".",
      "-",
      "1,5",
      "NaN",
      "Infinity",
      "0x10",
      "1e",
      "1 2",
      "1e9999",
      "9".repeat(500),
    ]) {
      expect(tryDecimalToPico(text)).toBeNull();
    }
    expect(() => decimalToPico(Number.NaN)).toThrow(expect.objectContaining({ code: "invalid_request" }));
  });

  it("knows ties and the limits of the column", () => {
    expect([1n, 3n, 5n, 7n].map((dividend) => divideHalfEven(dividend, 2n))).toEqual([0n, 2n, 2n, 4n]);
    expect(fitsCostColumn(decimalToPico("999999.999999999999"))).toBe(true);
    expect(fitsCostColumn(decimalToPico("1000000"))).toBe(false);
  });
});
