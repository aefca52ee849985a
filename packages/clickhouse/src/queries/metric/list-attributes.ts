import { z } from "zod";
import { defineQuery } from "../../query.ts";
import { windowOf, windowParams } from "../window.ts";

/** What the points of one metric can be grouped by: the keys of their attributes, with how many values. */
export const listMetricAttributes = defineQuery({
  name: "metric.list-attributes",
  params: windowParams.extend({ name: z.string() }),
  row: z.object({ key: z.string(), values: z.number() }),
  sql: `SELECT key, uniq(value) AS values
    FROM (
      SELECT mapKeys(attributes) AS keys, mapValues(attributes) AS texts FROM metric_points
      WHERE ${windowOf("time")} AND metric_name = {name:String}
    ) ARRAY JOIN keys AS key, texts AS value
    GROUP BY key ORDER BY key LIMIT 200`,
});
