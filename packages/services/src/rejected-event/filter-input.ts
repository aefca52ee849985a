import { z } from "zod";

/** Which refused events: by code, source, words, one of them alone, and by arrival. */
export const rejectedEventFilter = z.strictObject({
  code: z.string().min(1).max(200).optional(),
  source: z.string().min(1).max(100).optional(),
  text: z.string().min(1).max(1_000).optional(),
  eventId: z.string().max(1_000).optional(),
  /** Defaults: as far back as they are kept, and now. */
  from: z.date().optional(),
  to: z.date().optional(),
});

export type RejectedEventFilter = z.input<typeof rejectedEventFilter>;
