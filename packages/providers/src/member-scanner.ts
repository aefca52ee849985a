/** Where the value of a member of a JSON object lies in its bytes. */
export interface Range {
  readonly start: number;
  /** After the last byte. */
  readonly end: number;
}

/** The members of an object by name; a repeated name keeps its last value, as JSON.parse does. */
export interface Members {
  readonly ranges: ReadonlyMap<string, Range>;
  /** Names that occur more than once: readers disagree about which counts. */
  readonly repeated: readonly string[];
  /** Where the object's first `{` and last `}` lie. */
  readonly open: number;
  readonly close: number;
}

const quote = 0x22;
const backslash = 0x5c;

/**
 * Finds the members of a JSON object without reading their values: long texts are skipped natively.
 * Null when the bytes are no object or the nesting does not close; what stands inside nested values is
 * not checked further.
 */
export function scanMembers(bytes: Buffer, range: Range = { start: 0, end: bytes.length }): Members | null {
  const open = skipSpace(bytes, range.start, range.end);
  if (bytes[open] !== 0x7b) return null;
  const ranges = new Map<string, Range>();
  const repeated: string[] = [];
  let at = skipSpace(bytes, open + 1, range.end);
  if (bytes[at] === 0x7d) return close(at);
  for (;;) {
    const keyEnd = bytes[at] === quote ? endOfString(bytes, at, range.end) : -1;
    if (keyEnd === -1) return null;
    const key = nameAt(bytes, at, keyEnd);
    at = skipSpace(bytes, keyEnd, range.end);
    if (key === null || at >= range.end || bytes[at] !== 0x3a) return null;
    const start = skipSpace(bytes, at + 1, range.end);
    const end = endOfValue(bytes, start, range.end);
    if (end === -1) return null;
    if (ranges.has(key)) repeated.push(key);
    ranges.set(key, { start, end });
    at = skipSpace(bytes, end, range.end);
    if (at >= range.end) return null;
    if (bytes[at] === 0x7d) return close(at);
    if (bytes[at] !== 0x2c) return null;
    at = skipSpace(bytes, at + 1, range.end);
  }

  function close(closeAt: number): Members | null {
    return skipSpace(bytes, closeAt + 1, range.end) === range.end
      ? { ranges, repeated, open, close: closeAt }
      : null;
  }
}

/** The parsed value of a small member; undefined when it is absent or no JSON. */
export function readMember(bytes: Buffer, members: Members, name: string): unknown {
  const range = members.ranges.get(name);
  if (range === undefined) return undefined;
  try {
    return JSON.parse(bytes.toString("utf8", range.start, range.end));
  } catch {
    return undefined;
  }
}

function nameAt(bytes: Buffer, start: number, end: number): string | null {
  const raw = bytes.toString("utf8", start + 1, end - 1);
  if (!raw.includes("\\")) return raw;
  try {
    return String(JSON.parse(`"${raw}"`));
  } catch {
    return null;
  }
}

function skipSpace(bytes: Buffer, from: number, end: number): number {
  let at = from;
  while (at < end) {
    const byte = bytes[at];
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) break;
    at += 1;
  }
  return at;
}

/** `start` is at the opening quote; gives the place after the closing one, or -1. */
function endOfString(bytes: Buffer, start: number, end: number): number {
  let at = start + 1;
  for (;;) {
    const found = bytes.indexOf(quote, at);
    if (found === -1 || found >= end) return -1;
    let slashes = 0;
    while (bytes[found - 1 - slashes] === backslash) slashes += 1;
    if (slashes % 2 === 0) return found + 1;
    at = found + 1;
  }
}

function endOfValue(bytes: Buffer, start: number, end: number): number {
  if (start >= end) return -1;
  const first = bytes[start];
  if (first === quote) return endOfString(bytes, start, end);
  if (first === 0x7b || first === 0x5b) return endOfNested(bytes, start, end);
  return endOfScalar(bytes, start, end);
}

/** Brackets are matched by kind on a stack of bits, so that `[}` is caught; 1,000 levels at most. */
function endOfNested(bytes: Buffer, start: number, end: number): number {
  const closers: number[] = [];
  for (let at = start; at < end; at++) {
    const byte = bytes[at];
    if (byte === quote) {
      at = endOfString(bytes, at, end) - 1;
      if (at < 0) return -1;
    } else if (byte === 0x7b || byte === 0x5b) {
      closers.push(byte + 2);
      if (closers.length > 1_000) return -1;
    } else if (byte === 0x7d || byte === 0x5d) {
      if (closers.pop() !== byte) return -1;
      if (closers.length === 0) return at + 1;
    }
  }
  return -1;
}

function endOfScalar(bytes: Buffer, start: number, end: number): number {
  let at = start;
  while (at < end) {
    const byte = bytes[at] ?? 0;
    const isPart =
      (byte >= 0x30 && byte <= 0x39) ||
      (byte >= 0x61 && byte <= 0x7a) ||
      byte === 0x2d ||
      byte === 0x2b ||
      byte === 0x2e ||
      byte === 0x45;
    if (!isPart) break;
    at += 1;
  }
  return at > start ? at : -1;
}
