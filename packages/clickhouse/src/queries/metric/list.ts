import { z } from "zod";
import { defineQuery } from "../../query.ts";
import { windowOf, windowParams } from "../window.ts";

/** The metrics of which a window has points, by name; what a metric is, as its latest point says it. */
export const listMetricNames = defineQuery({
  name: "metric.list",
  params: windowParams,
  row: z.object({
    name: z.string(),
    unit: z.string(),
    kind: z.string(),
    monotonic: z.coerce.boolean(),
    /** Not deduplicated. */
    points: z.number(),
    lastUs: z.number(),
  }),
  sql: `SELECT metric_name AS name, argMax(metric_points.unit, time) AS unit,
      argMax(metric_points.kind, time) AS kind, argMax(metric_points.monotonic, time) AS monotonic,
      count() AS points, toUnixTimestamp64Micro(max(time)) AS lastUs
    FROM metric_points
    WHERE ${windowOf("time")}
    GROUP BY metric_name ORDER BY metric_name LIMIT 1000`,
});
