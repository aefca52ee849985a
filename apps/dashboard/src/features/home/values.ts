import { formatDuration } from "../../format/duration.ts";
import { formatMoney } from "../../format/money.ts";
import { formatBytes, formatInteger, formatRate, formatTokens, unknown } from "../../format/number.ts";

/** What a number of the page counts. Money is carried beside as its exact text. */
export type ValueUnit =
  | "count"
  | "tokens"
  | "duration"
  | "rate"
  | "speed"
  | "money"
  /** Any number, in whatever its name says. */
  | "plain"
  /** So many a second. */
  | "frequency"
  | "bytes";

export function formatValue(value: number | null, unit: ValueUnit, exact?: string | null): string {
  if (value === null) return unknown;
  switch (unit) {
    case "count":
      return formatInteger(value);
    case "tokens":
      return formatTokens(value);
    case "duration":
      return formatDuration(value);
    case "rate":
      return formatPercent(value);
    case "speed":
      return `${formatRate(value)}/s`;
    case "frequency":
      return formatFrequency(value);
    case "bytes":
      return formatBytes(value);
    case "money":
      return formatMoney(exact ?? toPlainDecimal(value));
    case "plain":
      return trim(value);
  }
}

/** "0.12 %", "4.3 %", "57 %": never a "0 %" that is not zero. */
export function formatPercent(share: number | null): string {
  if (share === null || !Number.isFinite(share)) return unknown;
  const percent = share * 100;
  if (percent === 0) return "0 %";
  const size = Math.abs(percent);
  if (size >= 99.95) return `${percent.toFixed(0)} %`;
  if (size < 1) return `${toPlainDecimal(Number(percent.toPrecision(2)))} %`;
  return `${percent.toFixed(size < 10 ? 1 : 0)} %`;
}

const longerUnits = [
  ["s", 1],
  ["min", 60],
  ["h", 3_600],
  ["day", 86_400],
] as const;

/** By the shortest unit of time in which there is about one: "12/s", "3.5/h", never a "0" that is not zero. */
function formatFrequency(perSecond: number): string {
  if (perSecond === 0) return "0/s";
  const [unit, seconds] = longerUnits.find(([, length]) => perSecond * length >= 0.95) ?? ["day", 86_400];
  const value = perSecond * seconds;
  return `${value < 10 ? toPlainDecimal(Number(value.toPrecision(2))) : formatRate(value)}/${unit}`;
}

/** Beside an axis: short, and only as exact as the axis. */
export function formatAxis(value: number, unit: ValueUnit): string {
  if (value === 0) return unit === "money" ? "$0" : "0";
  switch (unit) {
    case "count":
    case "tokens":
      return formatTokens(value);
    case "duration":
      return value < 1_000
        ? `${trim(value)} ms`
        : value < 60_000
          ? `${trim(value / 1_000)} s`
          : formatDuration(value);
    case "rate":
      return `${trim(value * 100)} %`;
    case "speed":
      return trim(value);
    case "frequency":
      return `${trim(value)}/s`;
    case "bytes":
      return formatBytes(value);
    case "money":
      return `$${trim(value)}`;
    case "plain":
      return trim(value);
  }
}

const trim = (value: number) => toPlainDecimal(Number(value.toPrecision(4)));

function toPlainDecimal(value: number): string {
  const text = value.toFixed(12);
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}
