import type { TimeRange } from "../traces/time-range.ts";

/**
 * How a value stands against the period before, like "+12 %"; shares are compared in points. Null when
 * either is not known, or nothing can be measured against it.
 */
export function describeChange(
  current: number | null,
  previous: number | null,
  kind: "amount" | "share",
): string | null {
  if (current === null || previous === null) return null;
  if (kind === "share") return signed((current - previous) * 100, "points");
  if (previous === 0) return current === 0 ? "no change" : null;
  return signed(((current - previous) / previous) * 100, "%");
}

function signed(change: number, unit: string): string {
  const size = Math.abs(change);
  const shown = size >= 10 ? size.toFixed(0) : Number(size.toPrecision(2)).toString();
  if (Number(shown) === 0 || size < 0.005) return "no change";
  return `${change < 0 ? "−" : "+"}${shown} ${unit}`;
}

const relativeNames: Record<Extract<TimeRange, string>, string> = {
  "15m": "the previous 15 minutes",
  "1h": "the previous hour",
  "6h": "the previous 6 hours",
  "24h": "the previous 24 hours",
  "7d": "the previous 7 days",
  "30d": "the previous 30 days",
  "90d": "the previous 90 days",
};

export function namePreviousPeriod(range: TimeRange): string {
  return typeof range === "string" ? relativeNames[range] : "the same time before";
}
