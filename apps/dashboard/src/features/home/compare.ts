import { rangeLabel, type TimeRange } from "../traces/time-range.ts";

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
  if (previous > 0 && current / previous >= 10) return `×${(current / previous).toFixed(0)}`;
  return signed(((current - previous) / previous) * 100, "%");
}

function signed(change: number, unit: string): string {
  const size = Math.abs(change);
  const shown = size >= 10 ? size.toFixed(0) : Number(size.toPrecision(2)).toString();
  if (Number(shown) === 0 || size < 0.005) return "no change";
  return `${change < 0 ? "−" : "+"}${shown} ${unit}`;
}

/** "the previous 7 days". */
export function namePreviousPeriod(range: TimeRange): string {
  if (typeof range !== "string" || range === "all") return "the same time before";
  return rangeLabel(range).replace("Last", "the previous");
}
