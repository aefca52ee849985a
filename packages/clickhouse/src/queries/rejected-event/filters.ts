import { z } from "zod";
import { conditions, windowOf, windowParams } from "../window.ts";

export const rejectedEventFilters = windowParams.extend({
  code: z.string().optional(),
  source: z.string().optional(),
  /** Words that its id, its reason or itself contain. */
  text: z.string().optional(),
  eventId: z.string().optional(),
  /** True: those that a replay stored since. */
  replayed: z.boolean().optional(),
});

/** FROM and WHERE; the rows of one project that came last in one window. */
export function matchingRejectedEvents(params: z.output<typeof rejectedEventFilters>): string {
  return `FROM dead_letters FINAL
    WHERE ${windowOf("received_at")}${conditions([
      [params.code !== undefined, "code = {code:String}"],
      [params.source !== undefined, "source = {source:String}"],
      [
        params.text !== undefined,
        "positionCaseInsensitiveUTF8(concat(event_id, '\\n', reason, '\\n', raw), {text:String}) > 0",
      ],
      [params.eventId !== undefined, "event_id = {eventId:String}"],
      [params.replayed !== undefined, "replayed = {replayed:Bool}"],
    ])}`;
}
