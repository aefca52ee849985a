import { z } from "zod";
import { defineQuery } from "../../query.ts";
import { conditions, windowParams } from "../window.ts";
import { scoreColumns, scoreRow, scoreWindow } from "./columns.ts";

/** Scores by their ids, or by the ids of their traces, newest first. */
export const listScores = defineQuery({
  name: "score.list",
  params: windowParams.extend({
    traceIds: z.array(z.string()).optional(),
    scoreIds: z.array(z.string()).optional(),
    limit: z.number().int(),
  }),
  row: scoreRow,
  sql: ({ traceIds, scoreIds }) => `SELECT ${scoreColumns}
    FROM scores FINAL
    WHERE ${scoreWindow}${conditions([
      [traceIds !== undefined, "trace_id IN {traceIds:Array(String)}"],
      [scoreIds !== undefined, "id IN {scoreIds:Array(String)}"],
    ])}
    ORDER BY timestampUs DESC, id
    LIMIT {limit:UInt32}`,
});
