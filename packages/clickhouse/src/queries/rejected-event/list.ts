import { z } from "zod";
import { defineQuery } from "../../query.ts";
import { conditions, windowOf, windowParams } from "../window.ts";

const filterParams = windowParams.extend({ code: z.string().optional() });

const matching = (params: z.infer<typeof filterParams>) =>
  `FROM rejected_events FINAL
    WHERE ${windowOf("received_at")}${conditions([[params.code !== undefined, "code = {code:String}"]])}`;

/** One page of refused events, newest first. */
export const listRejectedEvents = defineQuery({
  name: "rejected-event.list",
  params: filterParams.extend({ limit: z.number().int(), offset: z.number().int() }),
  row: z.object({
    eventId: z.string(),
    receivedUs: z.number(),
    source: z.string(),
    stage: z.string(),
    code: z.string(),
    reason: z.string(),
    raw: z.string(),
  }),
  sql: (params) => `SELECT event_id AS eventId,
      toUnixTimestamp64Micro(received_at) AS receivedUs,
      source, stage, code, reason, raw
    ${matching(params)}
    ORDER BY received_at DESC, event_id
    LIMIT {limit:UInt32} OFFSET {offset:UInt32}`,
});

export const countRejectedEvents = defineQuery({
  name: "rejected-event.count",
  params: filterParams,
  row: z.object({ total: z.number() }),
  sql: (params) => `SELECT count() AS total ${matching(params)}`,
});
