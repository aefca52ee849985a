import { z } from "zod";
import { defineQuery } from "../../query.ts";
import { matchingTracesOfSlice, traceSliceParams } from "./filters.ts";

/** Ids of the matching traces that start in a slice of the window, by their start. */
export const listTraceSlice = defineQuery({
  name: "trace.list-slice",
  params: traceSliceParams.extend({ limit: z.number().int(), sortDirection: z.enum(["asc", "desc"]) }),
  row: z.object({ traceId: z.string(), startUs: z.number() }),
  sql: (params) => `SELECT trace_id AS traceId, startUs
    FROM (${matchingTracesOfSlice(params)})
    ORDER BY startUs ${params.sortDirection}, trace_id
    LIMIT {limit:UInt32}`,
});
