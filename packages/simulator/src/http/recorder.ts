import type { IncomingMessage, ServerResponse } from "node:http";

/** What a simulator saw of one request. */
export interface Received {
  method: string;
  path: string;
  headers: NodeJS.Dict<string | string[]>;
  /** Null until the body is read, or when the client broke off while sending. */
  body: string | null;
  arrivedMs: number;
  /** When the head of the answer went out. */
  answeredMs: number | null;
  /** When the exchange was over, however it ended. */
  endedMs: number | null;
  /** The client closed the connection before the answer was complete. */
  closedEarly: boolean;
  status: number | null;
}

const mostKept = 20_000;

/** Keeps what was received, the newest 20,000. Times are milliseconds of `performance.now()`. */
export class Recorder {
  readonly #kept: Received[] = [];
  readonly #onChange: Array<() => void> = [];

  get all(): readonly Received[] {
    return this.#kept;
  }

  record(request: IncomingMessage, response: ServerResponse): Received {
    const entry: Received = {
      method: request.method ?? "GET",
      path: request.url ?? "/",
      headers: request.headers,
      body: null,
      arrivedMs: performance.now(),
      answeredMs: null,
      endedMs: null,
      closedEarly: false,
      status: null,
    };
    this.#kept.push(entry);
    if (this.#kept.length > mostKept) this.#kept.splice(0, mostKept / 2);
    response.once("close", () => {
      entry.endedMs = performance.now();
      entry.closedEarly = !response.writableFinished;
      entry.status = response.headersSent ? response.statusCode : null;
      this.#changed();
    });
    this.#changed();
    return entry;
  }

  clear(): void {
    this.#kept.length = 0;
  }

  /** Resolves with the first entry, old or new, that fits. */
  async find(fits: (entry: Received) => boolean): Promise<Received> {
    for (;;) {
      const found = this.#kept.find(fits);
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => this.#onChange.push(resolve));
    }
  }

  #changed(): void {
    for (const tell of this.#onChange.splice(0)) tell();
  }
}
