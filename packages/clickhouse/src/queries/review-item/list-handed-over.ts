import { z } from "zod";
import { defineQuery } from "../../query.ts";
import { spanWindow, windowParams } from "../window.ts";

/**
 * Spans whose attributes say that a call was handed over, oldest first, beyond the span (`afterUs`,
 * `afterTraceId`, `afterSpanId`). Anybody may send such attributes: `listGatewayCalls` tells which are the gateway's.
 */
export const listHandedOver = defineQuery({
  name: "review-item.list-handed-over",
  params: windowParams.extend({
    afterUs: z.number().int(),
    afterTraceId: z.string(),
    afterSpanId: z.string(),
    limit: z.number().int(),
  }),
  row: z.object({
    traceId: z.string(),
    spanId: z.string(),
    startUs: z.number(),
    pool: z.string(),
    when: z.string(),
    attempts: z.string(),
  }),
  sql: `SELECT trace_id AS traceId, span_id AS spanId, toUnixTimestamp64Micro(start_time) AS startUs,
      attributes['gateway.pool'] AS pool,
      attributes['gateway.degraded_when'] AS when,
      attributes['gateway.attempts'] AS attempts
    FROM span_io FINAL
    WHERE ${spanWindow}
      AND has(mapValues(attributes), 'handover') AND attributes['gateway.degraded'] = 'handover'
      AND (start_time, trace_id, span_id)
        > (fromUnixTimestamp64Micro({afterUs:Int64}, 'UTC'), {afterTraceId:String}, {afterSpanId:String})
    ORDER BY start_time, trace_id, span_id
    LIMIT {limit:UInt32}`,
});

/** Which of these spans the gateway wrote, and what they say. Ids are matched apart: a row too many may come. */
export const listGatewayCalls = defineQuery({
  name: "review-item.list-gateway-calls",
  params: windowParams.extend({ traceIds: z.array(z.string()), spanIds: z.array(z.string()) }),
  row: z.object({
    traceId: z.string(),
    spanId: z.string(),
    startUs: z.number(),
    model: z.string(),
    userId: z.string(),
    sessionId: z.string(),
  }),
  sql: `SELECT trace_id AS traceId, span_id AS spanId, toUnixTimestamp64Micro(start_time) AS startUs,
      model_requested AS model, user_id AS userId, session_id AS sessionId
    FROM spans FINAL
    WHERE ${spanWindow} AND source = 'gateway'
      AND trace_id IN {traceIds:Array(String)} AND span_id IN {spanIds:Array(String)}`,
});
