import { z } from "zod";
import { defineQuery } from "../../query.ts";
import { spanWindow, windowParams } from "../window.ts";
import { allTraceColumns, selectTraceColumns, traceRow } from "./columns.ts";

/**
 * Traces by their ids, found through the bloom index. Under FINAL only what is said to be read first is:
 * the other columns of the rows around stay unread.
 */
export const listTracesById = defineQuery({
  name: "trace.list-by-id",
  params: windowParams.extend({ traceIds: z.array(z.string()) }),
  row: traceRow,
  sql: `SELECT trace_id AS traceId,
      ${selectTraceColumns(allTraceColumns)}
    FROM spans FINAL
    PREWHERE ${spanWindow} AND trace_id IN {traceIds:Array(String)}
    GROUP BY trace_id`,
});
