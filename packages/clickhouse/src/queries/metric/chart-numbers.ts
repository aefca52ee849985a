import { z } from "zod";
import { defineQuery } from "../../query.ts";
import { perhaps } from "../home/filters.ts";
import { chainedPoints, chartParams, inWindow, pointBucket } from "./increments.ts";

/** Of a sum what was added in each bucket, null where nothing is known; of any number its average. */
export const chartMetricNumbers = defineQuery({
  name: "metric.chart-numbers",
  params: chartParams,
  row: z.object({
    bucketS: z.number(),
    name: z.string(),
    added: perhaps,
    average: perhaps,
    points: z.number(),
  }),
  sql: `SELECT ${pointBucket} AS bucketS, name,
      sumOrNull(added) AS added, avgOrNull(value) AS average, count() AS points
    FROM (
      SELECT time, name, value,
        multiIf(
          temporality = 'delta', value,
          temporality != 'cumulative', NULL,
          is_first, if(began_inside, value, NULL),
          is_new_start OR (monotonic AND value < previous_value), value,
          value - previous_value) AS added
      FROM (${chainedPoints(["sum", "gauge"])})
    )
    WHERE ${inWindow}
    GROUP BY bucketS, name
    ORDER BY bucketS, name LIMIT 50000`,
});
