import { formatMinute, type TimeZone } from "../../format/time.ts";
import type { Buckets } from "./chart-model.ts";
import { isUnfinished, nominalEnds } from "./zoom.ts";

const formats = new Map<string, Intl.DateTimeFormat>();

function format(zone: string | undefined, key: string, options: Intl.DateTimeFormatOptions) {
  const cacheKey = `${key}|${zone ?? ""}`;
  const known = formats.get(cacheKey);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-GB", { ...options, timeZone: zone, hourCycle: "h23" });
  formats.set(cacheKey, made);
  return made;
}

/** Below an axis: the hour, at midnight the day, at the turn of a long chart the month. */
export function formatTick(atMs: number, lengthMs: number, zone: TimeZone): string {
  if (zone === null) return "";
  const clock = format(zone, "clock", { hour: "2-digit", minute: "2-digit" }).format(atMs);
  if (lengthMs > 400 * 86_400_000)
    return format(zone, "month", { month: "short", year: "2-digit" }).format(atMs);
  if (clock === "00:00" || lengthMs > 40 * 86_400_000) {
    return format(zone, "day", { day: "numeric", month: "short" }).format(atMs);
  }
  if (lengthMs > 300_000) return clock;
  return format(zone, "second", { hour: "2-digit", minute: "2-digit", second: "2-digit" }).format(atMs);
}

/** "20 Nov 2026, 14:00 – 15:00", in words that also say when it is not over. */
export function describeBucket(buckets: Buckets, index: number, zone: TimeZone): string {
  const startMs = buckets.startsMs[index];
  if (startMs === undefined || zone === null) return "";
  const tail = isUnfinished(buckets, index) ? " (unfinished)" : "";
  const { unit, amount } = buckets.step;
  if (unit === "month" || unit === "day") {
    const day = format(zone, "date", { dateStyle: "medium" }).format(startMs);
    return `${day}${amount > 1 || unit === "month" ? " and after" : ""}${tail}`;
  }
  const endMs = nominalEnds(buckets.startsMs)[index] ?? startMs;
  const key = unit === "second" ? "second" : "clock";
  const clock = format(zone, key, {
    hour: "2-digit",
    minute: "2-digit",
    ...(unit === "second" && { second: "2-digit" }),
  });
  if (unit === "second") {
    const day = format(zone, "date", { dateStyle: "medium" }).format(startMs);
    return `${day}, ${clock.format(startMs)} – ${clock.format(endMs)}${tail}`;
  }
  return `${formatMinute(startMs, zone)} – ${clock.format(endMs)}${tail}`;
}
