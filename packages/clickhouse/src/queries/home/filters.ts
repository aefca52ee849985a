import { z } from "zod";
import { conditions, spanWindow, windowParams } from "../window.ts";

/** Bucket starts beyond this many are refused: a chart has no room for more. */
export const maxBuckets = 500;

export const homeParams = windowParams.extend({
  /**
   * Where each bucket begins, in seconds since the epoch, ascending; the first at or before the window.
   * The caller draws them by the calendar of a zone, so that days with 23 or 25 hours are one bucket.
   */
  edges: z.array(z.number().int()).min(1).max(maxBuckets),
  environments: z.array(z.string()).optional(),
  models: z.array(z.string()).optional(),
});

export type HomeParams = z.infer<typeof homeParams>;

/** The bucket of a span, named by its start. */
export const bucketOf = (seconds: string) => `roundDown(${seconds}, {edges:Array(Int64)})`;
export const spanBucket = bucketOf("toUnixTimestamp64Second(start_time)");

/** A call to a model. The kinds that wrap calls (agents, chains) would count them twice. */
export const isCall = "kind IN ('GENERATION', 'EMBEDDING')";

/** The model that answered, else the one that was asked for. */
export const modelOf = "if(model_used = '', model_requested, model_used)";

export const environmentOf = "if(environment = '', 'default', environment)";

/** Spans of the window that the page's filters let through. */
export function homeSpans(params: HomeParams): string {
  return `FROM spans FINAL
    WHERE ${spanWindow}${conditions(spanFilters(params))}`;
}

/** The same as conditions on a group of spans: one of them has to be let through. */
export function anySpanPasses(params: HomeParams): string {
  return conditions(spanFilters(params).map(([given, sql]) => [given, `countIf(${sql}) > 0`]));
}

const spanFilters = (params: HomeParams): Array<[given: boolean, sql: string]> => [
  [params.environments !== undefined, `${environmentOf} IN {environments:Array(String)}`],
  [params.models !== undefined, `${modelOf} IN {models:Array(String)}`],
];

export const micros = (column: string) => `toUnixTimestamp64Micro(${column})`;

/**
 * p50, p95 and p99 of what is known, in one pass; null of nothing. Each is a value near the rank, not
 * between two: a t-digest is exact for small sets and within a fraction of a percent of rank for large.
 */
export const quantiles = (value: string, levels = "0.5, 0.95, 0.99") =>
  `arrayMap(v -> if(isFinite(v), v, NULL), quantilesTDigest(${levels})(${value}))`;

export const perhaps = z.number().nullable();

/** Columns of a row that belongs to a bucket; the row over all of them is the one with `whole`. */
export const bucketRow = { bucketS: z.number(), whole: z.coerce.boolean() };
