import { z } from "zod";
import { defineQuery } from "../../query.ts";
import type { CompiledFilter } from "../filter/compile-filter.ts";
import { matchingParams, matchingTraces } from "../trace/matching.ts";
import { sumsOfTraces, sumsRow, traceSums } from "../trace/sums.ts";

const sorts = {
  lastSeen: "lastUs",
  traces: "traces",
  sessions: "sessions",
  tokens: "sumTokens",
  cost: "sumCost",
  errors: "errorTraces",
} as const;
export type UserSort = keyof typeof sorts;

/** The people behind traces, by the user id that a trace carries; `search` is a part of it, any case. */
export function listUsers(filter: CompiledFilter, sort: { column: UserSort; direction: "asc" | "desc" }) {
  return defineQuery({
    name: "user.list",
    params: matchingParams.safeExtend({
      search: z.string(),
      limit: z.number().int(),
      offset: z.number().int(),
    }),
    row: sumsRow.extend({ userId: z.string(), sessions: z.number() }),
    sql: `SELECT userId, uniqExactIf(sessionId, sessionId != '') AS sessions, ${sumsOfTraces}
    FROM (${matchingTraces({ filter, columns: ["userId", "sessionId", ...traceSums] })})
    WHERE userId != '' AND ({search:String} = '' OR positionCaseInsensitiveUTF8(userId, {search:String}) > 0)
    GROUP BY userId
    ORDER BY ${sorts[sort.column]} ${sort.direction} NULLS LAST, userId
    LIMIT {limit:UInt32} OFFSET {offset:UInt32}`,
  });
}
