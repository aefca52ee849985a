export const relativeRanges = ["15m", "1h", "6h", "24h", "7d", "30d", "90d"] as const;
export type RelativeRange = (typeof relativeRanges)[number];

/** Relative ranges travel as words, so that a link and a cache key stay the same while time passes. */
export type TimeRange = RelativeRange | { fromMs: number; toMs: number };

export const defaultRange: RelativeRange = "24h";

const hourMs = 3_600_000;

const lengths: Record<RelativeRange, { lengthMs: number; label: string }> = {
  "15m": { lengthMs: hourMs / 4, label: "Last 15 minutes" },
  "1h": { lengthMs: hourMs, label: "Last hour" },
  "6h": { lengthMs: 6 * hourMs, label: "Last 6 hours" },
  "24h": { lengthMs: 24 * hourMs, label: "Last 24 hours" },
  "7d": { lengthMs: 7 * 24 * hourMs, label: "Last 7 days" },
  "30d": { lengthMs: 30 * 24 * hourMs, label: "Last 30 days" },
  "90d": { lengthMs: 90 * 24 * hourMs, label: "Last 90 days" },
};

export const rangeLabel = (range: RelativeRange): string => lengths[range].label;

/** A relative range ends a little ahead of now: the clocks of senders differ. */
const clockSkewMs = 5 * 60_000;

export function resolveTimeRange(range: TimeRange, nowMs: number): { fromMs: number; toMs: number } {
  if (typeof range !== "string") return range;
  return { fromMs: nowMs - lengths[range].lengthMs, toMs: nowMs + clockSkewMs };
}

/** The shortest preset that reaches back to a moment, or a range of its own around that moment. */
export function rangeThatReaches(atMs: number, nowMs: number): TimeRange {
  const preset = relativeRanges.find((range) => nowMs - lengths[range].lengthMs < atMs);
  return preset ?? { fromMs: atMs - hourMs, toMs: atMs + hourMs };
}

/** "24h" or "1763733802000~1763737402000"; null for anything else. */
export function parseTimeRange(text: string): TimeRange | null {
  const relative = relativeRanges.find((range) => range === text);
  if (relative) return relative;
  const match = /^(\d{1,15})~(\d{1,15})$/.exec(text);
  const fromMs = Number(match?.[1]);
  const toMs = Number(match?.[2]);
  return match && fromMs < toMs ? { fromMs, toMs } : null;
}

export function serializeTimeRange(range: TimeRange): string {
  return typeof range === "string" ? range : `${range.fromMs}~${range.toMs}`;
}

/** How an address holds a range; for the parsers of the page and of the server alike. */
export const timeRangeCodec = {
  parse: parseTimeRange,
  serialize: serializeTimeRange,
  eq: (left: TimeRange, right: TimeRange) => serializeTimeRange(left) === serializeTimeRange(right),
};
