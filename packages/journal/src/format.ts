import { crc32c } from "@node-rs/crc32";

/**
 * A segment is a row of frames: 32 bytes of head, then the body.
 *   0 magic "PLJ1" · 4 version u8 · 5 type u8 · 8 body length u32 · 12 CRC32C of the body u32
 *   16 sequence u64 · 28 CRC32C of bytes 0–27, seeded with the journal's salt. Big endian.
 * The salt is secret to the directory, so bytes of a payload never pass for a frame.
 */
export const frameHeadBytes = 32;
const formatVersion = 1;
export const maxBodyBytes = 256 * 1024 * 1024;
export const magic = Buffer.from("PLJ1", "latin1");

export const frameType = { header: 1, entry: 2, boundary: 3, release: 4, filler: 5, repeat: 6 } as const;
export type FrameType = (typeof frameType)[keyof typeof frameType];

export interface FrameHead {
  type: number;
  bodyLength: number;
  bodyCrc: number;
  sequence: number;
}

const identityBytes = 16;
const batchIdBytes = 16;
/** Time f64, rows u32, length of the lane's name u16. */
const entryPrefixBytes = 14;

export function saltOf(identity: Uint8Array): number {
  return crc32c(identity);
}

function writeHead(target: Buffer, head: FrameHead, salt: number): void {
  magic.copy(target, 0);
  target.writeUInt8(formatVersion, 4);
  target.writeUInt8(head.type, 5);
  target.writeUInt16BE(0, 6);
  target.writeUInt32BE(head.bodyLength, 8);
  target.writeUInt32BE(head.bodyCrc, 12);
  target.writeUInt32BE(Math.floor(head.sequence / 2 ** 32), 16);
  target.writeUInt32BE(head.sequence % 2 ** 32, 20);
  target.writeUInt32BE(0, 24);
  target.writeUInt32BE(crc32c(target.subarray(0, 28), salt), 28);
}

export function encodeHead(head: FrameHead, salt: number): Buffer {
  const target = Buffer.allocUnsafe(frameHeadBytes);
  writeHead(target, head, salt);
  return target;
}

/** Null when these bytes are no frame head. Without a salt the head's own checksum is not looked at. */
export function decodeHead(bytes: Buffer, offset: number, salt: number | null): FrameHead | null {
  if (bytes.length - offset < frameHeadBytes) return null;
  if (bytes.compare(magic, 0, 4, offset, offset + 4) !== 0) return null;
  if (bytes.readUInt8(offset + 4) !== formatVersion) return null;
  if (
    salt !== null &&
    crc32c(bytes.subarray(offset, offset + 28), salt) !== bytes.readUInt32BE(offset + 28)
  ) {
    return null;
  }
  const bodyLength = bytes.readUInt32BE(offset + 8);
  if (bodyLength > maxBodyBytes) return null;
  return {
    type: bytes.readUInt8(offset + 5),
    bodyLength,
    bodyCrc: bytes.readUInt32BE(offset + 12),
    sequence: bytes.readUInt32BE(offset + 16) * 2 ** 32 + bytes.readUInt32BE(offset + 20),
  };
}

/** Head and body in one buffer, for the small frames. */
export function encodeFrame(type: FrameType, sequence: number, body: Buffer, salt: number): Buffer {
  const frame = Buffer.allocUnsafe(frameHeadBytes + body.length);
  writeHead(frame, { type, sequence, bodyLength: body.length, bodyCrc: crc32c(body) }, salt);
  body.copy(frame, frameHeadBytes);
  return frame;
}

export interface EntryTag {
  lane: string;
  rows: number;
  appendedAtMs: number;
}

