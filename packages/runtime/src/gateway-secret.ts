import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";

/** Which row a sealed secret belongs to: moved to another one it cannot be opened. */
export interface SecretPlace {
  projectId: string;
  name: string;
}

const nonceBytes = 12;
const tagBytes = 16;
const format = "v1.";

/** AES-256-GCM under a key that is derived from the pepper for this alone; a text of base64url. */
export function sealGatewaySecret(pepper: string, place: SecretPlace, secret: string): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv("aes-256-gcm", deriveKey(pepper, "gateway secret 1"), nonce);
  cipher.setAAD(placeBytes(place));
  const sealed = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
  return format + Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64url");
}

/** null when it was sealed elsewhere, for another place or under another pepper, or was changed since. */
export function openGatewaySecret(pepper: string, place: SecretPlace, sealed: string): string | null {
  if (!sealed.startsWith(format)) return null;
  const bytes = Buffer.from(sealed.slice(format.length), "base64url");
  if (bytes.length < nonceBytes + tagBytes) return null;
  try {
    const key = deriveKey(pepper, "gateway secret 1");
    const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, nonceBytes));
    decipher.setAAD(placeBytes(place));
    decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
    const opened = [decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()];
    return Buffer.concat(opened).toString("utf8");
  } catch {
    return null;
  }
}

/** How a secret travels to the gateway within a document, in place of `secret:NAME`. */
export function sealedReference(name: string, sealed: string): string {
  return `sealed:${name}:${sealed}`;
}

/** The secret that such a text stands for; null for any other text, and for one that cannot be opened. */
export function openReference(pepper: string, projectId: string, text: string): string | null {
  const [, name, sealed] = /^sealed:([^:]+):(.+)$/.exec(text) ?? [];
  if (name === undefined || sealed === undefined) return null;
  return openGatewaySecret(pepper, { projectId, name }, sealed);
}

/** What a gateway shows the API to be told its snapshot; no API key opens that. */
export function gatewayFeedToken(pepper: string): string {
  return deriveKey(pepper, "gateway feed 1").toString("base64url");
}

function placeBytes({ projectId, name }: SecretPlace): Buffer {
  return Buffer.from(`gateway_secrets|${projectId}|${name}`, "utf8");
}

function deriveKey(pepper: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync("sha256", pepper, "plumbline", purpose, 32));
}
