import { z } from "zod";
import { defineQuery } from "../../query.ts";
import type { CompiledConditions } from "../condition/compile-conditions.ts";
import { spanModel } from "../condition/observation-columns.ts";
import type { CompiledFilter } from "../filter/compile-filter.ts";
import { spanRowParams, spanRows } from "../span/rows.ts";
import { matchingParams, matchingTraces } from "../trace/matching.ts";

/** Traces by the day, in UTC, on which they began. */
export function countDailyTraces(filter: CompiledFilter) {
  return defineQuery({
    name: "metrics.daily-traces",
    params: matchingParams,
    row: z.object({ day: z.string(), traces: z.number() }),
    sql: `SELECT formatDateTime(fromUnixTimestamp64Micro(startUs, 'UTC'), '%Y-%m-%d', 'UTC') AS day,
      count() AS traces
    FROM (${matchingTraces({ filter })})
    GROUP BY day`,
  });
}

/** Observations by the day on which they began and by model, "" for none. Tokens and money of what is billable. */
export function sumDailyUsage(conditions: CompiledConditions) {
  return defineQuery({
    name: "metrics.daily-usage",
    params: spanRowParams,
    row: z.object({
      day: z.string(),
      model: z.string(),
      inputTokens: z.number(),
      outputTokens: z.number(),
      totalTokens: z.number(),
      traces: z.number(),
      observations: z.number(),
      cost: z.string(),
    }),
    sql: `SELECT formatDateTime(start_time, '%Y-%m-%d', 'UTC') AS day, ${spanModel} AS model,
      sumIf(ifNull(input_tokens, 0), billable) AS inputTokens,
      sumIf(ifNull(output_tokens, 0), billable) AS outputTokens,
      sumIf(ifNull(total_tokens, ifNull(input_tokens, 0) + ifNull(output_tokens, 0)), billable) AS totalTokens,
      uniqExact(trace_id) AS traces,
      count() AS observations,
      sumIf(ifNull(cost, toDecimal64(0, 12)), billable) AS cost
    ${spanRows(conditions)}
    GROUP BY day, model
    ORDER BY day, cost DESC, model`,
  });
}
