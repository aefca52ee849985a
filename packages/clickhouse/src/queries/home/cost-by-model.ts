import { z } from "zod";
import { defineQuery } from "../../query.ts";
import { homeParams, homeSpans, modelOf, spanBucket } from "./filters.ts";

/**
 * What each model cost, dearest first within a bucket. Costs of tools have no model: its name is "". Null is
 * a model without any known price.
 */
export const homeCostByModel = defineQuery({
  name: "home.cost-by-model",
  params: homeParams,
  row: z.object({
    bucketS: z.number(),
    model: z.string(),
    cost: z.string().nullable(),
    calls: z.number(),
  }),
  sql: (params) => `SELECT ${spanBucket} AS bucketS, ${modelOf} AS model,
      sumOrNull(cost) AS cost,
      count() AS calls
    ${homeSpans(params)} AND billable
    GROUP BY bucketS, model
    ORDER BY bucketS, cost DESC NULLS LAST, model
    LIMIT 20000`,
});
