import { z } from "zod";
import { defineQuery } from "../../query.ts";
import { spanWindow, windowOf, windowParams } from "../window.ts";

/**
 * The newest call that a gateway recorded under a request id: clients may choose these ids, so they repeat.
 * What a client writes under the same key into spans of its own is no call of the gateway.
 */
export const findGatewayCall = defineQuery({
  name: "span.find-gateway-call",
  params: windowParams.extend({ requestId: z.string() }),
  row: z.object({ traceId: z.string(), spanId: z.string() }),
  sql: `SELECT trace_id AS traceId, span_id AS spanId
    FROM spans FINAL
    WHERE ${spanWindow} AND source = 'gateway' AND (trace_id, span_id) IN (
      SELECT trace_id, span_id FROM span_io
      WHERE ${windowOf("start_time")}
        AND attributes['gateway.request_id'] = {requestId:String}
        AND hasAny(mapValues(attributes), [{requestId:String}]))
    ORDER BY start_time DESC, trace_id, span_id LIMIT 1`,
});
