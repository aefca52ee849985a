import { z } from "zod";
import { limit, oneOrMore, page, text, time } from "./langfuse.ts";
import { columnConditions } from "./langfuse-filter.ts";

export const metricAggregations = [
  "sum",
  "avg",
  "count",
  "max",
  "min",
  "p50",
  "p75",
  "p90",
  "p95",
  "p99",
  "histogram",
] as const;
export type MetricAggregation = (typeof metricAggregations)[number];

export const metricViews = [
  "traces",
  "observations",
  "scores-numeric",
  "scores-boolean",
  "scores-categorical",
] as const;
export type MetricViewName = (typeof metricViews)[number];

export const metricGranularities = ["auto", "minute", "hour", "day", "week", "month"] as const;
export type MetricGranularity = (typeof metricGranularities)[number];

const maxParts = 20;

/** The JSON text in `query` of both metrics routes. */
const metricsQuery = z
  .object({
    view: z.enum(metricViews),
    dimensions: z
      .array(z.object({ field: text }))
      .max(maxParts)
      .nullish(),
    metrics: z
      .array(z.object({ measure: text, aggregation: z.enum(metricAggregations) }))
      .min(1)
      .max(maxParts),
    filters: columnConditions.nullish(),
    timeDimension: z.object({ granularity: z.enum(metricGranularities) }).nullish(),
    fromTimestamp: time,
    toTimestamp: time,
    orderBy: z
      .array(z.object({ field: text, direction: z.enum(["asc", "desc"]) }))
      .max(maxParts)
      .nullish(),
    config: z
      .object({
        bins: z.number().int().min(1).max(100).nullish(),
        row_limit: z.number().int().min(1).max(1_000).nullish(),
      })
      .nullish(),
  })
  .refine((query) => query.fromTimestamp < query.toTimestamp, {
    path: ["toTimestamp"],
    message: "has to be after fromTimestamp",
  });

export type MetricsQuery = z.output<typeof metricsQuery>;

export const metricsRequest = z.object({
  query: text
    .transform((json, context): unknown => {
      try {
        return JSON.parse(json);
      } catch {
        context.addIssue({ code: "custom", message: "expected JSON text" });
        return z.NEVER;
      }
    })
    .pipe(metricsQuery),
});

export const dailyMetricsQuery = z.object({
  page,
  limit,
  traceName: text.optional(),
  userId: text.optional(),
  tags: oneOrMore.optional(),
  environment: oneOrMore.optional(),
  fromTimestamp: time.optional(),
  toTimestamp: time.optional(),
});
