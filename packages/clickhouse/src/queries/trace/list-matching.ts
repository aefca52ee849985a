import { z } from "zod";
import { defineQuery } from "../../query.ts";
import type { CompiledFilter } from "../filter/compile-filter.ts";
import { matchingParams, matchingTraces } from "./matching.ts";
import { type TraceSort, traceSorts } from "./sorts.ts";

const row = z.object({ traceId: z.string(), startUs: z.number() });

/** The ids of one page of the traces that match; ties in the order of their ids. */
export function listMatchingTraces(
  filter: CompiledFilter,
  sort: { column: TraceSort; direction: "asc" | "desc" },
) {
  const { sql, columns } = traceSorts[sort.column];
  return defineQuery({
    name: "trace.list-matching",
    params: matchingParams.safeExtend({ limit: z.number().int(), offset: z.number().int() }),
    row,
    sql: `SELECT trace_id AS traceId, startUs
    FROM (${matchingTraces({ filter, columns })})
    ORDER BY ${sql} ${sort.direction} NULLS LAST, trace_id
    LIMIT {limit:UInt32} OFFSET {offset:UInt32}`,
  });
}
