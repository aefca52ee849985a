import { z } from "zod";
import { defineQuery } from "../../query.ts";
import { homeParams, homeSpans, isCall, spanBucket } from "./filters.ts";

/**
 * Failures by class; a failure without one is "unknown". Of calls, each counts once. Of traces, one counts
 * in every class that one of its spans failed with, in the bucket of that span.
 */
export const homeErrorsByClass = defineQuery({
  name: "home.errors-by-class",
  params: homeParams.extend({ unit: z.enum(["calls", "traces"]) }),
  row: z.object({ bucketS: z.number(), errorClass: z.string(), errors: z.number() }),
  sql: (params) => `SELECT ${spanBucket} AS bucketS,
      if(error_class = '', 'unknown', error_class) AS errorClass,
      ${params.unit === "calls" ? "count()" : "uniqExact(cityHash64(trace_id))"} AS errors
    ${homeSpans(params)} AND level = 'ERROR'${params.unit === "calls" ? ` AND ${isCall}` : ""}
    GROUP BY bucketS, errorClass
    ORDER BY bucketS, errors DESC, errorClass
    LIMIT 20000`,
});
