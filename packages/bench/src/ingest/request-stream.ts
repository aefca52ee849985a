import type { Template } from "./otlp-template.ts";
import { seededRandom } from "./random.ts";

export interface PreparedRequest {
  body: Buffer;
  spans: number;
  /** Hexadecimal id of the first trace. */
  traceId: string;
}

/** Turns templates into requests with ids and times of their own; the ids follow from the seed. */
export class RequestStream {
  readonly #templates: readonly Template[];
  readonly #random: () => number;
  #next = 0;

  constructor(templates: readonly Template[], seed: number) {
    this.#templates = templates;
    this.#random = seededRandom(seed);
  }

  next(nowMs: number): PreparedRequest {
    const template = this.#templates[this.#next % this.#templates.length];
    if (!template) throw new Error("no template");
    this.#next += 1;
    const body = Buffer.from(template.bytes);
    let traceId = "";
    for (const offsets of template.traceIdOffsets) {
      const [first = 0, ...others] = offsets;
      for (let word = 0; word < 16; word += 4) body.writeUInt32BE(this.#word(), first + word);
      for (const offset of others) body.copy(body, offset, first, first + 16);
      traceId ||= body.toString("hex", first, first + 16);
    }
    for (const offsets of template.spanIdOffsets) {
      const high = this.#word();
      const low = this.#word();
      for (const offset of offsets) {
        body.writeUInt32BE(high, offset);
        body.writeUInt32BE(low, offset + 4);
      }
    }
    for (const { start, end, startAfterMs, durationMs } of template.times) {
      const startMs = nowMs - 5000 + startAfterMs;
      writeNanoseconds(body, start, startMs);
      writeNanoseconds(body, end, startMs + durationMs);
    }
    return { body, spans: template.spans, traceId };
  }

  #word(): number {
    return (this.#random() * 2 ** 32) >>> 0;
  }
}

/** Without bigints: 2^32 nanoseconds are 4294.967296 ms. */
function writeNanoseconds(body: Buffer, offset: number, atMs: number): void {
  const high = Math.floor(atMs / 4294.967296);
  const low = Math.round((atMs - high * 4294.967296) * 1e6);
  body.writeUInt32LE(Math.min(Math.max(low, 0), 0xffffffff), offset);
  body.writeUInt32LE(high, offset + 4);
}
