import { z } from "zod";
import { defineQuery } from "../../query.ts";
import { detailColumns, detailRow } from "./columns.ts";
import { matchingSpans, spanFilterParams } from "./filters.ts";

/** One page of spans, newest first. */
export const listSpans = defineQuery({
  name: "span.list",
  params: spanFilterParams.extend({ limit: z.number().int(), offset: z.number().int() }),
  row: detailRow,
  sql: (params) => `SELECT ${detailColumns}
    ${matchingSpans(params)}
    ORDER BY start_time DESC, trace_id, span_id
    LIMIT {limit:UInt32} OFFSET {offset:UInt32}`,
});
