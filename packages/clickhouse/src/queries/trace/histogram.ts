import { z } from "zod";
import { defineQuery } from "../../query.ts";
import type { CompiledFilter } from "../filter/compile-filter.ts";
import { matchingParams, matchingTraces } from "./matching.ts";
import { everyTrace } from "./scope.ts";

/** Matching traces, and those with an error, by when they started; buckets without any are left out. Of the sample. */
export function histogramOfTraces(filter: CompiledFilter, sample = everyTrace) {
  return defineQuery({
    name: "trace.histogram",
    params: matchingParams.safeExtend({ bucketUs: z.number().int().positive() }),
    row: z.object({ bucket: z.number(), traces: z.number(), errors: z.number() }),
    sql: `SELECT intDiv(startUs - {fromUs:Int64}, {bucketUs:Int64}) AS bucket,
      count() AS traces,
      countIf(errorCount > 0) AS errors
    FROM (${matchingTraces({ filter, columns: ["errorCount"], sample })})
    GROUP BY bucket
    ORDER BY bucket`,
  });
}
