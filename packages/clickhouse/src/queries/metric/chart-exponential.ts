import { z } from "zod";
import { defineQuery } from "../../query.ts";
import { perhaps } from "../home/filters.ts";
import { chainedPoints, chartParams, inWindow, pointBucket } from "./increments.ts";

/** Keys and what was added to each; a difference of two points that do not follow may be below zero. */
const side = z.tuple([z.array(z.number()), z.array(z.number())]);

export const exponentialRow = z.object({
  bucketS: z.number(),
  name: z.string(),
  scale: z.number(),
  zeroThreshold: z.number(),
  zeros: z.number(),
  positive: side,
  negative: side,
  total: z.number(),
  amount: perhaps,
  lowest: perhaps,
  highest: perhaps,
});

export type ExponentialRow = z.infer<typeof exponentialRow>;

const columns = [
  "scale",
  "zero_count",
  "zero_threshold",
  "positive_offset",
  "positive_counts",
  "negative_offset",
  "negative_counts",
];

/** Two buckets become one with each step of scale, so index i becomes i / 2 rounded down. */
const keys = (offset: string, counts: string, scale: string) =>
  `arrayMap((_, place) -> toInt32(floor((${offset} + toInt64(place) - 1) / exp2(assumeNotNull(${scale}) - common))),
          ${counts}, arrayEnumerate(${counts}))`;

/** What the point has, and less what the one before had, both in the coarser scale of the two. */
const added = (name: string) => `
        arrayConcat(${keys(`${name}_offset`, `${name}_counts`, "scale")},
          if(restarts, [], ${keys(`previous_${name}_offset`, `previous_${name}_counts`, "previous_scale")})
        ) AS ${name}_keys,
        arrayConcat(arrayMap(number -> toInt64(number), ${name}_counts),
          if(restarts, [], arrayMap(number -> -toInt64(number), previous_${name}_counts))) AS ${name}_added`;

/** What was recorded in each bucket of time, a row for each scale and zero bucket that its senders use. */
export const chartMetricExponential = defineQuery({
  name: "metric.chart-exponential",
  params: chartParams,
  row: exponentialRow,
  sql: `SELECT ${pointBucket} AS bucketS, name, common AS scale, zero_threshold AS zeroThreshold,
      sum(added_zeros) AS zeros,
      sumMap(positive_keys, positive_added) AS positive,
      sumMap(negative_keys, negative_added) AS negative,
      sum(assumeNotNull(added_count)) AS total,
      if(countIf(isNull(added_sum)) > 0, NULL, sum(added_sum)) AS amount,
      minOrNull(min) AS lowest, maxOrNull(max) AS highest
    FROM (
      SELECT time, name, min, max, zero_threshold,
        ifNull(temporality = 'delta' OR is_first OR is_new_start OR count < previous_count
          OR isNull(previous_scale), 1) AS restarts,
        assumeNotNull(if(restarts, scale, least(scale, previous_scale))) AS common,
        multiIf(temporality = 'cumulative' AND is_first AND ifNull(NOT began_inside, 1), NULL,
          restarts, toInt64(count), toInt64(count) - toInt64(previous_count)) AS added_count,
        if(restarts, sum, sum - previous_sum) AS added_sum,
        if(restarts, toInt64(zero_count), toInt64(zero_count) - toInt64(previous_zero_count)) AS added_zeros,
        ${added("positive")},
        ${added("negative")}
      FROM (${chainedPoints(["exponential"], columns)})
    )
    WHERE ${inWindow} AND added_count > 0
    GROUP BY bucketS, name, scale, zeroThreshold
    ORDER BY bucketS, name, scale, zeroThreshold LIMIT 50000`,
});
