const lf = 0x0a;
const cr = 0x0d;

/** One whole event with the blank line that ends it, as the bytes came. */
export type EventSink = (event: Buffer) => void;

export interface SseFrames {
  /** Calls the sink for every event that is whole now, in order. Throws RangeError beyond the limit. */
  push(chunk: Buffer, sink: EventSink): void;
  /** Bytes after the last whole event: of an event that never ended. */
  rest(): Buffer;
  /** Gives out an event whose end could only be told from what follows it. */
  flush(sink: EventSink): void;
}

/**
 * Splits a byte stream into server-sent events whatever the chunks and line ends (LF, CRLF, CR). Works on
 * bytes, so no character is ever cut. Events inside one chunk are views of it; only those that span
 * chunks are copied.
 */
export function createSseFrames(maxEventBytes = 16 * 1024 * 1024): SseFrames {
  return new Splitter(maxEventBytes);
}

class Splitter implements SseFrames {
  readonly #maxBytes: number;
  #pending: Buffer[] = [];
  #pendingBytes = 0;
  /** Nothing stands on the current line yet. */
  #atLineStart = true;
  /** Something stands on an earlier line of this event. */
  #hasLines = false;
  /** The last byte was a CR: an LF that follows belongs to it. */
  #afterCr = false;
  /** That CR ended the event. */
  #endsAtCr = false;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  push(chunk: Buffer, sink: EventSink): void {
    let start = 0;
    let at = 0;
    if (this.#afterCr && chunk.length > 0) {
      if (chunk[0] === lf) at = 1;
      this.#afterCr = false;
      if (this.#endsAtCr) {
        this.#endsAtCr = false;
        this.#give(chunk, 0, at, sink);
        start = at;
      }
    }
    const hasCr = chunk.indexOf(cr, at) !== -1;
    start = hasCr ? this.#splitAny(chunk, start, at, sink) : this.#splitLf(chunk, start, at, sink);
    if (start < chunk.length) this.#keep(start === 0 ? chunk : chunk.subarray(start));
  }

  rest(): Buffer {
    return Buffer.concat(this.#pending);
  }

  flush(sink: EventSink): void {
    this.#afterCr = false;
    if (!this.#endsAtCr) return;
    this.#endsAtCr = false;
    this.#give(Buffer.alloc(0), 0, 0, sink);
  }

  /** The usual stream: only line feeds, found natively. */
  #splitLf(chunk: Buffer, from: number, scanFrom: number, sink: EventSink): number {
    let start = from;
    let at = scanFrom;
    for (;;) {
      const end = chunk.indexOf(lf, at);
      if (end === -1) {
        if (at < chunk.length) this.#atLineStart = false;
        return start;
      }
      if (end > at) this.#atLineStart = false;
      at = end + 1;
      if (this.#atLineStart && this.#hasLines) {
        this.#give(chunk, start, at, sink);
        start = at;
      } else {
        this.#hasLines ||= !this.#atLineStart;
        this.#atLineStart = true;
      }
    }
  }

  #splitAny(chunk: Buffer, from: number, scanFrom: number, sink: EventSink): number {
    let start = from;
    for (let at = scanFrom; at < chunk.length; at++) {
      const byte = chunk[at];
      if (byte !== lf && byte !== cr) {
        this.#atLineStart = false;
        continue;
      }
      const ends = this.#atLineStart && this.#hasLines;
      this.#hasLines ||= !this.#atLineStart;
      this.#atLineStart = true;
      if (byte === cr && at + 1 === chunk.length) {
        this.#afterCr = true;
        this.#endsAtCr = ends;
        return start;
      }
      if (byte === cr && chunk[at + 1] === lf) at += 1;
      if (!ends) continue;
      this.#give(chunk, start, at + 1, sink);
      start = at + 1;
    }
    return start;
  }

  #give(chunk: Buffer, start: number, end: number, sink: EventSink): void {
    this.#atLineStart = true;
    this.#hasLines = false;
    const piece = start === 0 && end === chunk.length ? chunk : chunk.subarray(start, end);
    if (this.#pendingBytes === 0) {
      sink(piece);
      return;
    }
    this.#pending.push(piece);
    const event = Buffer.concat(this.#pending);
    this.#pending = [];
    this.#pendingBytes = 0;
    sink(event);
  }

  #keep(piece: Buffer): void {
    this.#pending.push(piece);
    this.#pendingBytes += piece.length;
    if (this.#pendingBytes > this.#maxBytes) {
      throw new RangeError(`An event is larger than ${this.#maxBytes} bytes.`);
    }
  }
}

/** True for an event of comment lines only: keep-alives, which say nothing. */
export function isComment(event: Buffer): boolean {
  let at = 0;
  while (at < event.length) {
    const first = event[at];
    if (first !== 0x3a && first !== lf && first !== cr) return false;
    if (first === 0x3a) {
      const end = lineEnd(event, at);
      at = end;
    }
    at += 1;
  }
  return true;
}

/** The text of all `data` lines, joined as the specification says; null when there are none. */
export function dataOf(event: Buffer): string | null {
  let data: string | null = null;
  let at = 0;
  while (at < event.length) {
    const end = lineEnd(event, at);
    if (isDataLine(event, at, end)) {
      const from = event[at + 5] === 0x20 ? at + 6 : at + 5;
      const text = from < end ? event.toString("utf8", from, end) : "";
      data = data === null ? text : `${data}\n${text}`;
    }
    at = end + 1;
  }
  return data;
}

function isDataLine(event: Buffer, at: number, end: number): boolean {
  if (end - at < 4) return false;
  const isData =
    event[at] === 0x64 && event[at + 1] === 0x61 && event[at + 2] === 0x74 && event[at + 3] === 0x61;
  return isData && (end - at === 4 || event[at + 4] === 0x3a);
}

function lineEnd(event: Buffer, from: number): number {
  for (let at = from; at < event.length; at++) {
    if (event[at] === lf || event[at] === cr) return at;
  }
  return event.length;
}
