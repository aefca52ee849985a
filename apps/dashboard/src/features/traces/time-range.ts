const unitMs = {
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
  mo: 30 * 86_400_000,
  y: 365 * 86_400_000,
} as const;
type Unit = keyof typeof unitMs;

/** "25m" and "3d" reach so far back from now; "all" as far as anything can be stored. */
export type RelativeRange = "all" | `${number}${Unit}`;

/** Relative ranges travel as words, so that a link and a cache key stay the same while time passes. */
export type TimeRange = RelativeRange | { fromMs: number; toMs: number };

/** The presets, shortest first. */
export const relativeRanges = [
  "5m",
  "15m",
  "1h",
  "6h",
  "24h",
  "3d",
  "7d",
  "30d",
  "90d",
  "1y",
  "all",
] as const satisfies readonly RelativeRange[];

export const defaultRange: RelativeRange = "24h";

const everMs = 10 * unitMs.y;

const names: Record<Unit, string> = { m: "minute", h: "hour", d: "day", w: "week", mo: "month", y: "year" };
const spellings = new Map<string, Unit>([
  ...(["m", "min", "mins", "minute", "minutes"] as const).map((word) => [word, "m"] as const),
  ...(["h", "hr", "hrs", "hour", "hours"] as const).map((word) => [word, "h"] as const),
  ...(["d", "day", "days"] as const).map((word) => [word, "d"] as const),
  ...(["w", "wk", "week", "weeks"] as const).map((word) => [word, "w"] as const),
  ...(["mo", "month", "months"] as const).map((word) => [word, "mo"] as const),
  ...(["y", "yr", "year", "years"] as const).map((word) => [word, "y"] as const),
]);

interface Length {
  count: number;
  unit: Unit;
}

function lengthOf(range: string): Length | null {
  const match = /^([1-9]\d{0,5})([a-z]+)$/.exec(range);
  const unit = (Object.keys(unitMs) as Unit[]).find((known) => known === match?.[2]);
  if (!match || !unit) return null;
  const count = Number(match[1]);
  return count * unitMs[unit] <= everMs ? { count, unit } : null;
}

/** What people type: "25m", "3 days", "last 2 weeks", "all"; null when it is not a length of time. */
export function parseTypedRange(text: string): RelativeRange | null {
  const words = text
    .trim()
    .toLowerCase()
    .replace(/^(the )?(last|past) /, "");
  if (/^(all|all time|everything|ever)$/.test(words)) return "all";
  const match = /^(\d*)\s*([a-z]+)$/.exec(words);
  const unit = spellings.get(match?.[2] ?? "");
  if (!match || !unit) return null;
  const count = match[1] === "" ? 1 : Number(match[1]);
  const range: RelativeRange = `${count}${unit}`;
  return lengthOf(range) ? range : null;
}

export function rangeLabel(range: RelativeRange): string {
  if (range === "all") return "All time";
  const length = lengthOf(range);
  if (!length) return range;
  const { count, unit } = length;
  return count === 1 ? `Last ${names[unit]}` : `Last ${count} ${names[unit]}s`;
}

/** A relative range ends a little ahead of now: the clocks of senders differ. */
const clockSkewMs = 5 * 60_000;

export function resolveTimeRange(range: TimeRange, nowMs: number): { fromMs: number; toMs: number } {
  if (typeof range !== "string") return range;
  return { fromMs: nowMs - rangeLengthMs(range), toMs: nowMs + clockSkewMs };
}

function rangeLengthMs(range: RelativeRange): number {
  const length = lengthOf(range);
  return length ? length.count * unitMs[length.unit] : everMs;
}

/** The shortest preset that reaches back to a moment. */
export function rangeThatReaches(atMs: number, nowMs: number): TimeRange {
  const preset = relativeRanges.find((range) => nowMs - rangeLengthMs(range) < atMs);
  return preset ?? { fromMs: atMs - unitMs.h, toMs: atMs + unitMs.h };
}

/** The same range with its ends fixed, as a link for somebody else needs it. */
export function freezeTimeRange(range: TimeRange, nowMs: number): { fromMs: number; toMs: number } {
  const { fromMs } = resolveTimeRange(range, nowMs);
  return typeof range === "string" ? { fromMs, toMs: nowMs } : range;
}

export function parseRelativeRange(text: string): RelativeRange | null {
  if (text === "all") return text;
  const length = lengthOf(text);
  return length ? `${length.count}${length.unit}` : null;
}

/** "24h", "all" or "1763733802000~1763737402000"; null for anything else. */
export function parseTimeRange(text: string): TimeRange | null {
  const relative = parseRelativeRange(text);
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
