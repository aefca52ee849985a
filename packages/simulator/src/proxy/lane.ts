import type { Socket } from "node:net";

export interface LaneRules {
  /** Every chunk waits this long. */
  latencyMs: number;
  bytesPerSecond: number;
  /** Takes everything and passes nothing. */
  blackhole: boolean;
  /** The connection breaks when so many bytes of it have passed. */
  breakAfterBytes: number;
}

/** Bytes that may be under way before the sender has to wait. */
const mostUnderWay = 1_048_576;

/** One direction of one connection. */
export class Lane {
  readonly #from: Socket;
  readonly #to: Socket;
  readonly #rules: LaneRules;
  readonly #connection: { break(): void };
  readonly #inspect: (chunk: Buffer) => "pass" | "drop";
  #underWay = 0;
  #passed = 0;
  #freeAtMs = 0;
  /** In the order in which they came: none may overtake another. */
  readonly #waiting: Array<{ chunk: Buffer; isLast: boolean }> = [];
  #lastDueMs = 0;
  #ended = false;

  constructor(
    from: Socket,
    to: Socket,
    rules: LaneRules,
    connection: { break(): void },
    inspect: (chunk: Buffer) => "pass" | "drop",
  ) {
    this.#from = from;
    this.#to = to;
    this.#rules = rules;
    this.#connection = connection;
    this.#inspect = inspect;
  }

  start(): void {
    this.#from.on("data", (chunk: Buffer) => this.#take(chunk));
    this.#from.on("end", () => {
      this.#ended = true;
      this.#endWhenEmpty();
    });
    this.#to.on("drain", () => this.#from.resume());
  }

  #take(chunk: Buffer): void {
    if (this.#inspect(chunk) === "drop" || this.#rules.blackhole) return;
    const { latencyMs, bytesPerSecond, breakAfterBytes } = this.#rules;
    const left = breakAfterBytes - this.#passed;
    this.#passed += chunk.length;
    const passing = chunk.length > left ? chunk.subarray(0, Math.max(0, left)) : chunk;
    const isLast = chunk.length >= left;
    const nowMs = performance.now();
    this.#freeAtMs = Math.max(nowMs, this.#freeAtMs) + (passing.length / bytesPerSecond) * 1_000;
    this.#lastDueMs = Math.max(nowMs + latencyMs, this.#freeAtMs, this.#lastDueMs);
    const waitMs = this.#lastDueMs - nowMs;
    if (waitMs <= 0 && this.#waiting.length === 0) return this.#pass(passing, isLast);
    this.#waiting.push({ chunk: passing, isLast });
    this.#underWay += passing.length;
    if (this.#underWay > mostUnderWay) this.#from.pause();
    setTimeout(() => {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      this.#underWay -= next.chunk.length;
      if (this.#underWay <= mostUnderWay) this.#from.resume();
      this.#pass(next.chunk, next.isLast);
      this.#endWhenEmpty();
    }, waitMs);
  }

  #pass(chunk: Buffer, isLast: boolean): void {
    if (this.#to.destroyed) return;
    if (isLast) {
      this.#to.write(chunk, () => this.#connection.break());
      return;
    }
    if (!this.#to.write(chunk)) this.#from.pause();
  }

  #endWhenEmpty(): void {
    if (this.#ended && this.#waiting.length === 0 && !this.#rules.blackhole) this.#to.end();
  }
}
