import { z } from "zod";
import { defineQuery } from "../../query.ts";
import { matchingScores, scoreColumns, scoreFilterParams, scoreRow } from "./columns.ts";

/** One page of scores, newest first. */
export const listScores = defineQuery({
  name: "score.list",
  params: scoreFilterParams.extend({ limit: z.number().int(), offset: z.number().int() }),
  row: scoreRow,
  sql: (params) => `SELECT ${scoreColumns}
    ${matchingScores(params)}
    ORDER BY timestampUs DESC, id
    LIMIT {limit:UInt32} OFFSET {offset:UInt32}`,
});
