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

const aheadBytes = 256 * 1024;

/** Lets the reader of many records, in the order in which they were appended, ask the disk once for dozens. */
export class ReadAhead {
  #file = "";
  #start = 0;
  #bytes: Buffer = Buffer.alloc(0);

  /** Fewer bytes than wanted when the file ends before. */
  read(file: string, offset: number, wanted: number): Buffer {
    const from = offset - this.#start;
    if (file !== this.#file || from < 0 || from + wanted > this.#bytes.length) {
      this.#bytes = readAt(file, offset, Math.max(wanted, aheadBytes));
      this.#file = file;
      this.#start = offset;
      return this.#bytes.subarray(0, wanted);
    }
    return this.#bytes.subarray(from, from + wanted);
  }
}

function readAt(file: string, offset: number, wanted: number): Buffer {
  const bytes = Buffer.allocUnsafe(wanted);
  const descriptor = descriptorOf(file);
  let read = 0;
  while (read < wanted) {
    const got = readSync(descriptor, bytes, read, wanted - read, offset + read);
    if (got === 0) break;
    read += got;
  }
  return bytes.subarray(0, read);
}

/**
 * The payload of one record, its checksum verified. Blocking; needs only the file, so any thread may
 * call it. Throws `internal` (see isDamagedRecord) for damaged bytes and the system's error otherwise.
 */
export function readRecord(location: RecordLocation, ahead?: ReadAhead): Uint8Array {
  const { file, offset } = location;
  const prefixBytes = entryPrefixLength(location.lane);
  const wanted = frameHeadBytes + prefixBytes + location.length;
  const frame = ahead === undefined ? readAt(file, offset, wanted) : ahead.read(file, offset, wanted);
  if (frame.length < wanted) throw damaged(location);
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
