import { createHash } from "node:crypto";
import type { RejectedEvent } from "@plumbline/contracts/events";
import { keptText } from "@plumbline/ingestion/kept-text";

/** SDKs put their own keys into what they send; what is kept for people to read must not show them. */
const secretMember =
  /("[\w-]{0,40}(?:secret|api_?key|authorization|password)[\w-]{0,40}"\s*:\s*")((?:[^"\\]|\\.)*)/gi;
const secretKey = /\bsk-[\w-]{8,}/g;

function withoutSecrets(raw: string): string {
  return raw.replace(secretMember, "$1[redacted]").replace(secretKey, "[redacted]");
}

/** Every secret becomes as many asterisks: lengths that the bytes tell of themselves still hold. */
export function maskSecrets(bytes: Buffer): Buffer {
  const text = bytes.toString("latin1");
  const masked = text
    .replace(secretMember, (_all, before: string, secret: string) => before + "*".repeat(secret.length))
    .replace(secretKey, (key) => "*".repeat(key.length));
  return masked === text ? bytes : Buffer.from(masked, "latin1");
}

/** The same refusal of the same content has the same id, so that a client's retries count once. */
export function rejectedEvent(input: {
  id?: string | undefined;
  /** Different events of one sender have this id: the content tells them apart. */
  isSharedId?: boolean;
  timeUs: number;
  code: string;
  reason: string;
  raw: string;
}): RejectedEvent {
  const { id, isSharedId = false, timeUs, code, reason } = input;
  const kept = keptText(input.raw);
  const raw = withoutSecrets(kept.raw);
  const hash = (): string => createHash("sha256").update(`${code}\0${raw}`).digest("hex");
  const own = id ? (isSharedId ? `${id}:${hash().slice(0, 12)}` : id) : hash().slice(0, 32);
  return { type: "rejected", eventId: own, timeUs, code, reason, ...kept, raw };
}
