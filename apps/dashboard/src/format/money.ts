import { addDecimals, type Decimal, decimalToText, parseDecimal, roundDecimal } from "./decimal.ts";
import { unknown } from "./number.ts";

const significantDigits = 3;
const wholeGroups = new Intl.NumberFormat("en-US");

/** Digits after the point that keep three significant digits of an amount below one dollar. */
function fractionDigitsFor(value: Decimal): number {
  const magnitude = value.units < 0n ? -value.units : value.units;
  if (magnitude >= 10n ** BigInt(value.scale)) return 2;
  const leadingZeros = value.scale - magnitude.toString().length;
  return leadingZeros + significantDigits;
}

function withFraction(value: Decimal, fractionDigits: number): string {
  const rounded = roundDecimal(value, fractionDigits);
  const magnitude = rounded.units < 0n ? -rounded.units : rounded.units;
  const unit = 10n ** BigInt(fractionDigits);
  const whole = wholeGroups.format(magnitude / unit);
  const fraction = (magnitude % unit).toString().padStart(fractionDigits, "0");
  return `${rounded.units < 0n ? "-" : ""}$${whole}${fractionDigits === 0 ? "" : `.${fraction}`}`;
}

/**
 * USD from a decimal string. Null is unknown ("—"); an exact zero is "$0"; from one dollar two
 * decimals; below, three significant digits, so that a small cost never reads as nothing.
 */
export function formatMoney(amount: string | null): string {
  const value = amount === null ? null : parseDecimal(amount);
  if (!value) return unknown;
  if (value.units === 0n) return "$0";
  const rounded = roundDecimal(value, fractionDigitsFor(value));
  return withFraction(rounded, fractionDigitsFor(rounded));
}

/** The parts and the total of one breakdown at one precision: that of its finest part. */
export function formatMoneyBreakdown(amounts: readonly (string | null)[]): string[] {
  const values = amounts.map((amount) => (amount === null ? null : parseDecimal(amount)));
  const present = values.filter((value): value is Decimal => value !== null && value.units !== 0n);
  const digits = Math.max(2, ...present.map(fractionDigitsFor));
  return values.map((value) => {
    if (value === null) return unknown;
    return value.units === 0n ? "$0" : withFraction(value, digits);
  });
}

/** Every digit that is known, for tooltips and copying. */
export function exactMoney(amount: string | null): string {
  const value = amount === null ? null : parseDecimal(amount);
  if (!value) return unknown;
  const text = decimalToText(value);
  return text.startsWith("-") ? `-$${text.slice(1)}` : `$${text}`;
}

/** The exact sum of what is known; null when nothing is. */
export function sumMoney(amounts: Iterable<string | null>): string | null {
  let total: Decimal | null = null;
  for (const amount of amounts) {
    const value = amount === null ? null : parseDecimal(amount);
    if (value) total = total ? addDecimals(total, value) : value;
  }
  return total ? decimalToText(total) : null;
}
