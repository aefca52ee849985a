import { z } from "zod";
import { defineQuery } from "../../query.ts";
import type { CompiledFilter } from "../filter/compile-filter.ts";
import { matchingParams, matchingTraces } from "./matching.ts";
import { sumsOfTraces, sumsRow, traceSums } from "./sums.ts";

/** One row over all matching traces, with `traces` 0 when none match. */
export function sumTraces(filter: CompiledFilter) {
  return defineQuery({
    name: "trace.sum",
    params: matchingParams,
    row: sumsRow,
    sql: `SELECT ${sumsOfTraces} FROM (${matchingTraces({ filter, columns: traceSums })})`,
  });
}

/** The same by buckets of time; buckets without traces are left out. */
export function sumTracesByTime(filter: CompiledFilter) {
  return defineQuery({
    name: "trace.sum-by-time",
    params: matchingParams.safeExtend({ bucketUs: z.number().int().positive() }),
    row: sumsRow.extend({ bucket: z.number() }),
    sql: `SELECT intDiv(startUs - {fromUs:Int64}, {bucketUs:Int64}) AS bucket, ${sumsOfTraces}
    FROM (${matchingTraces({ filter, columns: traceSums })})
    GROUP BY bucket
    ORDER BY bucket`,
  });
}
