import type { ServerResponse } from "node:http";

/** What the record keeps of an answer. */
const keptBytes = 4 * 1024 * 1024;
/** What a client gets to take the last frame of a call that failed. */
const farewellMs = 2_000;
const slabBytes = 16 * 1024;
const noBytes = Buffer.alloc(0);

const lastChunk = "0\r\n\r\n";

function chunkOf(bytes: Buffer): Buffer {
  const size = bytes.length.toString(16);
  const head = size.length + 2;
  const chunk = Buffer.allocUnsafe(head + bytes.length + 2);
  chunk.write(`${size}\r\n`, 0, "latin1");
  chunk.set(bytes, head);
  chunk[head + bytes.length] = 0x0d;
  chunk[head + bytes.length + 1] = 0x0a;
  return chunk;
}

/** The answer on its way to the client, and what of it is kept for the record. */
export class ClientReply {
  keptAll = true;
  /** Something of an answer went out, or all of it. */
  begun = false;
  /** The headers of a stream went out before there was anything of it. */
  opened = false;
  status = 0;
  readonly #response: ServerResponse;
  #keeps: boolean;
  readonly #kept: Buffer[] = [];
  #slab: Buffer = noBytes;
  #slabUsed = 0;
  #bytes = 0;
  #over = false;
  #framed = false;

  constructor(response: ServerResponse, keeps: boolean) {
    this.#response = response;
    this.#keeps = keeps;
  }

  /** What was written, as far as it is kept. */
  get kept(): Buffer[] {
    return this.#slabUsed === 0 ? this.#kept : [...this.#kept, this.#slab.subarray(0, this.#slabUsed)];
  }

  /** For sound and other bytes that are no text. */
  keepNothing(): void {
    this.#keeps = false;
  }

  /** `headers`: names and values in turn. */
  begin(status: number, headers: string[]): void {
    this.begun = true;
    this.status = status;
    this.#response.writeHead(status, headers);
  }

  /**
   * For bodies of unknown length. The chunks of HTTP/1.1 are put together here: Node hands each over in four
   * pieces, which is most of what a short frame costs. Older clients read until the end of the connection.
   */
  beginStream(status: number, headers: string[]): void {
    if (this.opened) {
      this.begun = true;
      return;
    }
    this.#framed = this.#response.req.httpVersionMinor >= 1;
    if (this.#framed) headers.push("transfer-encoding", "chunked");
    this.begin(status, headers);
    if (this.#framed) this.#response.chunkedEncoding = false;
  }

  /** For a client that has waited long. `headers` need not say that events follow. */
  open(headers: string[]): void {
    headers.push("content-type", "text/event-stream; charset=utf-8", "cache-control", "no-cache");
    headers.push("x-accel-buffering", "no");
    this.beginStream(200, headers);
    this.opened = true;
    this.begun = false;
  }

  /** False when the client does not keep up: wait for `onDrain`. The bytes must not change afterwards. */
  write(bytes: Buffer): boolean {
    // An empty chunk would be the last one.
    if (this.#over || bytes.length === 0) return true;
    this.#keep(bytes);
    return this.#response.write(this.#framed ? chunkOf(bytes) : bytes);
  }

  /** A whole event that is no part of the answer: nothing of it is kept. */
  ping(bytes: Buffer): void {
    if (!this.#over) this.#response.write(this.#framed ? chunkOf(bytes) : bytes);
  }

  onDrain(listener: () => void): void {
    this.#response.on("drain", listener);
  }

  end(bytes?: Buffer): void {
    if (this.#over) return;
    this.#over = true;
    if (bytes === undefined) {
      this.#response.end(this.#framed ? lastChunk : undefined);
      return;
    }
    this.#keep(bytes, true);
    this.#response.end(bytes);
  }

  /** Ends without the mark of an orderly end, so that no client takes what it has for all there is. */
  cut(lastFrame: Buffer | null): void {
    if (this.#over) return;
    this.#over = true;
    const response = this.#response;
    if (lastFrame === null || response.destroyed) {
      response.destroy();
      return;
    }
    this.#keep(lastFrame);
    const impatience = setTimeout(() => response.destroy(), farewellMs);
    response.write(this.#framed ? chunkOf(lastFrame) : lastFrame, () => {
      clearTimeout(impatience);
      response.destroy();
    });
  }

  #keep(bytes: Buffer, isWhole = false): void {
    if (!this.#keeps || !this.keptAll) return;
    const room = keptBytes - this.#bytes;
    if (bytes.length > room) this.keptAll = false;
    const piece = bytes.length > room ? bytes.subarray(0, room) : bytes;
    this.#bytes += piece.length;
    if (isWhole || piece.length >= slabBytes / 4) {
      this.#closeSlab();
      this.#kept.push(piece);
    } else if (piece.length > 0) this.#copy(piece);
  }

  /**
   * Frames are copied together: a view of each would keep alive what its socket read it into, and a hundred
   * thousand of them under way stop the process for tens of milliseconds whenever memory is cleaned.
   */
  #copy(piece: Buffer): void {
    if (this.#slabUsed + piece.length > this.#slab.length) {
      this.#closeSlab();
      this.#slab = Buffer.allocUnsafeSlow(slabBytes);
    }
    this.#slab.set(piece, this.#slabUsed);
    this.#slabUsed += piece.length;
  }

  #closeSlab(): void {
    if (this.#slabUsed > 0) this.#kept.push(this.#slab.subarray(0, this.#slabUsed));
    this.#slab = noBytes;
    this.#slabUsed = 0;
  }
}
