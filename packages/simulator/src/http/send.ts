import type { ServerResponse } from "node:http";

export type Headers = Record<string, string>;

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Headers = {},
): void {
  sendText(response, status, JSON.stringify(body), { "content-type": "application/json", ...headers });
}

export function sendText(
  response: ServerResponse,
  status: number,
  text: string,
  headers: Headers = {},
): void {
  response.writeHead(status, { "content-length": String(Buffer.byteLength(text)), ...headers });
  response.end(text);
}

/**
 * Writes frames of a stream, one write to the socket per frame. Node's own chunked encoding makes three;
 * the head and the last chunk stay Node's, so that the connection can be kept alive.
 */
export class FrameWriter {
  readonly #response: ServerResponse;

  constructor(response: ServerResponse, headers: Headers, status = 200) {
    this.#response = response;
    response.writeHead(status, { ...headers, "transfer-encoding": "chunked" });
    response.flushHeaders();
  }

  /** The reader is behind: what is written now waits in memory. */
  get clogged(): boolean {
    return this.#response.socket?.writableNeedDrain ?? false;
  }

  onDrain(work: () => void): void {
    this.#response.socket?.once("drain", work);
  }

  write(frame: string): void {
    const { socket } = this.#response;
    if (socket === null) this.#response.write(frame);
    else if (!socket.destroyed) socket.write(`${Buffer.byteLength(frame).toString(16)}\r\n${frame}\r\n`);
  }

  writeBytes(bytes: Uint8Array): void {
    this.#response.write(bytes);
  }

  end(): void {
    this.#response.end();
  }
}
