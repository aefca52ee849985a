import { z } from "zod";
import { defineQuery } from "../../query.ts";
import { spanWindow, windowParams } from "../window.ts";

/** Which of these spans their SDK calls a root although they have a parent: it is another application's. */
export const listAppRoots = defineQuery({
  name: "span.list-app-roots",
  params: windowParams.extend({ traceIds: z.array(z.string()), spanIds: z.array(z.string()) }),
  row: z.object({ traceId: z.string(), spanId: z.string() }),
  sql: `SELECT trace_id AS traceId, span_id AS spanId
    FROM span_io FINAL
    WHERE ${spanWindow}
      AND trace_id IN {traceIds:Array(String)} AND span_id IN {spanIds:Array(String)}
      AND attributes['langfuse.internal.is_app_root'] = 'true'`,
});
