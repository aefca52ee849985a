import { createHash } from "node:crypto";
import type { RejectedEvent } from "@plumbline/contracts/events";

const maxRawCharacters = 64 * 1024;

/** SDKs put their own keys into what they send; what is kept for people to read must not show them. */
const secretMember =
  /("[\w-]{0,40}(?:secret|api_?key|authorization|password)[\w-]{0,40}"\s*:\s*")(?:[^"\\]|\\.)*/gi;
const secretKey = /\bsk-[\w-]{8,}/g;

function withoutSecrets(raw: string): string {
  return raw.replace(secretMember, "$1[redacted]").replace(secretKey, "[redacted]");
}

/** The same refusal of the same content has the same id, so that a client's retries count once. */
export function rejectedEvent(input: {
  id?: string | undefined;
  timeUs: number;
  code: string;
  reason: string;
  raw: string;
}): RejectedEvent {
  const raw = withoutSecrets(input.raw.slice(0, maxRawCharacters));
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
