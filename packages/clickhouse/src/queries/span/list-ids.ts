import { z } from "zod";
import { defineQuery } from "../../query.ts";
import { spanWindow, windowParams } from "../window.ts";

/** The first 10,000 span ids of each trace, by start time. */
export const listSpanIds = defineQuery({
  name: "span.list-ids",
  params: windowParams.extend({ traceIds: z.array(z.string()) }),
  row: z.object({ traceId: z.string(), spanIds: z.array(z.string()) }),
  sql: `SELECT trace_id AS traceId,
      arrayMap(pair -> pair.2, arraySort(groupArray(10000)((start_time, span_id)))) AS spanIds
    FROM spans FINAL
    WHERE ${spanWindow} AND trace_id IN {traceIds:Array(String)} AND span_id != ''
    GROUP BY trace_id`,
});
