import { connect, type Socket } from "node:net";
import { percentile } from "../ingest/percentile.ts";
import { requestBytes } from "./request-bytes.ts";

interface RawLoadOptions {
  url: string;
  headers: Readonly<Record<string, string>>;
  bodies: readonly Buffer[];
  concurrency: number;
  requests: number;
}

export interface RawLoadReport {
  requestsPerSecond: number;
  /** Answers with status 200 that came to their end. */
  complete: number;
  /** Milliseconds from the request's first byte to the first of its answer. */
  firstByte: { p50: number; p99: number };
  /** CPU of this process. */
  cpuSeconds: number;
}

/**
 * So many calls over so many connections, one at a time on each, written from ready-made bytes: on a machine
 * that it shares with what it measures, a client's own work would be most of the figure.
 */
export async function runRawLoad(options: RawLoadOptions): Promise<RawLoadReport> {
  const { hostname, port } = new URL(options.url);
  const requests = options.bodies.map((body) => requestBytes(options, body));
  const firstBytes: number[] = [];
  const count = { next: 0, complete: 0 };
  const lanes = Array.from({ length: Math.min(options.concurrency, options.requests) }, () => {
    const take = (): Buffer | null => {
      if (count.next >= options.requests) return null;
      count.next += 1;
      return requests[count.next % requests.length] ?? null;
    };
    return new Lane({ hostname, port: Number(port) }, take, (firstByteMs, isComplete) => {
      firstBytes.push(firstByteMs);
      if (isComplete) count.complete += 1;
    });
  });
  await Promise.all(lanes.map((lane) => lane.connected));
  const cpuBefore = process.cpuUsage();
  const startedMs = performance.now();
  await Promise.all(lanes.map((lane) => lane.run()));
  const seconds = (performance.now() - startedMs) / 1_000;
  const cpu = process.cpuUsage(cpuBefore);
  return {
    requestsPerSecond: options.requests / seconds,
    complete: count.complete,
    firstByte: { p50: percentile(firstBytes, 50), p99: percentile(firstBytes, 99) },
    cpuSeconds: (cpu.user + cpu.system) / 1e6,
  };
}

const readBytes = 64 * 1024;
const headEnd = "\r\n\r\n";
const lastChunk = "0\r\n\r\n";

/** One connection. A call whose answer is not understood, or does not end, counts as failed. */
class Lane {
  readonly connected: Promise<void>;
  readonly #socket: Socket;
  readonly #take: () => Buffer | null;
  readonly #onAnswer: (firstByteMs: number, isComplete: boolean) => void;
  #sentMs = 0;
  #firstByteMs = 0;
  #isOk = false;
  #head = "";
  /** Bytes of the body still to come; null for chunks. */
  #left: number | null = 0;
  #isInBody = false;
  #tail = "";
  #finish: (() => void) | null = null;

  constructor(
    target: { hostname: string; port: number },
    take: () => Buffer | null,
    onAnswer: (firstByteMs: number, isComplete: boolean) => void,
  ) {
    this.#take = take;
    this.#onAnswer = onAnswer;
    const onread = {
      buffer: Buffer.allocUnsafeSlow(readBytes),
      callback: (length: number, bytes: Uint8Array) => this.#read(Buffer.from(bytes.buffer, 0, length)),
    };
    this.#socket = connect({ host: target.hostname, port: target.port, noDelay: true, onread });
    this.connected = new Promise((resolve, reject) => {
      this.#socket.once("connect", resolve);
      this.#socket.on("error", reject);
    });
    this.#socket.on("close", () => this.#finish?.());
  }

  /** Until there is no call left to make, or the connection is gone. */
  run(): Promise<void> {
    return new Promise((resolve) => {
      this.#finish = resolve;
      this.#next();
    });
  }

  #next(): void {
    const request = this.#take();
    if (request === null) {
      this.#socket.destroy();
      return;
    }
    this.#firstByteMs = 0;
    this.#head = "";
    this.#isInBody = false;
    this.#sentMs = performance.now();
    this.#socket.write(request);
  }

  #read(bytes: Buffer): boolean {
    if (this.#firstByteMs === 0) this.#firstByteMs = performance.now();
    let at = 0;
    if (!this.#isInBody) {
      const end = bytes.indexOf(headEnd);
      this.#head += bytes.toString("latin1", 0, end === -1 ? bytes.length : end);
      if (end === -1) return true;
      this.#readHead();
      at = end + headEnd.length;
    }
    if (this.#left === null) {
      this.#tail = (this.#tail + bytes.toString("latin1", Math.max(at, bytes.length - 5))).slice(-5);
      if (this.#tail === lastChunk) this.#over();
    } else {
      this.#left -= bytes.length - at;
      if (this.#left <= 0) this.#over();
    }
    return true;
  }

  #readHead(): void {
    this.#isInBody = true;
    this.#tail = "";
    this.#isOk = this.#head.startsWith("HTTP/1.1 200");
    const length = /\ncontent-length: *(\d+)/i.exec(this.#head)?.[1];
    this.#left = length === undefined ? null : Number(length);
  }

  #over(): void {
    this.#onAnswer(this.#firstByteMs - this.#sentMs, this.#isOk && (this.#left ?? 0) === 0);
    this.#next();
  }
}
