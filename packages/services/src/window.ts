import { PlumblineError } from "@plumbline/contracts/errors";
import type { Clock } from "@plumbline/runtime/clock";
import { isoTime } from "./read-rows.ts";

/** Half-open, microseconds since the epoch. */
export interface TimeWindow {
  fromUs: number;
  toUs: number;
}

const dayUs = 86_400_000_000;
const defaultListDays = 30;
/** Clients' clocks run ahead; what they sent a moment ago must be in a list that ends "now". */
const aheadUs = dayUs;
/** Lookups by id go over everything that can be stored; bloom indexes keep them cheap. */
const lookupDays = 3_650;

/** No `from` means 30 days before `to`, no `to` means a day ahead of now. */
export function listWindow(clock: Clock, input: { from?: Date; to?: Date }): TimeWindow {
  const toUs = input.to === undefined ? clock.nowUs() + aheadUs : toMicros(input.to, "to");
  const fromUs =
    input.from === undefined
      ? (input.to === undefined ? clock.nowUs() : toUs) - defaultListDays * dayUs
      : toMicros(input.from, "from");
  return { fromUs, toUs };
}

export function lookupWindow(clock: Clock): TimeWindow {
  const nowUs = clock.nowUs();
  return { fromUs: Math.max(0, nowUs - lookupDays * dayUs), toUs: nowUs + 2 * dayUs };
}

/** The store keeps microsecond times between 1900 and 2262; outside them a comparison would wrap. */
function toMicros(date: Date, field: string): number {
  const ms = date.getTime();
  if (!(ms >= 0 && ms <= 9_000_000_000_000)) {
    throw new PlumblineError("invalid_request", {
      message: `"${field}" is not a time between 1970 and 2255.`,
      details: { field },
    });
  }
  return ms * 1_000;
}

export interface Page<Row> {
  rows: Row[];
  page: number;
  limit: number;
  totalItems: number;
  totalPages: number;
  /** What was looked at, ISO-8601; half-open. */
  window: { from: string; to: string };
}

export interface PageInput {
  /** From 1. */
  page?: number;
  /** 1 to 100, 50 by default. */
  limit?: number;
}

const maxLimit = 100;
/** Deeper pages would sort more rows than anybody reads; a narrower window reaches them. */
const maxOffset = 1_000_000;

export function resolvePage(input: PageInput): { page: number; limit: number; offset: number } {
  const page = input.page ?? 1;
  const limit = input.limit ?? 50;
  if (!Number.isInteger(limit) || limit < 1 || limit > maxLimit)
    throw outOfRange("limit", `1 to ${maxLimit}`);
  if (!Number.isInteger(page) || page < 1) throw outOfRange("page", "1 or more");
  const offset = (page - 1) * limit;
  if (offset > maxOffset) throw outOfRange("page", "reachable within the first million rows");
  return { page, limit, offset };
}

export function toPage<Row>(
  rows: Row[],
  counted: ReadonlyArray<{ total: number }>,
  asked: { page: number; limit: number; fromUs: number; toUs: number },
): Page<Row> {
  const totalItems = counted[0]?.total ?? 0;
  return {
    rows,
    page: asked.page,
    limit: asked.limit,
    totalItems,
    totalPages: Math.ceil(totalItems / asked.limit),
    window: { from: isoTime(asked.fromUs), to: isoTime(asked.toUs) },
  };
}

function outOfRange(field: string, expected: string): PlumblineError {
  return new PlumblineError("invalid_request", {
    message: `"${field}" has to be ${expected}.`,
    details: { field },
  });
}
