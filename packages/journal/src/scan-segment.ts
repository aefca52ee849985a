import { readSync } from "node:fs";
import { crc32c } from "@node-rs/crc32";
import {
  decodeHead,
  type FrameHead,
  frameHeadBytes,
  frameType,
  magic,
  maxEntryPrefixBytes,
} from "./format.ts";

const windowBytes = 1024 * 1024;

/** Reads a file through one buffer that moves forward. */
export class FileWindow {
  readonly #descriptor: number;
  readonly size: number;
  #buffer: Buffer = Buffer.alloc(0);
  #start = 0;

  constructor(descriptor: number, size: number) {
    this.#descriptor = descriptor;
    this.size = size;
  }

  /** Up to `length` bytes (fewer at the end of the file), valid until the next call. */
  bytes(offset: number, length: number): Buffer {
    const end = Math.min(offset + length, this.size);
    if (offset < this.#start || end > this.#start + this.#buffer.length) {
      this.#load(offset, Math.max(end - offset, Math.min(windowBytes, this.size - offset)));
    }
    return this.#buffer.subarray(offset - this.#start, Math.max(end - this.#start, offset - this.#start));
  }

  crc(offset: number, length: number): number {
    let crc = 0;
    for (let at = offset; at < offset + length; at += windowBytes) {
      crc = crc32c(this.bytes(at, Math.min(windowBytes, offset + length - at)), crc);
    }
    return crc;
  }

  #load(offset: number, length: number): void {
    const buffer = Buffer.allocUnsafe(Math.max(length, 0));
    let read = 0;
    while (read < buffer.length) {
      const got = readSync(this.#descriptor, buffer, read, buffer.length - read, offset + read);
      if (got === 0) break;
      read += got;
    }
    this.#buffer = buffer.subarray(0, read);
    this.#start = offset;
  }
}

export type ScanEvent =
  /** `body` is whole for control frames and only the start for entries. */
  | { kind: "frame"; head: FrameHead; offset: number; body: Buffer }
  /** Bytes that are no frame although frames follow, or that cannot be an unfinished write. */
  | { kind: "damaged"; from: number; to: number }
  /** What a write leaves when it is cut off: the beginning of a frame, or nothing but zeros. */
  | { kind: "torn"; from: number };

export interface ScanOptions {
  salt: number;
  /** Entries of released segments are only located; readRecord checks them should they be replayed. */
  verifyEntries: boolean;
}

export function* scanSegment(window: FileWindow, options: ScanOptions): Generator<ScanEvent> {
  let at = 0;
  while (at < window.size) {
    const head = decodeHead(window.bytes(at, frameHeadBytes), 0, options.salt);
    if (!head) {
      const next = findFrame(window, at + 1, options.salt);
      if (next === null) {
        yield looksUnfinished(window, at)
          ? { kind: "torn", from: at }
          : { kind: "damaged", from: at, to: window.size };
        return;
      }
      yield { kind: "damaged", from: at, to: next };
      at = next;
      continue;
    }
    const bodyAt = at + frameHeadBytes;
    const end = bodyAt + head.bodyLength;
    if (end > window.size) {
      const next = findFrame(window, at + 1, options.salt);
      if (next === null) {
        yield { kind: "torn", from: at };
        return;
      }
      yield { kind: "damaged", from: at, to: next };
      at = next;
      continue;
    }
    if (isBodyIntact(window, head, bodyAt, options)) {
      const bodyBytes = head.type === frameType.entry ? maxEntryPrefixBytes : head.bodyLength;
      const body = window.bytes(bodyAt, Math.min(bodyBytes, head.bodyLength));
      yield { kind: "frame", head, offset: at, body };
    } else {
      yield { kind: "damaged", from: at, to: end };
    }
    at = end;
  }
}

function isBodyIntact(window: FileWindow, head: FrameHead, bodyAt: number, options: ScanOptions): boolean {
  if (head.type === frameType.filler) return true;
  if (head.type === frameType.entry && !options.verifyEntries) return true;
  return window.crc(bodyAt, head.bodyLength) === head.bodyCrc;
}

/** The next whole frame with a right checksum at or after `from`. */
function findFrame(window: FileWindow, from: number, salt: number): number | null {
  let at = from;
  while (at + frameHeadBytes <= window.size) {
    const bytes = window.bytes(at, windowBytes);
    const hit = bytes.indexOf(magic);
    if (hit < 0) {
      at += Math.max(bytes.length - magic.length + 1, 1);
      continue;
    }
    const candidate = at + hit;
    const head = decodeHead(window.bytes(candidate, frameHeadBytes), 0, salt);
    if (head) {
      const bodyAt = candidate + frameHeadBytes;
      const fits = bodyAt + head.bodyLength <= window.size;
      if (fits && isBodyIntact(window, head, bodyAt, { salt, verifyEntries: true })) return candidate;
    }
    at = candidate + 1;
  }
  return null;
}

function looksUnfinished(window: FileWindow, from: number): boolean {
  const rest = window.size - from;
  if (rest < frameHeadBytes) {
    const bytes = window.bytes(from, rest);
    const known = Math.min(rest, magic.length);
    if (bytes.subarray(0, known).equals(magic.subarray(0, known))) return true;
  }
  for (let at = from; at < window.size; at += windowBytes) {
    if (window.bytes(at, windowBytes).some((byte) => byte !== 0)) return false;
  }
  return true;
}