/** Everything of an entry's frame before its payload; the payload itself is written from where it lies. */
export function encodeEntryHead(
  sequence: number,
  tag: EntryTag,
  payload: Uint8Array,
  salt: number,
): { head: Buffer; bodyCrc: number } {
  const laneBytes = Buffer.byteLength(tag.lane);
  const head = Buffer.allocUnsafe(frameHeadBytes + entryPrefixBytes + laneBytes);
  head.writeDoubleBE(tag.appendedAtMs, frameHeadBytes);
  head.writeUInt32BE(tag.rows, frameHeadBytes + 8);
  head.writeUInt16BE(laneBytes, frameHeadBytes + 12);
  head.write(tag.lane, frameHeadBytes + entryPrefixBytes);
  const bodyCrc = crc32c(payload, crc32c(head.subarray(frameHeadBytes)));
  const bodyLength = entryPrefixBytes + laneBytes + payload.length;
  writeHead(head, { type: frameType.entry, sequence, bodyLength, bodyCrc }, salt);
  return { head, bodyCrc };
}

/** Bytes of the body that come before the payload; null when the body is too short to be an entry. */
export function decodeEntryTag(body: Buffer): (EntryTag & { prefixBytes: number }) | null {
  if (body.length < entryPrefixBytes) return null;
  const laneBytes = body.readUInt16BE(12);
  const prefixBytes = entryPrefixBytes + laneBytes;
  if (body.length < prefixBytes) return null;
  return {
    appendedAtMs: body.readDoubleBE(0),
    rows: body.readUInt32BE(8),
    lane: body.toString("utf8", entryPrefixBytes, prefixBytes),
    prefixBytes,
  };
}

export function entryPrefixLength(lane: string): number {
  return entryPrefixBytes + Buffer.byteLength(lane);
}

/** Enough of an entry's body to decode its tag, whatever its lane. */
export const maxEntryPrefixBytes = entryPrefixBytes + 0xffff;

export function encodeHeader(identity: Uint8Array, createdAtMs: number): Buffer {
  const body = Buffer.alloc(identityBytes + 8);
  body.set(identity, 0);
  body.writeDoubleBE(createdAtMs, identityBytes);
  return body;
}

export function decodeHeaderIdentity(body: Buffer): Buffer | null {
  return body.length < identityBytes ? null : Buffer.from(body.subarray(0, identityBytes));
}

/** Sequences ascend; they are stored as differences, seven bits a byte. */
export function encodeBoundary(batchId: string, sequences: readonly number[]): Buffer {
  const bytes: number[] = [];
  let previous = 0;
  for (const sequence of sequences) {
    let rest = sequence - previous;
    previous = sequence;
    while (rest >= 128) {
      bytes.push((rest % 128) | 128);
      rest = Math.floor(rest / 128);
    }
    bytes.push(rest);
  }
  return Buffer.concat([Buffer.from(batchId, "hex"), Buffer.from(bytes)]);
}

export function decodeBoundary(body: Buffer): { batchId: string; sequences: number[] } {
  const sequences: number[] = [];
  let previous = 0;
  let value = 0;
  let scale = 1;
  for (let at = batchIdBytes; at < body.length; at += 1) {
    const byte = body.readUInt8(at);
    value += (byte & 127) * scale;
    scale *= 128;
    if (byte < 128) {
      previous += value;
      sequences.push(previous);
      value = 0;
      scale = 1;
    }
  }
  return { batchId: body.toString("hex", 0, batchIdBytes), sequences };
}

/** Written after an unclean end: what was released since then is owed once more. */
export function encodeRepeat(releasedSinceMs: number): Buffer {
  const body = Buffer.alloc(8);
  body.writeDoubleBE(releasedSinceMs, 0);
  return body;
}

export function decodeRepeat(body: Buffer): number {
  return body.readDoubleBE(0);
}

export function encodeRelease(batchId: string, releasedAtMs: number): Buffer {
  const body = Buffer.alloc(batchIdBytes + 8);
  body.write(batchId, 0, "hex");
  body.writeDoubleBE(releasedAtMs, batchIdBytes);
  return body;
}

export function decodeRelease(body: Buffer): { batchId: string; releasedAtMs: number } {
  return { batchId: body.toString("hex", 0, batchIdBytes), releasedAtMs: body.readDoubleBE(batchIdBytes) };
}
