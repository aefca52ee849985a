import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { bytesToBigInt, toBase62 } from "./base62.ts";
import { crc32Ascii } from "./crc32.ts";

/**
 * sk-pl-project_live_<43 base62 digits of 32 random bytes><6 base62 digits of CRC-32 over all before>.
 * The public key carries pk for sk. Secret scanners: (?:sk|pk)-pl-(?:project|gateway)_(?:live|test)_[0-9A-Za-z]{49}
 */
export const apiKeyPattern = /^(?:sk|pk)-pl-(?:project|gateway)_(?:live|test)_[0-9A-Za-z]{49}$/;

export type ApiKeyKind = "project" | "gateway";
export type ApiKeyEnvironment = "live" | "test";

const secretBytes = 32;
const bodyDigits = 43;
const checksumDigits = 6;

/**
 * `randomBytes` are 32 bytes from a cryptographic source. The public half is derived from them one-way,
 * so it names the key and gives nothing away.
 */
export function generateApiKey(
  kind: ApiKeyKind,
  randomBytes: Uint8Array,
  environment: ApiKeyEnvironment = "live",
): { publicKey: string; secretKey: string } {
  if (randomBytes.length !== secretBytes)
    throw new RangeError(`An API key needs exactly ${secretBytes} random bytes.`);
  const publicBytes = hmac(sha256, randomBytes, utf8ToBytes("plumbline public key 1"));
  return {
    publicKey: formatKey(`pk-pl-${kind}_${environment}_`, publicBytes),
    secretKey: formatKey(`sk-pl-${kind}_${environment}_`, randomBytes),
  };
}

function formatKey(prefix: string, bytes: Uint8Array): string {
  const body = prefix + toBase62(bytesToBigInt(bytes), bodyDigits);
  return body + checksum(body);
}

function checksum(body: string): string {
  return toBase62(BigInt(crc32Ascii(body)), checksumDigits);
}

/**
 * Tells a mistyped key from a real one without a look-up. Only for keys of our own format: keys that an
 * operator chose (PLUMBLINE_INIT_*) have none, ask `isGeneratedKey` first.
 */
export function hasValidChecksum(key: string): boolean {
  if (!apiKeyPattern.test(key)) return false;
  const body = key.slice(0, -checksumDigits);
  return checksum(body) === key.slice(-checksumDigits);
}

/** True for anything that claims our format, mistyped or not. */
export function isGeneratedKey(key: string): boolean {
  return /^(?:sk|pk)-pl-(?:project|gateway)_/.test(key);
}

/**
 * "v<version>$<64 hex>": HMAC-SHA-256 under a pepper that the database never holds. Deterministic, so a
 * unique index finds the row; 256 random bits need no slow hash. Rotate by hashing under both versions.
 */
export function hashSecretKey(secretKey: string, pepper: string, version = 1): string {
  if (pepper.length === 0) throw new RangeError("The pepper must not be empty.");
  const digest = hmac(sha256, utf8ToBytes(pepper), utf8ToBytes(`api-key\0${secretKey}`));
  return `v${version}$${bytesToHex(digest)}`;
}

/** What a list may show of a secret: its prefix and its last four characters. */
export function displaySecretKey(secretKey: string): string {
  const prefix = /^[a-z]{2}-[a-z]{2}-(?:[a-z]+_[a-z]+_)?/.exec(secretKey)?.[0] ?? "";
  return secretKey.length - prefix.length < 16 ? `${prefix}…` : `${prefix}…${secretKey.slice(-4)}`;
}
