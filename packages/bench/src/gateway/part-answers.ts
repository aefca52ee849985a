import { z } from "zod";
import type { LoadCommands } from "./load-part.ts";
import type { AnswersOf } from "./parts.ts";
import type { UpstreamCommands } from "./upstream-part.ts";

/** NaN where nothing was measured. */
const figure = z.union([z.number(), z.nan()]);
const percentiles = z.object({
  count: z.number(),
  p50: figure,
  p90: figure,
  p99: figure,
  p999: figure,
  max: figure,
  mean: figure,
});

export const loadAnswers: AnswersOf<LoadCommands> = {
  load: z.object({
    durationMs: z.number(),
    requestsPerSecond: figure,
    tokensPerSecond: figure,
    ends: z.object({
      complete: z.number(),
      unfinished: z.number(),
      "error-frame": z.number(),
      refused: z.number(),
      broken: z.number(),
      aborted: z.number(),
    }),
    statuses: z.record(z.string(), z.number()),
    tokens: z.number(),
    lost: z.number(),
    stalled: z.number(),
    bytes: z.number(),
    firstToken: percentiles,
    interToken: percentiles,
    tokenDelay: percentiles,
    total: percentiles,
  }),
  rawLoad: z.object({
    requestsPerSecond: figure,
    complete: z.number(),
    firstByte: z.object({ p50: figure, p99: figure }),
    cpuSeconds: z.number(),
  }),
  rawStreams: z.object({
    whole: z.number(),
    frames: z.number(),
    lost: z.number(),
    stalled: z.number(),
    firstFrame: z.object({ p50: figure, p99: figure }),
    delay: z.object({ p50: figure, p99: figure }),
    cpuSeconds: z.number(),
  }),
  leave: z.array(
    z.object({
      mark: z.string(),
      traceId: z.string(),
      leftMs: z.number().nullable(),
      leftAtUs: z.number(),
      frames: z.number(),
      status: z.number().nullable(),
    }),
  ),
  readSlowly: z.void(),
};

export const upstreamAnswers: AnswersOf<UpstreamCommands> = {
  start: z.string(),
  startPlain: z.string(),
  startFlood: z.string(),
  exchanges: z.array(
    z.object({
      mark: z.string(),
      arrivedMs: z.number(),
      endedMs: z.number().nullable(),
      closedEarly: z.boolean(),
    }),
  ),
  running: z.number(),
};
