import { PlumblineError } from "@plumbline/contracts/errors";
import type { Filter } from "@plumbline/filters/filter";
import { parseQuery } from "@plumbline/filters/parse-query";
import { z } from "zod";
import {
  parseRelativeRange,
  type RelativeRange,
  resolveTimeRange,
  type TimeRange,
} from "../features/traces/time-range.ts";

export const relativeRange = z.custom<RelativeRange>(
  (value) => typeof value === "string" && parseRelativeRange(value) !== null,
);

/** As addresses and queries name one: relative to now, or two moments. */
export const timeRange = z.union([
  relativeRange,
  z.object({ fromMs: z.number().int(), toMs: z.number().int() }),
]);

/** Which traces a page is about: a time range, and the text of the query bar. */
export const traceQuery = z.object({ range: timeRange, query: z.string().max(4_000).default("") });

/** A chart ends now: what has not happened yet is not a zero. */
export function windowUntilNow(range: TimeRange, nowMs: number): { fromMs: number; toMs: number } {
  const { fromMs, toMs } = resolveTimeRange(range, nowMs);
  return { fromMs, toMs: fromMs < nowMs ? Math.min(toMs, nowMs) : toMs };
}

/** Where a page ended, and the window that the first page looked at, so that later ones look at the same. */
export const pageCursor = z.object({
  fromMs: z.number().int(),
  toMs: z.number().int(),
  after: z.union([
    z.object({
      startUs: z.number().int().min(0),
      traceId: z.string().max(512),
      widthUs: z.number().int().min(0),
    }),
    z.object({ offset: z.number().int().min(0).max(1_000_000) }),
  ]),
});

interface Matching {
  projectId: string;
  from: Date;
  to: Date;
  filter: Filter | null;
}

/** Throws `invalid_request` with the first problem and all positions for a query that cannot be understood. */
export function matchingOf(
  input: { projectId: string; range: TimeRange; query: string },
  nowMs: number,
): Matching {
  const { filter, problems } = parseQuery(input.query);
  const [problem] = problems;
  if (problem !== undefined) {
    throw new PlumblineError("invalid_request", { message: problem.message, details: { problems } });
  }
  const { fromMs, toMs } = resolveTimeRange(input.range, nowMs);
  return { projectId: input.projectId, from: new Date(fromMs), to: new Date(toMs), filter };
}
