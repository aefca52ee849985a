import { z } from "zod";
import { defineQuery } from "../../query.ts";
import type { CompiledFilter } from "../filter/compile-filter.ts";
import { spanWindow, windowParams } from "../window.ts";
import { matchingParams, matchingTraces } from "./matching.ts";

const arrived = `${spanWindow}
      AND received_at >= fromUnixTimestamp64Micro({sinceUs:Int64}, 'UTC')`;

/** Tells whether anything arrived, cheaply: superseded versions of a row count as well. */
export const getArrivals = defineQuery({
  name: "trace.get-arrivals",
  params: windowParams.extend({ sinceUs: z.number().int() }),
  row: z.object({ total: z.number(), lastUs: z.number() }),
  sql: `SELECT count() AS total, toUnixTimestamp64Micro(max(received_at)) AS lastUs
    FROM spans
    WHERE ${arrived}`,
});

/** The matching traces of which something was received at `sinceUs` or later; the latest news first. */
export function listArrivedTraces(filter: CompiledFilter) {
  const chosen = `trace_id IN (SELECT trace_id FROM spans WHERE ${arrived})`;
  const narrowed = { ...filter, idConditions: [...filter.idConditions, chosen] };
  return defineQuery({
    name: "trace.list-arrived",
    params: matchingParams.safeExtend({ sinceUs: z.number().int(), limit: z.number().int() }),
    row: z.object({ traceId: z.string(), startUs: z.number(), lastReceivedUs: z.number() }),
    sql: `SELECT trace_id AS traceId, startUs, lastReceivedUs
    FROM (${matchingTraces({ filter: narrowed, columns: ["lastReceivedUs"] })})
    ORDER BY lastReceivedUs DESC, trace_id
    LIMIT {limit:UInt32}`,
  });
}
