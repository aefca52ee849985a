import { closeSync, openSync, readSync } from "node:fs";
import { crc32c } from "@node-rs/crc32";
import { PlumblineError } from "@plumbline/contracts/errors";
import { decodeHead, entryPrefixLength, frameHeadBytes, frameType } from "./format.ts";

export interface RecordLocation {
  sequence: number;
  lane: string;
  rows: number;
  /** Absolute path of the segment. */
  file: string;
  /** Where the record's frame starts. */
  offset: number;
  /** Bytes of the payload. */
  length: number;
}

const maxOpenFiles = 4;
/** Oldest use first. A descriptor keeps a deleted segment's space, so few are kept. */
const openFiles = new Map<string, number>();

function descriptorOf(file: string): number {
  const known = openFiles.get(file);
  if (known !== undefined) {
    openFiles.delete(file);
    openFiles.set(file, known);
    return known;
  }
  const descriptor = openSync(file, "r");
  openFiles.set(file, descriptor);
  for (const [oldest, unused] of openFiles) {
    if (openFiles.size <= maxOpenFiles) break;
    openFiles.delete(oldest);
    closeSync(unused);
  }
  return descriptor;
}

/** Closes this thread's cached descriptors. */
export function closeReaders(): void {
  for (const descriptor of openFiles.values()) closeSync(descriptor);
  openFiles.clear();
}

function damaged(location: RecordLocation): PlumblineError {
  return new PlumblineError("internal", {
    message: `Journal record ${location.sequence} is damaged on disk.`,
    details: { reason: "journal.damaged_record", sequence: location.sequence },
  });
}

/** True for the error that readRecord throws when the bytes on disk are not those that were appended. */
export function isDamagedRecord(error: unknown): boolean {
  return PlumblineError.isInstance(error) && error.details["reason"] === "journal.damaged_record";
}

/**
 * The payload of one record, its checksum verified. Blocking; needs only the file, so any thread may
 * call it. Throws `internal` (see isDamagedRecord) for damaged bytes and the system's error otherwise.
 */
export function readRecord(location: RecordLocation): Uint8Array {
  const prefixBytes = entryPrefixLength(location.lane);
  const wanted = frameHeadBytes + prefixBytes + location.length;
  const frame = Buffer.allocUnsafe(wanted);
  const descriptor = descriptorOf(location.file);
  let read = 0;
  while (read < wanted) {
    const got = readSync(descriptor, frame, read, wanted - read, location.offset + read);
    if (got === 0) throw damaged(location);
    read += got;
  }
  const head = decodeHead(frame, 0, null);
  if (
    !head ||
    head.type !== frameType.entry ||
    head.sequence !== location.sequence ||
    head.bodyLength !== prefixBytes + location.length ||
    crc32c(frame.subarray(frameHeadBytes)) !== head.bodyCrc
  ) {
    throw damaged(location);
  }
  return frame.subarray(frameHeadBytes + prefixBytes);
}
