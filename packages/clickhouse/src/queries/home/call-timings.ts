import { z } from "zod";
import { defineQuery } from "../../query.ts";
import {
  bucketRow,
  homeParams,
  homeSpans,
  isCall,
  micros,
  perhaps,
  quantiles,
  spanBucket,
} from "./filters.ts";

export const timingsRow = z.object({
  ...bucketRow,
  total: z.number(),
  errors: z.number(),
  latency: z.array(perhaps),
  firstToken: z.array(perhaps),
  speed: z.array(perhaps),
});

export type TimingsRow = z.infer<typeof timingsRow>;

const startUs = micros("start_time");
const firstUs = micros("completion_start_time");
const endUs = micros("end_time");

/**
 * How many calls, how many failed, how long they took (ms), when their first token came (ms), and output
 * tokens for each second between the first token and the end. What a call did not report is left out.
 */
export const homeCallTimings = defineQuery({
  name: "home.call-timings",
  params: homeParams,
  row: timingsRow,
  sql: (params) => `SELECT ${spanBucket} AS bucketS, grouping(bucketS) AS whole,
      count() AS total,
      countIf(level = 'ERROR') AS errors,
      ${quantiles(`if(end_time >= start_time, ${endUs} - ${startUs}, NULL) / 1000`)} AS latency,
      ${quantiles(`if(completion_start_time >= start_time, ${firstUs} - ${startUs}, NULL) / 1000`)} AS firstToken,
      ${quantiles(
        `if(end_time > completion_start_time AND output_tokens > 0,
          output_tokens * 1e6 / (${endUs} - ${firstUs}), NULL)`,
        "0.05, 0.5, 0.95",
      )} AS speed
    ${homeSpans(params)} AND ${isCall}
    GROUP BY ROLLUP(bucketS)`,
});
