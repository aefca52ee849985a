import { type Agent, type IncomingMessage, request } from "node:http";
import { carriesText, FrameReader, sequenceNumbers } from "./frame-reader.ts";

export type StreamEnd =
  /** A whole answer: not streamed, or with the end that its dialect prescribes. */
  | "complete"
  /** A clean end of the connection in the middle of an answer. */
  | "unfinished"
  /** An error inside the stream. */
  | "error-frame"
  /** Another status than 200. */
  | "refused"
  /** The connection broke. */
  | "broken"
  /** We went away. */
  | "aborted";

export interface StreamOutcome {
  place: number;
  end: StreamEnd;
  status: number | null;
  /** From when the request was due, so that a client that is late does not flatter the server. */
  firstTokenMs: number | null;
  totalMs: number;
  /** Events that carried text. */
  tokens: number;
  /** Sequence numbers that came; one event may carry several when the reader was behind. */
  numbered: number;
  /** Sequence numbers below the highest that never came. */
  lost: number;
  stalled: number;
  bytes: number;
  /** `performance.now()` at which the connection was given up. */
  abortedAtMs: number | null;
  requestId: string | null;
  error: string | null;
}

export interface StreamRequest {
  url: URL;
  agent: Agent;
  headers: Record<string, string>;
  body: string | Buffer;
  place: number;
  dueMs: number;
  /** A gap beyond this is a stall; infinite when nobody asked. */
  stallMs: number;
  /** Between two tokens of an even pace; null when there is none. */
  paceMs: number | null;
  /** How long after sending to go away; null to stay. */
  abortAfterMs: number | null;
  onGap(gapMs: number): void;
  /** How much later than the promptest token of its stream each one came, by the pace. */
  onDelay(delayMs: number): void;
}

const finished =
  /\[DONE\]|"type": ?"(?:message_stop|response\.completed|response\.incomplete|message-end)"|"finishReason"/;

/** Sends one request and follows its answer to the end. Never rejects. */
export function runStream(order: StreamRequest): Promise<StreamOutcome> {
  return new Promise((resolve) => new Run(order, resolve));
}

class Run {
  readonly #order: StreamRequest;
  readonly #resolve: (outcome: StreamOutcome) => void;
  readonly #reader = new FrameReader();
  readonly #outcome: StreamOutcome;
  readonly #abort: NodeJS.Timeout | null;
  /** Arrivals less what the pace accounts for. */
  readonly #offsets: number[] = [];
  #highest = -1;
  #lastMs = 0;
  #whole = false;
  #failed = false;
  #over = false;

  constructor(order: StreamRequest, resolve: (outcome: StreamOutcome) => void) {
    this.#order = order;
    this.#resolve = resolve;
    this.#outcome = {
      place: order.place,
      end: "broken",
      status: null,
      firstTokenMs: null,
      totalMs: 0,
      tokens: 0,
      numbered: 0,
      lost: 0,
      stalled: 0,
      bytes: 0,
      abortedAtMs: null,
      requestId: null,
      error: null,
    };
    const { url, agent, body } = order;
    const headers = {
      "content-type": "application/json",
      "content-length": String(Buffer.byteLength(body)),
      ...order.headers,
    };
    const sent = request(url, { agent, method: "POST", headers }, (response) => this.#follow(response));
    sent.on("error", (error) => this.#finish("broken", error.message));
    this.#abort =
      order.abortAfterMs === null
        ? null
        : setTimeout(() => {
            this.#outcome.abortedAtMs = performance.now();
            this.#finish("aborted", null);
            sent.destroy();
          }, order.abortAfterMs);
    sent.end(body);
  }

  #follow(response: IncomingMessage): void {
    const id = response.headers["x-request-id"];
    this.#outcome.status = response.statusCode ?? null;
    this.#outcome.requestId = typeof id === "string" ? id : null;
    const streams = (response.headers["content-type"] ?? "").startsWith("text/event-stream");
    response.on("data", (chunk: Buffer) => {
      this.#outcome.bytes += chunk.length;
      if (streams) for (const frame of this.#reader.read(chunk)) this.#take(frame);
      else this.#arrived();
    });
    response.on("error", (error) => this.#finish("broken", error.message));
    response.on("close", () => this.#finish("broken", "the connection closed"));
    response.on("end", () => {
      if (response.statusCode !== 200) this.#finish("refused", null);
      else if (this.#failed) this.#finish("error-frame", null);
      else this.#finish(!streams || this.#whole ? "complete" : "unfinished", null);
    });
  }

  #take(frame: string): void {
    if (finished.test(frame)) this.#whole = true;
    if (/^(?:event: ?error|data: ?\{"(?:error"|type": ?"error"))/.test(frame)) this.#failed = true;
    if (!carriesText(frame)) return;
    this.#arrived();
    for (const number of sequenceNumbers(frame)) {
      this.#outcome.numbered += 1;
      if (number > this.#highest) this.#highest = number;
    }
  }

  #arrived(): void {
    const nowMs = performance.now();
    const outcome = this.#outcome;
    outcome.tokens += 1;
    if (outcome.firstTokenMs === null) outcome.firstTokenMs = nowMs - this.#order.dueMs;
    else {
      const gapMs = nowMs - this.#lastMs;
      this.#order.onGap(gapMs);
      if (gapMs > this.#order.stallMs) outcome.stalled += 1;
    }
    this.#lastMs = nowMs;
    if (this.#order.paceMs !== null) this.#offsets.push(nowMs - outcome.tokens * this.#order.paceMs);
  }

  #finish(end: StreamEnd, error: string | null): void {
    if (this.#over) return;
    this.#over = true;
    if (this.#abort !== null) clearTimeout(this.#abort);
    const outcome = this.#outcome;
    outcome.end = end;
    outcome.error = error;
    outcome.totalMs = performance.now() - this.#order.dueMs;
    outcome.lost = this.#highest + 1 - outcome.numbered;
    const promptest = this.#offsets.reduce(
      (least, offset) => Math.min(least, offset),
      Number.POSITIVE_INFINITY,
    );
    for (const offset of this.#offsets) this.#order.onDelay(offset - promptest);
    this.#resolve(outcome);
  }
}
