import type { ServerResponse } from "node:http";

/** What the record keeps of an answer. */
const keptBytes = 4 * 1024 * 1024;
/** What a client gets to take the last frame of a call that failed. */
const farewellMs = 2_000;

/** The answer on its way to the client, and what of it is kept for the record. */
export class ClientReply {
  readonly kept: Buffer[] = [];
  keptAll = true;
  begun = false;
  status = 0;
  readonly #response: ServerResponse;
  #keeps: boolean;
  #bytes = 0;
  #over = false;

  constructor(response: ServerResponse, keeps: boolean) {
    this.#response = response;
    this.#keeps = keeps;
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

  /** False when the client does not keep up: wait for `onDrain`. The bytes must not change afterwards. */
  write(bytes: Buffer): boolean {
    if (this.#over) return true;
    this.#keep(bytes);
    return this.#response.write(bytes);
  }

  onDrain(listener: () => void): void {
    this.#response.on("drain", listener);
  }

  end(bytes?: Buffer): void {
    if (this.#over) return;
    this.#over = true;
    if (bytes === undefined) {
      this.#response.end();
      return;
    }
    this.#keep(bytes);
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
    response.write(lastFrame, () => {
      clearTimeout(impatience);
      response.destroy();
    });
  }

  #keep(bytes: Buffer): void {
    if (!this.#keeps || !this.keptAll) return;
    const room = keptBytes - this.#bytes;
    if (bytes.length > room) this.keptAll = false;
    const piece = bytes.length > room ? bytes.subarray(0, room) : bytes;
    if (piece.length > 0) this.kept.push(piece);
    this.#bytes += piece.length;
  }
}
