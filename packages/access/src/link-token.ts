import { hkdf } from "@noble/hashes/hkdf.js";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/** What a link is good for. A token of one purpose is a stranger to every other. */
export const linkPurposes = ["invitation", "password-reset"] as const;
export type LinkPurpose = (typeof linkPurposes)[number];

/** 32 random bytes in base64url, safe in a path. */
const tokenPattern = /^[A-Za-z0-9_-]{43}$/;

export function isLinkToken(token: string): boolean {
  return tokenPattern.test(token);
}

/**
 * HMAC-SHA-256 in hexadecimal, under a key that HKDF derives from the installation's secret for this
 * purpose alone. The database holds nothing else of a token.
 */
export function hashLinkToken(token: string, purpose: LinkPurpose, secret: string): string {
  if (secret.length === 0) throw new RangeError("The secret must not be empty.");
  const info = utf8ToBytes(`plumbline link ${purpose} 1`);
  const key = hkdf(sha256, utf8ToBytes(secret), undefined, info, 32);
  return bytesToHex(hmac(sha256, key, utf8ToBytes(token)));
}
