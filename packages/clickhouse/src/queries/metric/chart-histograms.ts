import { z } from "zod";
import { defineQuery } from "../../query.ts";
import { perhaps } from "../home/filters.ts";
import { chainedPoints, chartParams, inWindow, pointBucket } from "./increments.ts";

export const histogramRow = z.object({
  bucketS: z.number(),
  name: z.string(),
  bounds: z.array(z.number()),
  buckets: z.array(z.number()),
  total: z.number(),
  amount: perhaps,
  lowest: perhaps,
  highest: perhaps,
});

export type HistogramRow = z.infer<typeof histogramRow>;

const before = `if(restarts, arrayResize(emptyArrayUInt64(), length(bucket_counts)),
          arrayResize(previous_buckets, length(bucket_counts)))`;

/** What was recorded in each bucket of time, a row for each set of bounds that its senders use. */
export const chartMetricHistograms = defineQuery({
  name: "metric.chart-histograms",
  params: chartParams,
  row: histogramRow,
  sql: `SELECT ${pointBucket} AS bucketS, name, bounds,
      sumForEach(added_buckets) AS buckets,
      sum(assumeNotNull(added_count)) AS total,
      if(countIf(isNull(added_sum)) > 0, NULL, sum(added_sum)) AS amount,
      minOrNull(min) AS lowest, maxOrNull(max) AS highest
    FROM (
      SELECT time, name, bounds, min, max,
        temporality = 'delta' OR is_first OR is_new_start OR count < previous_count
          OR bounds != previous_bounds AS restarts,
        multiIf(temporality = 'cumulative' AND is_first AND ifNull(NOT began_inside, 1), NULL,
          restarts, toInt64(count), toInt64(count) - toInt64(previous_count)) AS added_count,
        if(restarts, sum, sum - previous_sum) AS added_sum,
        arrayMap((now, old) -> if(now >= old, toUInt64(now - old), 0), bucket_counts, ${before}) AS added_buckets
      FROM (${chainedPoints(["histogram"])})
    )
    WHERE ${inWindow} AND added_count > 0
    GROUP BY bucketS, name, bounds
    ORDER BY bucketS, name, bounds LIMIT 50000`,
});
