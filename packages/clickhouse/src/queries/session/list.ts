import { z } from "zod";
import { defineQuery } from "../../query.ts";
import type { CompiledFilter } from "../filter/compile-filter.ts";
import { matchingParams, matchingTraces } from "../trace/matching.ts";
import { sumsOfTraces, sumsRow, traceSums } from "../trace/sums.ts";

const sorts = {
  lastSeen: "lastUs",
  started: "firstUs",
  duration: "lastUs - firstUs",
  traces: "traces",
  tokens: "sumTokens",
  cost: "sumCost",
  errors: "errorTraces",
} as const;
export type SessionSort = keyof typeof sorts;

/** Conversations, by the session id that a trace carries; `search` is a part of it, any case. */
export function listSessions(
  filter: CompiledFilter,
  sort: { column: SessionSort; direction: "asc" | "desc" },
) {
  return defineQuery({
    name: "session.list",
    params: matchingParams.safeExtend({
      search: z.string(),
      limit: z.number().int(),
      offset: z.number().int(),
    }),
    row: sumsRow.extend({ sessionId: z.string(), userIds: z.array(z.string()) }),
    sql: `SELECT sessionId, arraySort(groupUniqArrayIf(10)(userId, userId != '')) AS userIds, ${sumsOfTraces}
    FROM (${matchingTraces({ filter, columns: ["sessionId", "userId", ...traceSums] })})
    WHERE sessionId != ''
      AND ({search:String} = '' OR positionCaseInsensitiveUTF8(sessionId, {search:String}) > 0)
    GROUP BY sessionId
    ORDER BY ${sorts[sort.column]} ${sort.direction} NULLS LAST, sessionId
    LIMIT {limit:UInt32} OFFSET {offset:UInt32}`,
  });
}
