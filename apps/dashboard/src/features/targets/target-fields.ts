import { type Decimal, decimalToText, parseDecimal } from "../../format/decimal.ts";
import type { TargetMetric } from "../home/target-state.ts";

interface TargetUnit {
  sign: string;
  words: string;
  /** Rates are stored from 0 to 1 and typed as percent. */
  isPercent?: boolean;
}

const units: Record<TargetMetric, TargetUnit> = {
  ttft_ms: { sign: "ms", words: "milliseconds" },
  tokens_per_second: { sign: "/s", words: "tokens per second" },
  latency_ms: { sign: "ms", words: "milliseconds" },
  error_rate: { sign: "%", words: "percent", isPercent: true },
  cache_hit_rate: { sign: "%", words: "percent", isPercent: true },
  cost_per_call: { sign: "USD", words: "US dollars" },
};

export const targetUnit = (metric: TargetMetric): TargetUnit => units[metric];

/** As it is typed: exact, without a bound an empty text. */
export function toField(metric: TargetMetric, bound: string | null): string {
  const value = bound === null ? null : parseDecimal(bound);
  if (!value) return "";
  return decimalToText(units[metric].isPercent ? { units: value.units * 100n, scale: value.scale } : value);
}

/** As it is stored; null when empty, undefined when it is no number. A comma stands for a point. */
export function fromField(metric: TargetMetric, text: string): string | null | undefined {
  const trimmed = text.trim().replace(",", ".");
  if (trimmed === "") return null;
  const value = parseDecimal(trimmed.startsWith(".") ? `0${trimmed}` : trimmed);
  if (!value) return undefined;
  const stored: Decimal = units[metric].isPercent ? { units: value.units, scale: value.scale + 2 } : value;
  return decimalToText(stored);
}
