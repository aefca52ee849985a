import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { type GatewaySnapshot, gatewaySnapshot } from "@plumbline/contracts/gateway-snapshot";

const nonceBytes = 12;
const tagBytes = 16;

/**
 * The last snapshot on disk, sealed with AES-256-GCM under a key derived from the pepper: it holds the
 * keys of upstreams. A gateway starts from it while everything else is down.
 */
export function writeSnapshot(file: string, snapshot: GatewaySnapshot, pepper: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv("aes-256-gcm", keyOf(pepper), nonce);
  const sealed = Buffer.concat([cipher.update(JSON.stringify(snapshot), "utf8"), cipher.final()]);
  const temporary = `${file}.${process.pid}.new`;
  writeFileSync(temporary, Buffer.concat([nonce, cipher.getAuthTag(), sealed]), { mode: 0o600, flush: true });
  renameSync(temporary, file);
}

/** null when there is none, or none that this pepper opens. */
export function readSnapshot(file: string, pepper: string): GatewaySnapshot | null {
  try {
    const bytes = readFileSync(file);
    const decipher = createDecipheriv("aes-256-gcm", keyOf(pepper), bytes.subarray(0, nonceBytes));
    decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
    const opened = Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()]);
    return gatewaySnapshot.parse(JSON.parse(opened.toString("utf8")));
  } catch {
    return null;
  }
}

function keyOf(pepper: string): Buffer {
  return Buffer.from(hkdfSync("sha256", pepper, "plumbline", "gateway snapshot 1", 32));
}
