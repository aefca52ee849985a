import { z } from "zod";
import { defineQuery } from "../../query.ts";
import { textMap } from "../row-shapes.ts";
import { spanWindow, windowParams } from "../window.ts";

/** Every text of one span. For the row of a trace, what its spans said of the trace wins over its own. */
export const getSpanText = defineQuery({
  name: "span.get-text",
  params: windowParams.extend({ traceId: z.string(), spanId: z.string() }),
  row: z.object({
    input: z.string(),
    output: z.string(),
    systemInstructions: z.string(),
    toolDefinitions: z.string(),
    traceMetadata: textMap,
    attributes: textMap,
  }),
  sql: `SELECT input, output,
      system_instructions AS systemInstructions,
      tool_definitions AS toolDefinitions,
      trace_metadata AS traceMetadata,
      attributes
    FROM span_io FINAL
    WHERE ${spanWindow} AND trace_id = {traceId:String} AND span_id = {spanId:String}
    ORDER BY row_version DESC LIMIT 1`,
});

export const getSpanMetadata = defineQuery({
  name: "span.get-metadata",
  params: windowParams.extend({ traceId: z.string(), spanId: z.string() }),
  row: z.object({ metadata: textMap }),
  sql: `SELECT metadata
    FROM spans FINAL
    WHERE ${spanWindow} AND trace_id = {traceId:String} AND span_id = {spanId:String}
    ORDER BY row_version DESC LIMIT 1`,
});
