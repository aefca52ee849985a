import { z } from "zod";
import { defineQuery } from "../../query.ts";
import { spanWindow, windowParams } from "../window.ts";
import { detailColumns, detailRow } from "./columns.ts";

/** A span by its id, within `traceId` unless that is ""; the newest when two traces use the same one. */
export const getSpan = defineQuery({
  name: "span.get",
  params: windowParams.extend({ spanId: z.string(), traceId: z.string().default("") }),
  row: detailRow,
  sql: `SELECT ${detailColumns}
    FROM spans FINAL
    WHERE ${spanWindow} AND span_id = {spanId:String}
      AND ({traceId:String} = '' OR trace_id = {traceId:String})
    ORDER BY start_time DESC LIMIT 1`,
});
