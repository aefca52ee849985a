import { z } from "zod";
import { defineQuery } from "../../query.ts";
import { conditions, spanWindow, windowParams } from "../window.ts";

/**
 * Input and output of all spans of given traces, or of some of them: trace and span ids are matched
 * apart, so a row too many may come.
 */
export const listSpanText = defineQuery({
  name: "span.list-text",
  params: windowParams.extend({ traceIds: z.array(z.string()), spanIds: z.array(z.string()).optional() }),
  row: z.object({ traceId: z.string(), spanId: z.string(), input: z.string(), output: z.string() }),
  sql: ({ spanIds }) => `SELECT trace_id AS traceId, span_id AS spanId, input, output
    FROM span_io FINAL
    WHERE ${spanWindow}
      AND trace_id IN {traceIds:Array(String)}${conditions([
        [spanIds !== undefined, "span_id IN {spanIds:Array(String)}"],
      ])}`,
});
