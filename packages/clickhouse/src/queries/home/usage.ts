import { z } from "zod";
import { defineQuery } from "../../query.ts";
import { bucketRow, homeParams, homeSpans, isCall, perhaps, spanBucket } from "./filters.ts";

/**
 * Tokens and money of what is billable, wherever it happened: roots repeat their children and are left
 * out. Token counts are inclusive (input contains the cached, output the reasoning). Of the cache only
 * calls that say how much they read from it are measured: `cacheableTokens` is their input.
 */
export const homeUsage = defineQuery({
  name: "home.usage",
  params: homeParams,
  row: z.object({
    ...bucketRow,
    calls: z.number(),
    inputTokens: perhaps,
    outputTokens: perhaps,
    cachedTokens: perhaps,
    reasoningTokens: perhaps,
    cacheableTokens: perhaps,
    cacheReports: z.number(),
    cacheReads: z.number(),
    totalCost: z.string().nullable(),
    unpricedCalls: z.number(),
  }),
  sql: (params) => `SELECT ${spanBucket} AS bucketS, grouping(bucketS) AS whole,
      countIf(${isCall}) AS calls,
      sumOrNullIf(input_tokens, billable) AS inputTokens,
      sumOrNullIf(output_tokens, billable) AS outputTokens,
      sumOrNullIf(cache_read_tokens, billable) AS cachedTokens,
      sumOrNullIf(reasoning_tokens, billable) AS reasoningTokens,
      sumOrNullIf(input_tokens, billable AND isNotNull(cache_read_tokens)) AS cacheableTokens,
      countIf(billable AND isNotNull(cache_read_tokens) AND isNotNull(input_tokens)) AS cacheReports,
      countIf(billable AND cache_read_tokens > 0 AND isNotNull(input_tokens)) AS cacheReads,
      sumOrNullIf(cost, billable) AS totalCost,
      countIf(billable AND isNull(cost)
        AND (input_tokens > 0 OR output_tokens > 0 OR total_tokens > 0)) AS unpricedCalls
    ${homeSpans(params)} AND (billable OR ${isCall})
    GROUP BY ROLLUP(bucketS)`,
});
