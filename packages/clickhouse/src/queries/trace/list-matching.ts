import { z } from "zod";
import { defineQuery } from "../../query.ts";
import type { CompiledFilter } from "../filter/compile-filter.ts";
import { matchingParams, matchingTraces } from "./matching.ts";
import { type TraceSort, traceSorts } from "./sorts.ts";

const row = z.object({ traceId: z.string(), startUs: z.number() });

/** Where a page is continued. */
const afterParams = z.object({ afterUs: z.number().int(), afterId: z.string() });

export type TraceDirection = "asc" | "desc";

/** The ids of one page of the traces that match, in any order; ties in the order of their ids. */
export function listMatchingTraces(
  filter: CompiledFilter,
  sort: { column: TraceSort; direction: TraceDirection },
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

/** The matching traces of a slice of time by their start, beyond the trace (`afterUs`, `afterId`). */
export function listMatchingSlice(
  filter: CompiledFilter,
  slice: { direction: TraceDirection; narrow: boolean },
) {
  const beyond = slice.direction === "desc" ? "<" : ">";
  const having = `(startUs ${beyond} {afterUs:Int64} OR (startUs = {afterUs:Int64} AND trace_id > {afterId:String}))`;
  return defineQuery({
    name: "trace.list-matching-slice",
    params: matchingParams.safeExtend({ ...afterParams.shape, limit: z.number().int() }),
    row,
    sql: `SELECT trace_id AS traceId, startUs
    FROM (${matchingTraces({ filter, having, narrow: slice.narrow })})
    ORDER BY startUs ${slice.direction}, trace_id
    LIMIT {limit:UInt32}`,
  });
}
