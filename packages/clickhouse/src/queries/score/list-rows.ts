import { z } from "zod";
import { defineQuery } from "../../query.ts";
import type { CompiledConditions } from "../condition/compile-conditions.ts";
import { countRow } from "../window.ts";
import { scoreColumns, scoreRow } from "./columns.ts";
import { scoreRowParams, scoreRows } from "./rows.ts";

const newestFirst = "ORDER BY timestampUs DESC, id";

/** One page of the scores that satisfy the conditions, newest first. */
export function listScoreRows(conditions: CompiledConditions) {
  return defineQuery({
    name: "score.list-rows",
    params: scoreRowParams.safeExtend({ limit: z.number().int(), offset: z.number().int() }),
    row: scoreRow,
    sql: `SELECT ${scoreColumns}
    ${scoreRows(conditions)}
    ${newestFirst}
    LIMIT {limit:UInt32} OFFSET {offset:UInt32}`,
  });
}

/** The same beyond the score (`afterUs`, `afterId`). */
export function listScoreRowsAfter(conditions: CompiledConditions) {
  const at = "fromUnixTimestamp64Micro({afterUs:Int64}, 'UTC')";
  return defineQuery({
    name: "score.list-rows-after",
    params: scoreRowParams.safeExtend({
      afterUs: z.number().int(),
      afterId: z.string(),
      limit: z.number().int(),
    }),
    row: scoreRow,
    sql: `SELECT ${scoreColumns}
    ${scoreRows(conditions, [`(timestamp < ${at} OR (timestamp = ${at} AND id > {afterId:String}))`])}
    ${newestFirst}
    LIMIT {limit:UInt32}`,
  });
}

export function countScoreRows(conditions: CompiledConditions) {
  return defineQuery({
    name: "score.count-rows",
    params: scoreRowParams,
    row: countRow,
    sql: `SELECT count() AS total ${scoreRows(conditions)}`,
  });
}
