import { z } from "zod";
import { defineQuery } from "../../query.ts";
import { textMap } from "../row-shapes.ts";
import { spanWindow, windowParams } from "../window.ts";

const byPrecedence = (column: string) =>
  `argMinIf(${column}, (multiIf(t.span_id = '', 0, root, 1, 2), t.start_time), ${column} != '')`;

/**
 * Input, output and metadata of traces: what was said of the trace itself, else the text of its row or
 * root span. Metadata keys merge, the row of the trace over its spans.
 */
export const listTraceText = defineQuery({
  name: "trace.list-text",
  params: windowParams.extend({ traceIds: z.array(z.string()) }),
  row: z.object({
    traceId: z.string(),
    traceInput: z.string(),
    traceOutput: z.string(),
    ownInput: z.string(),
    ownOutput: z.string(),
    metadataParts: z.array(textMap),
  }),
  sql: `WITH roots AS (
      SELECT trace_id, span_id, start_time, metadata
      FROM spans FINAL
      PREWHERE ${spanWindow} AND trace_id IN {traceIds:Array(String)}
      WHERE parent_span_id = ''
    )
    SELECT t.trace_id AS traceId,
      ${byPrecedence("t.trace_input")} AS traceInput,
      ${byPrecedence("t.trace_output")} AS traceOutput,
      argMinIf(t.input, (t.span_id != '', t.start_time), root AND t.input != '') AS ownInput,
      argMinIf(t.output, (t.span_id != '', t.start_time), root AND t.output != '') AS ownOutput,
      arrayMap(pair -> pair.2, arrayReverseSort(pair -> pair.1, groupArrayIf(
        ((t.span_id != '', t.start_time), mapUpdate(if(t.span_id = '', r.metadata, map()), t.trace_metadata)),
        length(t.trace_metadata) > 0 OR t.span_id = ''))) AS metadataParts
    FROM (
      SELECT trace_id, span_id, start_time, input, output, trace_input, trace_output, trace_metadata
      FROM span_io FINAL
      PREWHERE ${spanWindow} AND trace_id IN {traceIds:Array(String)}
    ) AS t
    LEFT JOIN (SELECT *, true AS root FROM roots) AS r
      ON r.trace_id = t.trace_id AND r.span_id = t.span_id AND r.start_time = t.start_time
    GROUP BY t.trace_id`,
});
