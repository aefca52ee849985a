import { z } from "zod";
import { defineQuery } from "../../query.ts";
import { windowOf, windowParams } from "../window.ts";
import { matchingRejectedEvents, rejectedEventFilters } from "./filters.ts";

/** How many there are of every code, the most frequent first, with one of its reasons. */
export const groupRejectedEvents = defineQuery({
  name: "rejected-event.group",
  params: rejectedEventFilters,
  row: z.object({
    code: z.string(),
    source: z.string(),
    reason: z.string(),
    total: z.number(),
    lastUs: z.number(),
  }),
  sql: (params) => `SELECT code, source, argMax(reason, received_at) AS reason, count() AS total,
      toUnixTimestamp64Micro(max(received_at)) AS lastUs
    ${matchingRejectedEvents(params)}
    GROUP BY code, source
    ORDER BY total DESC, code, source
    LIMIT 100`,
});

/** What a replay refused again. */
export const groupRefusedAgain = defineQuery({
  name: "rejected-event.group-refused-again",
  params: windowParams.extend({ replayId: z.string() }),
  row: z.object({ code: z.string(), reason: z.string(), total: z.number() }),
  sql: `SELECT code, any(reason) AS reason, count() AS total
    FROM dead_letters FINAL
    WHERE ${windowOf("received_at")} AND replay_id = {replayId:String} AND NOT replayed
    GROUP BY code
    ORDER BY total DESC, code
    LIMIT 20`,
});
