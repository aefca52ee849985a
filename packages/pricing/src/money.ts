import { PlumblineError } from "@plumbline/contracts/errors";

/** Money is counted in whole pico-dollars: 12 decimal places, the scale of the cost columns. */
export const decimalPlaces = 12;
const picoPerUsd = 1_000_000_000_000n;

/** Plain decimal USD without an exponent or trailing zeros, e.g. 37200000n → "0.0000372". */
export function picoToDecimal(pico: bigint): string {
  if (pico === 0n) return "0";
  const digits = (pico < 0n ? -pico : pico).toString().padStart(decimalPlaces + 1, "0");
  const point = digits.length - decimalPlaces;
  let end = digits.length;
  while (end > point && digits.charCodeAt(end - 1) === 48) end--;
  const whole = pico < 0n ? `-${digits.slice(0, point)}` : digits.slice(0, point);
  return end === point ? whole : `${whole}.${digits.slice(point, end)}`;
}

const decimalPattern = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/;
const longestDecimal = 400;

/**
 * Pico-dollars of a decimal, half-even beyond the twelfth place. Accepts exponents, since that is how
 * JSON writers print small numbers. Throws `invalid_request` for anything that is not a finite decimal.
 */
export function decimalToPico(decimal: string | number): bigint {
  const pico = tryDecimalToPico(decimal);
  if (pico === null)
    throw new PlumblineError("invalid_request", { message: "An amount must be a decimal number." });
  return pico;
}

/** Like `decimalToPico`, with null for what is no decimal. */
export function tryDecimalToPico(decimal: string | number): bigint | null {
  const text = typeof decimal === "number" ? String(decimal) : decimal.trim();
  if (text.length > longestDecimal) return null;
  const match = decimalPattern.exec(text);
  if (match === null) return null;
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match;
  if (whole === "" && fraction === "") return null;
  const digits = BigInt(whole + fraction);
  const shift = Number(exponent) - fraction.length + decimalPlaces;
  const pico = shift >= 0 ? digits * 10n ** BigInt(shift) : divideHalfEven(digits, 10n ** BigInt(-shift));
  return sign === "-" ? -pico : pico;
}

/** Rounds to the nearest integer and a tie to the even one; for non-negative operands. */
export function divideHalfEven(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  const twiceRemainder = (dividend % divisor) * 2n;
  if (twiceRemainder > divisor) return quotient + 1n;
  if (twiceRemainder === divisor && quotient % 2n === 1n) return quotient + 1n;
  return quotient;
}

/** Decimal(18, 12) holds less than a million dollars; a row beyond would be refused whole. */
export function fitsCostColumn(pico: bigint): boolean {
  return pico > -1_000_000n * picoPerUsd && pico < 1_000_000n * picoPerUsd;
}
