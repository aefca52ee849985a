import { cleanText } from "../clean-text.ts";
import type { TextSlicer } from "../text-slicer.ts";
import { TextCache } from "./text-cache.ts";

/** The bytes are no protobuf. */
export class WireError extends Error {}

const truncated = new WireError("the bytes end in the middle of a field");
const overlongVarint = new WireError("a varint is longer than ten bytes");
const badTag = new WireError("a field has an unknown wire type or number");
const maxGroupDepth = 64;

const keyCache = new TextCache();
const valueCache = new TextCache();

/** Reads protobuf primitives forwards; every method takes the exclusive end of the enclosing message. */
export class WireReader {
  readonly bytes: Uint8Array;
  readonly #view: DataView;
  readonly #text: TextSlicer;
  pos = 0;
  /** The two halves of the last varint, unsigned. */
  low = 0;
  high = 0;

  constructor(bytes: Uint8Array, text: TextSlicer) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#text = text;
  }

  /** Field number and wire type in one number, as on the wire. */
  tag(end: number): number {
    const first = this.bytes[this.pos] ?? 0;
    if (this.pos < end && first < 0x80) {
      this.pos++;
      if (first < 8) throw badTag;
      return first;
    }
    this.varint(end);
    if (this.high !== 0 || this.low < 8) throw badTag;
    return this.low;
  }

  /** Enters a length-delimited field: returns its end, with `pos` at its start. */
  enter(end: number): number {
    const first = this.bytes[this.pos] ?? 0;
    let length = first;
    if (this.pos < end && first < 0x80) this.pos++;
    else {
      this.varint(end);
      if (this.high !== 0) throw truncated;
      length = this.low;
    }
    if (length > end - this.pos) throw truncated;
    return this.pos + length;
  }

  varint(end: number): void {
    const { bytes } = this;
    let { pos } = this;
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (pos >= end) throw truncated;
      const byte = bytes[pos++] ?? 0;
      const bits = byte & 0x7f;
      if (shift < 28) low |= bits << shift;
      else if (shift === 28) {
        low |= bits << 28;
        high = bits >>> 4;
      } else if (shift < 63) high |= bits << (shift - 32);
      else high |= (bits & 1) << 31;
      if (byte < 0x80) {
        this.pos = pos;
        this.low = low >>> 0;
        this.high = high >>> 0;
        return;
      }
    }
    throw overlongVarint;
  }

  enumeration(end: number): number {
    this.varint(end);
    return this.low | 0;
  }

  /** A varint as a count: exact up to 2^53. */
  count(end: number): number {
    this.varint(end);
    return this.high * 4_294_967_296 + this.low;
  }

  /** sint32: 0, -1, 1, -2, … */
  zigzag(end: number): number {
    this.varint(end);
    return (this.low >>> 1) ^ -(this.low & 1);
  }

  boolean(end: number): boolean {
    this.varint(end);
    return this.low !== 0 || this.high !== 0;
  }

  double(end: number): number {
    if (end - this.pos < 8) throw truncated;
    const value = this.#view.getFloat64(this.pos, true);
    this.pos += 8;
    return value;
  }

  /** A fixed64 as a double: exact up to 2^53, which no count of ours passes. */
  unsigned64(end: number): number {
    if (end - this.pos < 8) throw truncated;
    const low = this.#view.getUint32(this.pos, true);
    const high = this.#view.getUint32(this.pos + 4, true);
    this.pos += 8;
    return high * 4_294_967_296 + low;
  }

  signed64(end: number): number {
    if (end - this.pos < 8) throw truncated;
    const low = this.#view.getUint32(this.pos, true);
    const high = this.#view.getInt32(this.pos + 4, true);
    this.pos += 8;
    return high * 4_294_967_296 + low;
  }

  /** Whole microseconds of a fixed64 of nanoseconds; 2^32 = 4294967 * 1000 + 296 keeps it exact. */
  nanosAsMicros(end: number): number {
    if (end - this.pos < 8) throw truncated;
    const low = this.#view.getUint32(this.pos, true);
    const high = this.#view.getUint32(this.pos + 4, true);
    this.pos += 8;
    return high * 4_294_967 + Math.floor((high * 296 + low) / 1000);
  }

  hex(end: number): string {
    const fieldEnd = this.enter(end);
    const hex = this.#text.hex(this.bytes, this.pos, Math.min(fieldEnd, this.pos + 64));
    this.pos = fieldEnd;
    return hex;
  }

  key(end: number): string {
    const fieldEnd = this.enter(end);
    const key = keyCache.read(this.bytes, this.pos, fieldEnd, this.#text);
    this.pos = fieldEnd;
    return cleanText(key);
  }

  string(end: number): string {
    const fieldEnd = this.enter(end);
    const value = valueCache.read(this.bytes, this.pos, fieldEnd, this.#text);
    this.pos = fieldEnd;
    return cleanText(value);
  }

  hexOf(start: number, end: number): string {
    return this.#text.hex(this.bytes, start, end);
  }

  skip(tag: number, end: number, depth = 0): void {
    switch (tag & 7) {
      case 0:
        this.varint(end);
        return;
      case 1:
        this.#advance(8, end);
        return;
      case 2:
        this.pos = this.enter(end);
        return;
      case 3:
        this.#skipGroup(tag, end, depth);
        return;
      case 5:
        this.#advance(4, end);
        return;
      default:
        throw badTag;
    }
  }

  #advance(length: number, end: number): void {
    if (length > end - this.pos) throw truncated;
    this.pos += length;
  }

  #skipGroup(startTag: number, end: number, depth: number): void {
    if (depth >= maxGroupDepth) throw badTag;
    for (;;) {
      const tag = this.tag(end);
      if (tag === startTag + 1) return;
      this.skip(tag, end, depth + 1);
    }
  }
}
