import { z } from "zod";
import { defineQuery } from "../../query.ts";
import { spanWindow, windowParams } from "../window.ts";

/** The keys that a span's client sent, without their values. */
export const getSpanKeys = defineQuery({
  name: "span.get-keys",
  params: windowParams.extend({ traceId: z.string(), spanId: z.string() }),
  row: z.object({ claimedKeys: z.string(), attributeKeys: z.array(z.string()) }),
  sql: `SELECT claimed_keys AS claimedKeys, mapKeys(attributes) AS attributeKeys
    FROM span_io FINAL
    WHERE ${spanWindow} AND trace_id = {traceId:String} AND span_id = {spanId:String}
    ORDER BY row_version DESC LIMIT 1`,
});
