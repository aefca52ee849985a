import { z } from "zod";
import { defineQuery } from "../../query.ts";
import { countRow } from "../window.ts";
import { matchingRejectedEvents, rejectedEventFilters } from "./filters.ts";

const row = z.object({
  eventId: z.string(),
  /** When it came last. */
  receivedUs: z.number(),
  source: z.string(),
  stage: z.string(),
  code: z.string(),
  reason: z.string(),
  raw: z.string(),
  /** Characters of what was sent; more than `raw` has when that is only its beginning. */
  rawSize: z.number(),
  /** "" but for a request that could not be read. */
  door: z.string(),
  bodySize: z.number(),
  replayed: z.boolean(),
});

const columns = `event_id AS eventId,
      toUnixTimestamp64Micro(received_at) AS receivedUs,
      source, stage, code, reason, raw_size AS rawSize, door, body_size AS bodySize, replayed`;

/** One page of refused events, newest first, with the beginning of each. */
export const listRejectedEvents = defineQuery({
  name: "rejected-event.list",
  params: rejectedEventFilters.extend({ limit: z.number().int(), offset: z.number().int() }),
  row,
  sql: (params) => `SELECT ${columns}, leftUTF8(dead_letters.raw, 65536) AS raw
    ${matchingRejectedEvents(params)}
    ORDER BY received_at DESC, event_id
    LIMIT {limit:UInt32} OFFSET {offset:UInt32}`,
});

const wholeRow = row.extend({ body: z.string() });
/** The whole, and the bytes of a request as base64. */
const wholeColumns = `${columns}, raw, base64Encode(body) AS body`;

/**
 * The next ones behind a place, whole: at most `limit`, and fewer when they are large. Oldest first, or
 * newest first.
 */
export const listRejectedEventsAfter = defineQuery({
  name: "rejected-event.list-after",
  params: rejectedEventFilters.extend({
    afterUs: z.number().int(),
    afterId: z.string(),
    newestFirst: z.boolean(),
    limit: z.number().int(),
  }),
  row: wholeRow,
  sql: (params) => {
    const order = params.newestFirst ? "received_at DESC, event_id DESC" : "received_at, event_id";
    return `SELECT ${wholeColumns}
    FROM (
      SELECT *, sum(length(raw) + length(body)) OVER (ORDER BY ${order}) - length(raw) - length(body) AS before
      FROM (
        SELECT * ${matchingRejectedEvents(params)}
          AND (received_at, event_id) ${params.newestFirst ? "<" : ">"}
            (fromUnixTimestamp64Micro({afterUs:Int64}, 'UTC'), {afterId:String})
        ORDER BY ${order}
        LIMIT {limit:UInt32}
      )
    )
    WHERE before < ${pageBytes}
    ORDER BY ${order}`;
  },
});

const pageBytes = 8 * 1024 * 1024;

/** One, whole. */
export const getRejectedEvent = defineQuery({
  name: "rejected-event.get",
  params: rejectedEventFilters,
  row: wholeRow,
  sql: (params) => `SELECT ${wholeColumns} ${matchingRejectedEvents(params)} LIMIT 1`,
});

export const countRejectedEvents = defineQuery({
  name: "rejected-event.count",
  params: rejectedEventFilters,
  row: countRow,
  sql: (params) => `SELECT count() AS total ${matchingRejectedEvents(params)}`,
});
