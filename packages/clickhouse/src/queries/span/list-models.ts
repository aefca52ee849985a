import { z } from "zod";
import { defineQuery } from "../../query.ts";
import { spanWindow, windowParams } from "../window.ts";

/**
 * Model calls by what answered them: the ones that are missing a price first, then the most used. Calls that
 * a gateway refused are none of the model that they name.
 */
export const listModels = defineQuery({
  name: "span.list-models",
  params: windowParams,
  row: z.object({
    provider: z.string(),
    model: z.string(),
    calls: z.number(),
    unpricedCalls: z.number(),
    givenCalls: z.number(),
    totalCost: z.string().nullable(),
    lastSeenUs: z.number(),
  }),
  sql: `SELECT provider,
      if(model_used != '', model_used, model_requested) AS model,
      count() AS calls,
      countIf(billable AND isNull(cost)
        AND (input_tokens > 0 OR output_tokens > 0 OR total_tokens > 0)) AS unpricedCalls,
      countIf(billable AND cost_source = 'given') AS givenCalls,
      toString(sumOrNullIf(cost, billable)) AS totalCost,
      toUnixTimestamp64Micro(max(start_time)) AS lastSeenUs
    FROM spans FINAL
    WHERE ${spanWindow} AND model != '' AND kind IN ('GENERATION', 'EMBEDDING')
      AND NOT (cost_source = 'given' AND mapContains(cost_details, 'unsent'))
    GROUP BY provider, model
    ORDER BY unpricedCalls > 0 DESC, calls DESC, model
    LIMIT 500`,
});
