import { defineQuery } from "../../query.ts";
import { notDeleted } from "../window.ts";
import { timingsRow } from "./call-timings.ts";
import { anySpanPasses, bucketOf, homeParams, isCall, micros, quantiles } from "./filters.ts";

const startUs = micros("min(start_time)");
const firstUs = micros("completion_start_time");
const endUs = micros("end_time");

/** Spans of a trace that began or went on this far outside the window are its own too. */
const slackUs = 3_600_000_000;

const measuredCall = `${isCall} AND end_time > completion_start_time AND output_tokens > 0`;

/**
 * The same of whole traces: from their first start to their last end, to the first token of any of their
 * calls, and the output tokens of their calls for each second that these streamed. A trace failed when
 * one of its spans did, and passes a filter when one of its spans does. It belongs to the bucket of its start.
 */
export const homeTraceTimings = defineQuery({
  name: "home.trace-timings",
  params: homeParams,
  row: timingsRow,
  sql: (params) => `SELECT ${bucketOf("intDiv(startUs, 1000000)")} AS bucketS, grouping(bucketS) AS whole,
      count() AS total,
      countIf(failed) AS errors,
      ${quantiles("if(endUs >= startUs, endUs - startUs, NULL) / 1000")} AS latency,
      ${quantiles("if(firstUs >= startUs, firstUs - startUs, NULL) / 1000")} AS firstToken,
      ${quantiles("if(streamedUs > 0, streamedTokens * 1e6 / streamedUs, NULL)", "0.05, 0.5, 0.95")} AS speed
    FROM (
      SELECT ${startUs} AS startUs,
        max(${endUs}) AS endUs,
        min(if(${isCall}, ${firstUs}, NULL)) AS firstUs,
        sumIf(output_tokens, ${measuredCall}) AS streamedTokens,
        sumIf(${endUs} - ${firstUs}, ${measuredCall}) AS streamedUs,
        countIf(level = 'ERROR') > 0 AS failed
      FROM spans FINAL
      WHERE ${notDeleted} AND project_id = {projectId:String}
        AND start_time >= fromUnixTimestamp64Micro({fromUs:Int64} - ${slackUs}, 'UTC')
        AND start_time < fromUnixTimestamp64Micro({toUs:Int64} + ${slackUs}, 'UTC')
      GROUP BY cityHash64(trace_id)
      HAVING startUs >= {fromUs:Int64} AND startUs < {toUs:Int64}${anySpanPasses(params)})
    GROUP BY ROLLUP(bucketS)`,
});
