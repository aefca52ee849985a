import { z } from "zod";
import { defineQuery } from "../../query.ts";
import { countRow } from "../window.ts";
import { matchingRejectedEvents, rejectedEventFilters } from "./filters.ts";

const row = z.object({
  eventId: z.string(),
  receivedUs: z.number(),
  source: z.string(),
  stage: z.string(),
  code: z.string(),
  reason: z.string(),
  raw: z.string(),
  replayed: z.boolean(),
});

const columns = `event_id AS eventId,
      toUnixTimestamp64Micro(received_at) AS receivedUs,
      source, stage, code, reason, raw, replayed`;

/** One page of refused events, newest first. */
export const listRejectedEvents = defineQuery({
  name: "rejected-event.list",
  params: rejectedEventFilters.extend({ limit: z.number().int(), offset: z.number().int() }),
  row,
  sql: (params) => `SELECT ${columns}
    ${matchingRejectedEvents(params)}
    ORDER BY received_at DESC, event_id
    LIMIT {limit:UInt32} OFFSET {offset:UInt32}`,
});

/** The next ones behind a place, oldest first. */
export const listRejectedEventsAfter = defineQuery({
  name: "rejected-event.list-after",
  params: rejectedEventFilters.extend({
    afterUs: z.number().int(),
    afterId: z.string(),
    limit: z.number().int(),
  }),
  row,
  sql: (params) => `SELECT ${columns}
    ${matchingRejectedEvents(params)}
      AND (received_at, event_id) > (fromUnixTimestamp64Micro({afterUs:Int64}, 'UTC'), {afterId:String})
    ORDER BY received_at, event_id
    LIMIT {limit:UInt32}`,
});

export const countRejectedEvents = defineQuery({
  name: "rejected-event.count",
  params: rejectedEventFilters,
  row: countRow,
  sql: (params) => `SELECT count() AS total ${matchingRejectedEvents(params)}`,
});
