import { createHash } from "node:crypto";
import type { RejectedEvent } from "@plumbline/contracts/events";

const maxRawCharacters = 64 * 1024;

/** The same refusal of the same content has the same id, so that a client's retries count once. */
export function rejectedEvent(input: {
  id?: string | undefined;
  timeUs: number;
  code: string;
  reason: string;
  raw: string;
}): RejectedEvent {
  const raw = input.raw.slice(0, maxRawCharacters);
  const eventId = input.id || createHash("sha256").update(`${input.code}\0${raw}`).digest("hex").slice(0, 32);
  return {
    type: "rejected",
    eventId: eventId.slice(0, 800),
    timeUs: input.timeUs,
    code: input.code,
    reason: input.reason,
    raw,
  };
}
