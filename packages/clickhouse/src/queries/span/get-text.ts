import { z } from "zod";
import { defineQuery } from "../../query.ts";
import { textMap } from "../row-shapes.ts";
import { spanWindow, windowParams } from "../window.ts";

const ofSpan = `FROM span_io FINAL
    WHERE ${spanWindow} AND trace_id = {traceId:String} AND span_id = {spanId:String}
    ORDER BY row_version DESC LIMIT 1`;

const spanKey = windowParams.extend({ traceId: z.string(), spanId: z.string() });

/**
 * The beginning of every text of one span, with the size of each in bytes of UTF-8. For the row of a
 * trace, what its spans said of the trace wins over its own.
 */
export const getSpanText = defineQuery({
  name: "span.get-text",
  params: spanKey.extend({ maxCharacters: z.number().int() }),
  row: z.object({
    input: z.string(),
    inputBytes: z.number(),
    output: z.string(),
    outputBytes: z.number(),
    systemInstructions: z.string(),
    systemInstructionsBytes: z.number(),
    toolDefinitions: z.string(),
    toolDefinitionsBytes: z.number(),
    traceMetadata: textMap,
    attributes: textMap,
  }),
  sql: `SELECT leftUTF8(span_io.input, {maxCharacters:UInt32}) AS input,
      length(span_io.input) AS inputBytes,
      leftUTF8(span_io.output, {maxCharacters:UInt32}) AS output,
      length(span_io.output) AS outputBytes,
      leftUTF8(system_instructions, {maxCharacters:UInt32}) AS systemInstructions,
      length(system_instructions) AS systemInstructionsBytes,
      leftUTF8(tool_definitions, {maxCharacters:UInt32}) AS toolDefinitions,
      length(tool_definitions) AS toolDefinitionsBytes,
      trace_metadata AS traceMetadata,
      attributes
    ${ofSpan}`,
});

const columns = {
  input: "input",
  output: "output",
  systemInstructions: "system_instructions",
  toolDefinitions: "tool_definitions",
} as const;

/** One text of one span, all of it. */
export const getWholeSpanText = defineQuery({
  name: "span.get-whole-text",
  params: spanKey.extend({ field: z.enum(["input", "output", "systemInstructions", "toolDefinitions"]) }),
  row: z.object({ text: z.string() }),
  sql: ({ field }) => `SELECT ${columns[field]} AS text
    ${ofSpan}`,
});

export const getSpanMetadata = defineQuery({
  name: "span.get-metadata",
  params: spanKey,
  row: z.object({ metadata: textMap }),
  sql: `SELECT metadata
    FROM spans FINAL
    WHERE ${spanWindow} AND trace_id = {traceId:String} AND span_id = {spanId:String}
    ORDER BY row_version DESC LIMIT 1`,
});
