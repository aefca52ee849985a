import { z } from "zod";
import { defineQuery } from "../../query.ts";
import { spanWindow, windowParams } from "../window.ts";

/** The trace that a span of this id lies in; the newest when several use the same one. */
export const findTraceOfSpan = defineQuery({
  name: "span.find-trace",
  params: windowParams.extend({ spanId: z.string() }),
  row: z.object({ traceId: z.string() }),
  sql: `SELECT trace_id AS traceId FROM spans
    WHERE ${spanWindow} AND span_id = {spanId:String} AND is_deleted = 0
    ORDER BY start_time DESC LIMIT 1`,
});
