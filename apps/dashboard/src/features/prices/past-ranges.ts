const hourMs = 3_600_000;

/** How far back a price or a recomputation reaches. */
export const pastRanges = [
  { value: "24h", label: "The last 24 hours", lengthMs: 24 * hourMs },
  { value: "7d", label: "The last 7 days", lengthMs: 7 * 24 * hourMs },
  { value: "30d", label: "The last 30 days", lengthMs: 30 * 24 * hourMs },
  { value: "90d", label: "The last 90 days", lengthMs: 90 * 24 * hourMs },
  { value: "all", label: "Everything stored", lengthMs: Number.POSITIVE_INFINITY },
] as const;

/** The shortest range that reaches back to a moment. */
export function rangeSince(fromMs: number, nowMs: number): string {
  return pastRanges.find(({ lengthMs }) => nowMs - lengthMs <= fromMs)?.value ?? "all";
}

/** The moment at which a range begins; 0 for all time. */
export function startOfRange(value: string, nowMs: number): number {
  const range = pastRanges.find((candidate) => candidate.value === value) ?? pastRanges[0];
  return Math.max(0, nowMs - range.lengthMs);
}
