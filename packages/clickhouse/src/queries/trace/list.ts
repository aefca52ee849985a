import { z } from "zod";
import { defineQuery } from "../../query.ts";
import { allTraceColumns, selectTraceColumns, traceRow } from "./columns.ts";
import { matchingTraces, traceFilterParams } from "./filters.ts";
import { traceSorts } from "./sorts.ts";

const params = traceFilterParams.extend({
  limit: z.number().int(),
  offset: z.number().int(),
  sortColumn: z.enum([
    "startTime",
    "durationMs",
    "cost",
    "totalTokens",
    "name",
    "userId",
    "sessionId",
    "release",
    "version",
    "traceId",
  ]),
  sortDirection: z.enum(["asc", "desc"]),
});

/** Spans of a listed trace are summed this far outside the window too. */
const slackUs = 86_400_000_000;

/** One page of traces. The page is chosen from few columns; only its traces are summed up. */
export const listTraces = defineQuery({
  name: "trace.list",
  params,
  row: traceRow,
  sql: (input) => {
    const sort = traceSorts[input.sortColumn];
    const order = `ORDER BY ${sort.sql} ${input.sortDirection} NULLS LAST, trace_id`;
    return `SELECT trace_id AS traceId,
      ${selectTraceColumns(allTraceColumns)}
    FROM spans FINAL
    WHERE project_id = {projectId:String}
      AND start_time >= fromUnixTimestamp64Micro({fromUs:Int64} - ${slackUs}, 'UTC')
      AND start_time < fromUnixTimestamp64Micro({toUs:Int64} + ${slackUs}, 'UTC')
      AND trace_id IN (
        SELECT trace_id FROM (${matchingTraces(input, sort.columns)}
        ${order} LIMIT {limit:UInt32} OFFSET {offset:UInt32}))
    GROUP BY trace_id
    ${order}`;
  },
});
