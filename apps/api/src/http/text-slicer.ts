import type { TextSlicer } from "@plumbline/spans/decode-otlp";

declare global {
  /** Native since the first Node; its public types leave them out. */
  interface Buffer {
    utf8Slice(start: number, end: number): string;
    hexSlice(start: number, end: number): string;
  }
}

/** Native text decoding for the pure decoders, which know no Buffer. */
export const textSlicer: TextSlicer = {
  utf8: (bytes, start, end) => asBuffer(bytes).utf8Slice(start, end),
  hex: (bytes, start, end) => asBuffer(bytes).hexSlice(start, end),
};

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
