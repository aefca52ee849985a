import { connect, type Socket } from "node:net";
import { percentile } from "../ingest/percentile.ts";
import { type Piece, readStream } from "./read-stream.ts";
import { requestBytes } from "./request-bytes.ts";

export interface RawStreamsOptions {
  url: string;
  headers: Readonly<Record<string, string>>;
  bodies: readonly Buffer[];
  /** Begun at an even pace. */
  perSecond: number;
  requests: number;
  /** Numbered frames that a whole stream has, and the time between two. */
  tokens: number;
  gapMs: number;
}

export interface RawStreamsReport {
  whole: number;
  /** Frames that came, and those of answers to status 200 that did not. */
  frames: number;
  lost: number;
  /** Gaps of ten times the pace. */
  stalled: number;
  /** Milliseconds from when a stream was due to its first numbered frame. */
  firstFrame: { p50: number; p99: number };
  /** How much later than the promptest of its stream a frame came, by the pace. */
  delay: { p50: number; p99: number };
  /** CPU of this process while it read. */
  cpuSeconds: number;
}

/**
 * Opens streams and keeps what comes with its moment; what it was is found out when all are over. On a
 * machine that it shares with what it measures, reading frames as they come would be most of the figure.
 */
export async function runRawStreams(options: RawStreamsOptions): Promise<RawStreamsReport> {
  const requests = options.bodies.map((body) => requestBytes(options, body));
  const { hostname, port } = new URL(options.url);
  const idle: Line[] = [];
  const cpuBefore = process.cpuUsage();
  const startMs = performance.now();
  const running: Array<Promise<Taken>> = [];
  while (running.length < options.requests) {
    const dueMs = startMs + (running.length * 1_000) / options.perSecond;
    const waitMs = dueMs - performance.now();
    if (waitMs > 1) await new Promise((resolve) => setTimeout(resolve, waitMs));
    const line = idle.pop() ?? new Line({ hostname, port: Number(port) });
    const request = requests[running.length % requests.length] ?? Buffer.alloc(0);
    const taken = line.stream(request, dueMs);
    running.push(taken);
    void taken.then(({ isOpen }) => isOpen && idle.push(line));
  }
  const all = await Promise.all(running);
  const cpu = process.cpuUsage(cpuBefore);
  for (const line of idle) line.close();
  return reportOf(options, all, (cpu.user + cpu.system) / 1e6);
}

function reportOf(options: RawStreamsOptions, all: readonly Taken[], cpuSeconds: number): RawStreamsReport {
  const first: number[] = [];
  const delays: number[] = [];
  const count = { whole: 0, frames: 0, lost: 0, stalled: 0 };
  for (const { pieces, dueMs } of all) {
    const { isOk, isWhole, arrivals } = readStream(pieces);
    const seen = new Set(arrivals.map(({ number }) => number));
    if (isWhole) count.whole += 1;
    count.frames += seen.size;
    if (isOk) count.lost += options.tokens - seen.size;
    const [beginning] = arrivals;
    if (beginning !== undefined) first.push(beginning.atMs - dueMs);
    let before = beginning?.atMs ?? 0;
    for (const { atMs } of arrivals) {
      if (atMs - before > 10 * options.gapMs) count.stalled += 1;
      before = atMs;
    }
    const offsets = arrivals.map(({ number, atMs }) => atMs - number * options.gapMs);
    const promptest = offsets.reduce((least, offset) => Math.min(least, offset), Number.POSITIVE_INFINITY);
    for (const offset of offsets) delays.push(offset - promptest);
  }
  return {
    ...count,
    firstFrame: { p50: percentile(first, 50), p99: percentile(first, 99) },
    delay: { p50: percentile(delays, 50), p99: percentile(delays, 99) },
    cpuSeconds,
  };
}

interface Taken {
  pieces: Piece[];
  dueMs: number;
  /** The connection can take another. */
  isOpen: boolean;
}

const readBytes = 64 * 1024;
const lastChunk = "0\r\n\r\n";

/** One connection, for one stream at a time. */
class Line {
  readonly #socket: Socket;
  #pieces: Piece[] = [];
  #finish: ((isOpen: boolean) => void) | null = null;

  constructor(target: { hostname: string; port: number }) {
    const onread = {
      buffer: Buffer.allocUnsafeSlow(readBytes),
      callback: (length: number, bytes: Uint8Array) => this.#read(Buffer.from(bytes.buffer, 0, length)),
    };
    this.#socket = connect({ host: target.hostname, port: target.port, noDelay: true, onread });
    this.#socket.on("error", () => this.#socket.destroy());
    this.#socket.on("close", () => this.#finish?.(false));
  }

  stream(request: Buffer, dueMs: number): Promise<Taken> {
    this.#pieces = [];
    return new Promise((resolve) => {
      this.#finish = (isOpen) => {
        this.#finish = null;
        resolve({ pieces: this.#pieces, dueMs, isOpen });
      };
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #read(bytes: Buffer): boolean {
    this.#pieces.push({ bytes: Buffer.from(bytes), atMs: performance.now() });
    const isEnd =
      bytes.length >= lastChunk.length && bytes.toString("latin1", bytes.length - 5) === lastChunk;
    if (isEnd) this.#finish?.(true);
    return true;
  }
}
