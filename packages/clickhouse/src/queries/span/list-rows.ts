import { z } from "zod";
import { defineQuery } from "../../query.ts";
import type { CompiledConditions } from "../condition/compile-conditions.ts";
import { countRow } from "../window.ts";
import { detailColumns, detailRow } from "./columns.ts";
import { spanRowParams, spanRows } from "./rows.ts";

const newestFirst = "ORDER BY start_time DESC, trace_id, span_id";

/** One page of the spans that satisfy the conditions, newest first. */
export function listSpanRows(conditions: CompiledConditions) {
  return defineQuery({
    name: "span.list-rows",
    params: spanRowParams.safeExtend({ limit: z.number().int(), offset: z.number().int() }),
    row: detailRow,
    sql: `SELECT ${detailColumns}
    ${spanRows(conditions)}
    ${newestFirst}
    LIMIT {limit:UInt32} OFFSET {offset:UInt32}`,
  });
}

/** The same beyond the span (`afterUs`, `afterTraceId`, `afterSpanId`). */
export function listSpanRowsAfter(conditions: CompiledConditions) {
  const beyond = `(start_time < fromUnixTimestamp64Micro({afterUs:Int64}, 'UTC')
      OR (start_time = fromUnixTimestamp64Micro({afterUs:Int64}, 'UTC')
        AND (trace_id, span_id) > ({afterTraceId:String}, {afterSpanId:String})))`;
  return defineQuery({
    name: "span.list-rows-after",
    params: spanRowParams.safeExtend({
      afterUs: z.number().int(),
      afterTraceId: z.string(),
      afterSpanId: z.string(),
      limit: z.number().int(),
    }),
    row: detailRow,
    sql: `SELECT ${detailColumns}
    ${spanRows(conditions, [beyond])}
    ${newestFirst}
    LIMIT {limit:UInt32}`,
  });
}

export function countSpanRows(conditions: CompiledConditions) {
  return defineQuery({
    name: "span.count-rows",
    params: spanRowParams,
    row: countRow,
    sql: `SELECT count() AS total ${spanRows(conditions)}`,
  });
}
