import { percentile } from "../ingest/percentile.ts";
import type { Line } from "../ingest/report.ts";

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? Number.NaN;
  return Number.isInteger(middle) ? (upper + (sorted[middle - 1] ?? Number.NaN)) / 2 : upper;
}

/** A figure beside its target. What could not be measured has missed it. */
export function judged(label: string, value: string, target: string, isMet: boolean): Line {
  return { label, value, target: `${target}   ${isMet ? "met" : "MISSED"}` };
}

/** The middle of the rounds with their span. */
export function spread(values: readonly number[], digits: number, unit: string): string {
  const at = (percent: number): string => percentile(values, percent).toFixed(digits);
  const middle = `${median(values).toFixed(digits)} ${unit}`;
  return values.length > 1 ? `${middle} (${at(0)}–${at(100)})` : middle;
}
