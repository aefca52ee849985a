import { z } from "zod";
import { defineQuery } from "../../query.ts";
import { spanWindow, windowParams } from "../window.ts";

/**
 * What was asked in these spans: of a chat the last message of the user, else the beginning of the input.
 * Ids are matched apart: a row too many may come.
 */
export const listAsked = defineQuery({
  name: "review-item.list-asked",
  params: windowParams.extend({
    traceIds: z.array(z.string()),
    spanIds: z.array(z.string()),
    maxCharacters: z.number().int(),
  }),
  row: z.object({ traceId: z.string(), spanId: z.string(), asked: z.string() }),
  sql: `WITH
      arrayLast(message -> JSONExtractString(message, 'role') = 'user', JSONExtractArrayRaw(input)) AS last,
      if(JSONType(last, 'content') = 'String', JSONExtractString(last, 'content'),
        arrayStringConcat(arrayFilter(text -> text != '',
          arrayMap(part -> JSONExtractString(part, 'text'), JSONExtractArrayRaw(last, 'content'))), ' ')) AS said
    SELECT trace_id AS traceId, span_id AS spanId,
      leftUTF8(if(said = '', input, said), {maxCharacters:UInt32}) AS asked
    FROM span_io FINAL
    WHERE ${spanWindow}
      AND trace_id IN {traceIds:Array(String)} AND span_id IN {spanIds:Array(String)}`,
});
