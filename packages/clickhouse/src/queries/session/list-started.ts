import { z } from "zod";
import { defineQuery } from "../../query.ts";
import type { CompiledFilter } from "../filter/compile-filter.ts";
import { matchingParams, matchingTraces } from "../trace/matching.ts";
import { notDeleted, spanWindow, windowParams } from "../window.ts";

const columns = ["sessionId", "traceEnvironment"] as const;

/**
 * Sessions by their first trace of the window, the latest first. With `isFresh` only those without a trace
 * before it, back to `lookFromUs`: a superseded row that says otherwise hides one, which is rare.
 */
export function listStartedSessions(filter: CompiledFilter, isFresh: boolean) {
  const before = `project_id = {projectId:String}
      AND start_time >= fromUnixTimestamp64Micro({lookFromUs:Int64}, 'UTC')
      AND start_time < fromUnixTimestamp64Micro({fromUs:Int64}, 'UTC')
      AND ${notDeleted}`;
  const fresh = isFresh
    ? ` AND sessionId NOT IN (SELECT session_id FROM spans WHERE ${before} AND is_deleted = 0 AND session_id != '')`
    : "";
  return defineQuery({
    name: "session.list-started",
    params: matchingParams.safeExtend({
      lookFromUs: z.number().int(),
      limit: z.number().int(),
      offset: z.number().int(),
    }),
    row: z.object({ sessionId: z.string(), firstUs: z.number(), environment: z.string(), total: z.number() }),
    sql: `SELECT sessionId, min(startUs) AS firstUs,
      argMin(if(traceEnvironment = '', 'default', traceEnvironment), startUs) AS environment,
      count() OVER () AS total
    FROM (${matchingTraces({ filter, columns })})
    WHERE sessionId != ''${fresh}
    GROUP BY sessionId
    ORDER BY firstUs DESC, sessionId
    LIMIT {limit:UInt32} OFFSET {offset:UInt32}`,
  });
}

/** When each of these sessions began, and where, by the spans that name them. */
export const listSessionStarts = defineQuery({
  name: "session.list-starts",
  params: windowParams.extend({ sessionIds: z.array(z.string()) }),
  row: z.object({ sessionId: z.string(), firstUs: z.number(), environment: z.string() }),
  sql: `SELECT session_id AS sessionId, toUnixTimestamp64Micro(min(start_time)) AS firstUs,
      argMin(if(environment = '', 'default', environment), start_time) AS environment
    FROM spans FINAL
    WHERE ${spanWindow} AND session_id IN {sessionIds:Array(String)}
    GROUP BY session_id`,
});

/** The traces of which a row names the session, the latest first. */
export const listTraceIdsOfSession = defineQuery({
  name: "session.list-trace-ids",
  params: windowParams.extend({ sessionId: z.string(), limit: z.number().int() }),
  row: z.object({ traceId: z.string() }),
  sql: `SELECT trace_id AS traceId
    FROM spans FINAL
    WHERE ${spanWindow} AND session_id = {sessionId:String}
    GROUP BY trace_id
    ORDER BY min(start_time) DESC, trace_id
    LIMIT {limit:UInt32}`,
});
