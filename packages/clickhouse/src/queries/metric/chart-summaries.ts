import { z } from "zod";
import { defineQuery } from "../../query.ts";
import { windowOf } from "../window.ts";
import { chartParams, pointBucket } from "./increments.ts";

/** What each series of a summary said last in each bucket: quantiles of different senders do not add up. */
export const chartMetricSummaries = defineQuery({
  name: "metric.chart-summaries",
  params: chartParams.omit({ lookBackUs: true }),
  row: z.object({
    bucketS: z.number(),
    series: z.string(),
    name: z.string(),
    attributes: z.record(z.string(), z.string()),
    levels: z.array(z.number()),
    values: z.array(z.number()),
    points: z.number(),
  }),
  sql: `SELECT ${pointBucket} AS bucketS, series,
      if({groupBy:String} = '', '', any(metric_points.attributes)[{groupBy:String}]) AS name,
      any(metric_points.attributes) AS attributes,
      argMax(quantiles, time) AS levels, argMax(quantile_values, time) AS values, count() AS points
    FROM metric_points FINAL
    WHERE ${windowOf("time")} AND metric_name = {name:String} AND kind = 'summary'
    GROUP BY bucketS, series
    ORDER BY bucketS, series LIMIT 50000`,
});
