import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  writeSync,
} from "node:fs";
import { basename, join } from "node:path";
import { crc32c } from "@node-rs/crc32";
import { encodeHead, entryPrefixLength, frameHeadBytes, frameType } from "./format.ts";
import type { RecordLocation } from "./read.ts";

const chunkBytes = 1024 * 1024;

function quarantineDirectory(directory: string): string {
  return join(directory, "quarantine");
}

export function countQuarantined(directory: string): number {
  const folder = quarantineDirectory(directory);
  return existsSync(folder) ? readdirSync(folder).length : 0;
}

export function syncDirectorySync(path: string): void {
  const descriptor = openSync(path, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

interface DamagedRegion {
  directory: string;
  file: string;
  stem: string;
  from: number;
  to: number;
  /** Sequence of the frame before; the filler that takes the region's place carries it. */
  sequence: number;
  salt: number;
}

/**
 * Moves damaged bytes out of a segment into a file of their own, durably, and puts a filler frame in
 * their place (or cuts the segment, when they are its end), so that the next opening finds them done.
 */
export function quarantineRegion(region: DamagedRegion): string {
  const folder = quarantineDirectory(region.directory);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `${region.stem}-${region.from}.bin`);
  const source = openSync(region.file, "r+");
  try {
    const bodyCrc = copyRegion(source, path, region);
    syncDirectorySync(folder);
    const bodyLength = region.to - region.from - frameHeadBytes;
    if (bodyLength >= 0) {
      const head = { type: frameType.filler, bodyLength, bodyCrc, sequence: region.sequence };
      writeSync(source, encodeHead(head, region.salt), 0, frameHeadBytes, region.from);
    } else {
      ftruncateSync(source, region.from);
    }
    fsyncSync(source);
  } finally {
    closeSync(source);
  }
  return path;
}

function copyRegion(source: number, path: string, region: { from: number; to: number }): number {
  const target = openSync(path, "w", 0o600);
  try {
    const buffer = Buffer.allocUnsafe(chunkBytes);
    let bodyCrc = 0;
    for (let at = region.from; at < region.to; ) {
      const got = readSync(source, buffer, 0, Math.min(chunkBytes, region.to - at), at);
      if (got === 0) break;
      writeSync(target, buffer, 0, got);
      const headLeft = Math.max(0, Math.min(got, region.from + frameHeadBytes - at));
      bodyCrc = crc32c(buffer.subarray(headLeft, got), bodyCrc);
      at += got;
    }
    fsyncSync(target);
    return bodyCrc;
  } finally {
    closeSync(target);
  }
}

/** Copies one record's frame aside; the segment stays as it is. */
export function quarantineCopy(directory: string, location: RecordLocation): string {
  const folder = quarantineDirectory(directory);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const stem = basename(location.file).split(".")[0] ?? "";
  const path = join(folder, `${stem}-${location.offset}.bin`);
  const to = location.offset + frameHeadBytes + entryPrefixLength(location.lane) + location.length;
  const source = openSync(location.file, "r");
  try {
    copyRegion(source, path, { from: location.offset, to });
  } finally {
    closeSync(source);
  }
  syncDirectorySync(folder);
  return path;
}
