import { compareDecimals, type Decimal, formatDecimal, isWhole, multiply, parseDecimal } from "./decimal.ts";

/** The types of field that are compared by size. */
export type MeasureType = "number" | "money" | "duration" | "count";

export type Measure =
  | { value: string }
  /** `replacement` is what the number might have meant. */
  | { message: string; replacement?: string };

/** By what a unit is multiplied, and over which power of ten, to give milliseconds. */
const durationUnits = new Map<string, readonly [factor: bigint, powerOfTen: number]>([
  ["us", [1n, 3]],
  ["µs", [1n, 3]],
  ["μs", [1n, 3]],
  ["ms", [1n, 0]],
  ["s", [1_000n, 0]],
  ["m", [60_000n, 0]],
  ["h", [3_600_000n, 0]],
]);
const countUnits = new Map([
  ["", 1n],
  ["k", 1_000n],
  ["m", 1_000_000n],
]);
const oneMs: Decimal = { digits: 1n, scale: 0 };
const oneSecond: Decimal = { digits: 1_000n, scale: 0 };
const longest: Decimal = { digits: 10n ** 18n, scale: 0 };
/** Finer than a picosecond nobody measures; and every unit can then write what another has read. */
const finestDurationScale = 9;

export function isMeasureType(type: string): type is MeasureType {
  return type === "number" || type === "money" || type === "duration" || type === "count";
}

/** What was typed as a decimal string in the base unit of the type: ms, USD, pieces. */
export function parseMeasure(type: MeasureType, text: string): Measure {
  switch (type) {
    case "duration":
      return parseDuration(text);
    case "money": {
      const amount = parseDecimal(text.replace(/^\$/, ""));
      if (amount && amount.digits >= 0n) return { value: formatDecimal(amount) };
      return { message: `"${text}" is no amount of money: write it like 0.05 or $2.` };
    }
    case "count":
      return parseCount(text);
    case "number": {
      const number = parseDecimal(text);
      if (number) return { value: formatDecimal(number) };
      return { message: `"${text}" is no number: write it like 3 or 0.8.` };
    }
  }
}

function parseDuration(text: string): Measure {
  const typed = text.toLowerCase();
  if (/^0+$/.test(typed)) return { value: "0" };
  let total: Decimal = { digits: 0n, scale: finestDurationScale };
  let end = 0;
  for (const match of typed.matchAll(/([\d.]+)([a-zµμ]+)/gy)) {
    const amount = parseDecimal(match[1] ?? "");
    const unit = durationUnits.get(match[2] ?? "");
    if (!amount || !unit) break;
    const part = multiply(amount, ...unit);
    if (part.scale > finestDurationScale && !isWhole({ ...part, scale: part.scale - finestDurationScale }))
      break;
    const excess = part.scale - finestDurationScale;
    const digits = excess > 0 ? part.digits / 10n ** BigInt(excess) : part.digits * 10n ** BigInt(-excess);
    total = { digits: total.digits + digits, scale: finestDurationScale };
    end = match.index + match[0].length;
  }
  if (end > 0 && end === typed.length && compareDecimals(total, longest) < 0)
    return { value: formatDecimal(total) };
  if (parseDecimal(typed) && !typed.startsWith("-"))
    return { message: `Say the unit: ${text}s or ${text}ms?`, replacement: `${text}s` };
  return { message: `"${text}" is no duration: write it like 250ms, 2s or 1m30s.` };
}

function parseCount(text: string): Measure {
  const [, amount = "", unit = ""] = /^([\d.]+)([km]?)$/i.exec(text) ?? [];
  const number = parseDecimal(amount);
  const factor = countUnits.get(unit.toLowerCase());
  const count = number && factor ? multiply(number, factor) : null;
  if (count && isWhole(count) && compareDecimals(count, longest) < 0) return { value: formatDecimal(count) };
  return { message: `"${text}" is no whole number: write it like 500, 12k or 1.5M.` };
}

/** The shortest exact way to type a decimal string in the base unit. */
export function formatMeasure(type: MeasureType, value: string): string {
  const number = parseDecimal(value);
  if (!number || type === "number" || type === "money") return value;
  if (type === "count") {
    if (number.digits === 0n || !isWhole(number)) return value;
    if (isWhole(multiply(number, 1n, 6))) return `${formatDecimal(multiply(number, 1n, 6))}M`;
    return isWhole(multiply(number, 1n, 3)) ? `${formatDecimal(multiply(number, 1n, 3))}k` : value;
  }
  if (number.digits === 0n) return "0ms";
  const whole = BigInt(isWhole(number) ? formatDecimal(number) : "1");
  if (whole % 3_600_000n === 0n) return `${whole / 3_600_000n}h`;
  if (whole % 60_000n === 0n) return `${whole / 60_000n}m`;
  if (compareDecimals(number, oneSecond) >= 0) return `${formatDecimal(multiply(number, 1n, 3))}s`;
  if (compareDecimals(number, oneMs) >= 0) return `${value}ms`;
  return `${formatDecimal(multiply(number, 1_000n))}us`;
}
