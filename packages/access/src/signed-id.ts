import { hkdf } from "@noble/hashes/hkdf.js";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/** What a signature is good for. One of another purpose does not fit. */
export const signedIdPurposes = ["trace-share", "media-upload", "media-download"] as const;
export type SignedIdPurpose = (typeof signedIdPurposes)[number];

const signatureLength = 64;

/**
 * `<id>.<signature>`: HMAC-SHA-256 in hexadecimal, under a key that HKDF derives from the installation's
 * secret for this purpose alone. Whoever can read the database cannot write one.
 */
export function signId(id: string, purpose: SignedIdPurpose, secret: string): string {
  if (secret.length === 0) throw new RangeError("The secret must not be empty.");
  const info = utf8ToBytes(`plumbline signed id ${purpose} 1`);
  const key = hkdf(sha256, utf8ToBytes(secret), undefined, info, 32);
  return `${id}.${bytesToHex(hmac(sha256, key, utf8ToBytes(id)))}`;
}

/** The id of a token that was signed for this purpose under this secret; null for anything else. */
export function verifySignedId(token: string, purpose: SignedIdPurpose, secret: string): string | null {
  const at = token.length - signatureLength - 1;
  if (at <= 0 || token[at] !== ".") return null;
  const id = token.slice(0, at);
  return isEqual(token, signId(id, purpose, secret)) ? id : null;
}

/** Looks at every character wherever the first difference is, so that the time taken tells nothing. */
function isEqual(left: string, right: string): boolean {
  let difference = left.length ^ right.length;
  for (let index = 0; index < right.length; index++) {
    difference |= left.charCodeAt(index) ^ right.charCodeAt(index);
  }
  return difference === 0;
}
