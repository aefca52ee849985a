import { z } from "zod";
import { defineQuery } from "../../query.ts";
import { windowOf, windowParams } from "../window.ts";

/** How often refused events came, and when first. */
export const countArrivals = defineQuery({
  name: "rejected-event.arrivals",
  params: windowParams.extend({ eventIds: z.array(z.string()) }),
  row: z.object({ eventId: z.string(), times: z.number(), firstUs: z.number() }),
  sql: `SELECT event_id AS eventId, count() AS times, toUnixTimestamp64Micro(min(received_at)) AS firstUs
    FROM dead_letter_arrivals FINAL
    WHERE ${windowOf("received_at")} AND event_id IN {eventIds:Array(String)}
    GROUP BY event_id`,
});
