import { unknown } from "./number.ts";

/**
 * An IANA name; undefined is the zone of the reader's machine. Null is not known yet, as on the server:
 * then a time is an empty text, so that what the server renders is never a wrong hour.
 */
export type TimeZone = string | undefined | null;

/** Whether times can be shown in it; names of zones come from storage and from lists of other machines. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en-GB", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(
  key: string,
  zone: string | undefined,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  const cacheKey = `${key}|${zone ?? ""}`;
  const known = formatters.get(cacheKey);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-GB", { ...options, timeZone: zone, hourCycle: "h23" });
  formatters.set(cacheKey, made);
  return made;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** "just now", "4 min ago", "3 h ago"; from 24 hours on the date and the minute. */
export function formatRelative(atMs: number, nowMs: number, zone: TimeZone): string {
  if (zone === null) return "";
  const ageMs = nowMs - atMs;
  if (ageMs < -5_000 || ageMs >= dayMs) return formatMinute(atMs, zone);
  if (ageMs < 5_000) return "just now";
  if (ageMs < minuteMs) return `${Math.floor(ageMs / 1000)} s ago`;
  if (ageMs < hourMs) return `${Math.floor(ageMs / minuteMs)} min ago`;
  return `${Math.floor(ageMs / hourMs)} h ago`;
}

/** "21 Nov 2026, 14:03". */
export function formatMinute(atMs: number, zone: TimeZone): string {
  if (zone === null) return "";
  return formatter("minute", zone, { dateStyle: "medium", timeStyle: "short" }).format(atMs);
}

/** "21 Nov, 14:03:22.118", without the year: for rows, where the width is short. */
export function formatRowTime(atMs: number, zone: TimeZone): string {
  if (zone === null) return "";
  return formatter("row", zone, {
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    fractionalSecondDigits: 3,
  }).format(atMs);
}

/** "21 Nov 2026, 14:03:22.118 GMT+1". */
export function formatExact(atMs: number | null, zone: TimeZone): string {
  if (atMs === null) return unknown;
  if (zone === null) return "";
  return formatter("exact", zone, {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    fractionalSecondDigits: 3,
    timeZoneName: "short",
  }).format(atMs);
}

/** "UTC" or "GMT+1". */
export function formatZoneShort(zone: TimeZone, atMs: number): string {
  if (zone === null) return "";
  const parts = formatter("zone", zone, { timeZoneName: "short" }).formatToParts(atMs);
  return parts.find(({ type }) => type === "timeZoneName")?.value ?? "";
}

/** "UTC" or "Europe/Zurich (GMT+1)". */
export function formatZone(zone: TimeZone, atMs: number): string {
  if (zone === null) return "";
  const short = formatZoneShort(zone, atMs);
  const name = zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  return name === short ? name : `${name} (${short})`;
}

/** Local wall time for an input of type datetime-local, to the minute. */
export function toInputTime(atMs: number, zone: TimeZone): string {
  if (zone === null) return "";
  const parts = formatter("input", zone, {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  }).formatToParts(atMs);
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? "";
  return `${of("year")}-${of("month")}-${of("day")}T${of("hour")}:${of("minute")}`;
}

/** The instant of a wall time in a zone; NaN when the text is not one. In a gap it lands after it. */
export function fromInputTime(text: string, zone: TimeZone): number {
  const asUtcMs = Date.parse(`${text}Z`);
  if (Number.isNaN(asUtcMs)) return Number.NaN;
  const offsetAt = (atMs: number) => Date.parse(`${toInputTime(atMs, zone)}Z`) - floorMinute(atMs);
  const guessMs = asUtcMs - offsetAt(asUtcMs);
  return asUtcMs - offsetAt(guessMs);
}

function floorMinute(atMs: number): number {
  return Math.floor(atMs / minuteMs) * minuteMs;
}

const spans = [
  [dayMs, "day"],
  [hourMs, "hour"],
  [minuteMs, "minute"],
  [1_000, "second"],
] as const;

/** How long a bucket of time is: "5 minutes", "hour" for exactly one. */
export function formatSpan(lengthMs: number): string {
  const [unitMs, name] = spans.find(([unit]) => lengthMs >= unit && lengthMs % unit === 0) ?? [1, "ms"];
  const count = lengthMs / unitMs;
  return count === 1 ? name : `${count} ${name}s`;
}
