import { z } from "zod";
import { bucketOf, maxBuckets } from "../home/filters.ts";
import { windowOf, windowParams } from "../window.ts";

export const chartParams = windowParams.extend({
  name: z.string(),
  /** Key of an attribute; "" does not group. */
  groupBy: z.string(),
  /** See homeParams. */
  edges: z.array(z.number().int()).min(1).max(maxBuckets),
  /** From here points are read, to know what those of the window add to. */
  lookBackUs: z.number().int(),
});

export const pointBucket = bucketOf("toUnixTimestamp64Second(time)");

const lag = (column: string) => `lagInFrame(${column}) OVER previousPoint`;

/**
 * The points of one metric, each with the one before it in its series. A cumulative point counts from the
 * one before, from nothing after a restart, and is unknown when its series began before what was read.
 * Further columns come with that of the point before as previous_….
 */
export const chainedPoints = (
  kinds: readonly string[],
  more: readonly string[] = [],
) => `SELECT time, if({groupBy:String} = '', '', attributes[{groupBy:String}]) AS name,
      temporality, monotonic, value, count, sum, min, max, bounds, bucket_counts,
      ${more.map((column) => `${column}, ${lag(column)} AS previous_${column},`).join("\n      ")}
      ${lag("toNullable(count)")} AS previous_count,
      ${lag("sum")} AS previous_sum,
      ${lag("value")} AS previous_value,
      ${lag("bucket_counts")} AS previous_buckets,
      ${lag("bounds")} AS previous_bounds,
      row_number() OVER previousPoint = 1 AS is_first,
      start_time >= fromUnixTimestamp64Micro({fromUs:Int64}, 'UTC') AS began_inside,
      ifNull(start_time != ${lag("start_time")}, 0) AS is_new_start
    FROM metric_points FINAL
    WHERE ${windowOf("time").replace("{fromUs:Int64}", "{lookBackUs:Int64}")}
      AND metric_name = {name:String} AND kind IN (${kinds.map((kind) => `'${kind}'`).join(", ")})
    WINDOW previousPoint AS (PARTITION BY series ORDER BY time ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)`;

export const inWindow = windowOf("time").replace("project_id = {projectId:String}\n      AND ", "");
