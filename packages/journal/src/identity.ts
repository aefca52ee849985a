import { randomBytes } from "node:crypto";
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, readSync, writeSync } from "node:fs";
import { join } from "node:path";
import { crc32c } from "@node-rs/crc32";
import { decodeHead, decodeHeaderIdentity, frameHeadBytes, frameType, saltOf } from "./format.ts";
import { syncDirectorySync } from "./quarantine.ts";

function checksum(hex: string): string {
  return crc32c(hex).toString(16).padStart(8, "0");
}

function readIdentityFile(path: string): Buffer | null {
  if (!existsSync(path)) return null;
  const [hex, sum] = readFileSync(path, "latin1").trim().split(" ");
  return hex && hex.length === 32 && sum === checksum(hex) ? Buffer.from(hex, "hex") : null;
}

/** A segment's first frame names the identity that its own checksum is seeded with. */
function readSegmentIdentity(path: string): Buffer | null {
  const start = Buffer.alloc(frameHeadBytes + 16);
  const descriptor = openSync(path, "r");
  try {
    if (readSync(descriptor, start, 0, start.length, 0) < start.length) return null;
  } finally {
    closeSync(descriptor);
  }
  const identity = decodeHeaderIdentity(start.subarray(frameHeadBytes));
  if (!identity) return null;
  const head = decodeHead(start, 0, saltOf(identity));
  return head?.type === frameType.header ? identity : null;
}

/** Sixteen random bytes, the same for the life of the directory. Survives the loss of either its file or the segments. */
export function loadIdentity(directory: string, segmentPaths: readonly string[]): Buffer {
  const path = join(directory, "identity");
  const kept = readIdentityFile(path);
  if (kept) return kept;
  let identity: Buffer | null = null;
  for (const segment of segmentPaths) identity ??= readSegmentIdentity(segment);
  identity ??= randomBytes(16);
  const hex = identity.toString("hex");
  const descriptor = openSync(path, "w", 0o600);
  try {
    writeSync(descriptor, `${hex} ${checksum(hex)}\n`);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  syncDirectorySync(directory);
  return identity;
}
