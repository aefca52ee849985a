import { z } from "zod";
import { defineQuery } from "../../query.ts";
import { spanWindow, windowParams } from "../window.ts";
import { detailColumns, detailRow, narrowColumns, narrowRow } from "./columns.ts";

const params = windowParams.extend({ traceId: z.string(), limit: z.number().int() });

const ofTrace = `FROM spans FINAL
    PREWHERE ${spanWindow} AND trace_id = {traceId:String}
    ORDER BY start_time, span_id
    LIMIT {limit:UInt32}`;

/** Narrow rows of one trace by start time, the row of the trace itself included. */
export const listSpansOfTrace = defineQuery({
  name: "span.list-of-trace",
  params,
  row: narrowRow,
  sql: `SELECT ${narrowColumns} ${ofTrace}`,
});

export const listSpanDetailsOfTrace = defineQuery({
  name: "span.list-details-of-trace",
  params,
  row: detailRow,
  sql: `SELECT ${detailColumns} ${ofTrace}`,
});
