import { PlumblineError } from "@plumbline/contracts/errors";

/** Half-open intervals, ascending; all but the first and the last lie whole in the window. */
export interface TimeBuckets {
  /** Milliseconds since the epoch. The first may begin before the window. */
  startsMs: number[];
  step: BucketStep;
}

export interface BucketStep {
  amount: number;
  unit: "second" | "minute" | "hour" | "day" | "month";
}

const secondMs = 1_000;
const minuteMs = 60_000;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

const unitMs = { second: secondMs, minute: minuteMs, hour: hourMs, day: dayMs, month: 31 * dayMs };

/** As many as a chart of a few hundred pixels shows apart. */
const wantedBuckets = 100;

const steps: readonly BucketStep[] = [
  ...[1, 5, 10, 30].map((amount) => ({ amount, unit: "second" as const })),
  ...[1, 2, 5, 10, 15, 30].map((amount) => ({ amount, unit: "minute" as const })),
  ...[1, 2, 3, 6, 12].map((amount) => ({ amount, unit: "hour" as const })),
  ...[1, 7].map((amount) => ({ amount, unit: "day" as const })),
  ...[1, 3, 12].map((amount) => ({ amount, unit: "month" as const })),
];
const coarsest: BucketStep = { amount: 12, unit: "month" };

const lengthOf = ({ amount, unit }: BucketStep) => amount * unitMs[unit];

/**
 * Cuts a window by the calendar of a zone: a day begins at its midnight and has 23 or 25 hours where the
 * clock changes; weeks begin on Monday. Throws `invalid_request` for a zone that is not one.
 */
export function cutWindow(window: { fromMs: number; toMs: number }, zone: string): TimeBuckets {
  const calendar = calendarOf(zone);
  const lengthMs = window.toMs - window.fromMs;
  const step = steps.find((candidate) => lengthMs / lengthOf(candidate) <= wantedBuckets) ?? coarsest;
  const startsMs: number[] = [];
  for (const startMs of bucketStarts(calendar, step, window.fromMs)) {
    if (startMs >= window.toMs) break;
    if (startMs <= window.fromMs) startsMs.length = 0;
    startsMs.push(startMs);
  }
  return { startsMs, step };
}

interface Calendar {
  /** What a clock on the wall shows, as if it were UTC. */
  wallMs: (atMs: number) => number;
  /** The first instant at which the clock shows this or later. */
  instantOf: (wallMs: number) => number;
}

function calendarOf(zone: string): Calendar {
  const format = formatOf(zone);
  const wallMs = (atMs: number) => {
    const secondsMs = Math.floor(atMs / secondMs) * secondMs;
    const parts: Record<string, number> = {};
    for (const { type, value } of format.formatToParts(secondsMs)) parts[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
    return Date.UTC(year, month - 1, day, hour, minute, second);
  };
  const offsetAt = (atMs: number) => wallMs(atMs) - Math.floor(atMs / secondMs) * secondMs;
  const instantOf = (wall: number) => {
    // The offsets of the days before and after differ where the clock changes in between.
    const early = wall - Math.max(offsetAt(wall - dayMs), offsetAt(wall + dayMs));
    const late = wall - Math.min(offsetAt(wall - dayMs), offsetAt(wall + dayMs));
    return wallMs(early) >= wall ? early : late;
  };
  return { wallMs, instantOf };
}

function formatOf(zone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  } catch {
    throw new PlumblineError("invalid_request", {
      message: "There is no such time zone.",
      details: { field: "zone" },
    });
  }
}

/** From at or before a moment, without end. */
function* bucketStarts(calendar: Calendar, step: BucketStep, fromMs: number): Generator<number> {
  const fromWall = calendar.wallMs(fromMs);
  if (step.unit === "month") {
    const date = new Date(fromWall);
    const first = Math.floor((date.getUTCFullYear() * 12 + date.getUTCMonth()) / step.amount) * step.amount;
    for (let month = first; ; month += step.amount) {
      yield calendar.instantOf(Date.UTC(Math.floor(month / 12), month % 12));
    }
  }
  const stepMs = lengthOf(step);
  const firstDay = Math.floor(fromWall / dayMs) * dayMs;
  if (step.unit === "day") {
    const monday = 4 * dayMs;
    const first = step.amount === 7 ? Math.floor((firstDay - monday) / stepMs) * stepMs + monday : firstDay;
    for (let day = first; ; day += stepMs) yield calendar.instantOf(day);
  }
  for (let day = firstDay; ; day += dayMs) yield* startsOfDay(calendar, day, stepMs);
}

/**
 * Up to an hour every bucket is as long as another, so that the hour that comes twice is two; longer ones
 * keep to the hours of the clock.
 */
function* startsOfDay({ instantOf }: Calendar, dayWall: number, stepMs: number): Generator<number> {
  const dayStart = instantOf(dayWall);
  const nextDay = instantOf(dayWall + dayMs);
  if (stepMs <= hourMs) for (let at = dayStart; at < nextDay; at += stepMs) yield at;
  else for (let wall = dayWall; wall < dayWall + dayMs; wall += stepMs) yield instantOf(wall);
}
