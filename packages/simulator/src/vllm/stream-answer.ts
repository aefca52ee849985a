import type { ServerResponse } from "node:http";
import type { EngineDriver } from "../engine/drive-engine.ts";
import type { Sequence } from "../engine/sequence.ts";
import { FrameWriter, sendJson } from "../http/send.ts";
import type { Answer } from "../text/plan-answer.ts";
import type { Shape, Usage } from "./shape.ts";
import { usageJson } from "./shape.ts";

export interface Choice {
  answer: Answer;
  keys: readonly number[];
}

export interface Delivery {
  driver: EngineDriver;
  response: ServerResponse;
  shape: Shape;
  promptTokens: number;
  choices: readonly Choice[];
  stream: boolean;
  includeUsage: boolean;
  continuousUsage: boolean;
  tellsCached: boolean;
  keepAliveMs: number | null;
  headers: Record<string, string>;
}

/** Hands the choices to an engine and sends what comes out; a closed connection aborts them at once. */
export function deliver(delivery: Delivery): void {
  const output = delivery.stream ? new StreamOutput(delivery) : null;
  let left = delivery.choices.length;
  const sequences = delivery.choices.map(({ answer, keys }, index) =>
    delivery.driver.add({
      promptTokens: delivery.promptTokens,
      outputTokens: Math.max(1, answer.pieces.length),
      keys,
      finish: answer.finish === "length" ? "length" : "stop",
      onToken: (place, last) => {
        output?.token(index, place, sequences);
        if (!last) return;
        left -= 1;
        output?.finish(index, sequences);
        if (left > 0) return;
        if (output !== null) output.end(usageOf(delivery, sequences));
        else sendFull(delivery, sequences);
      },
    }),
  );
  delivery.response.once("close", () => {
    output?.stop();
    for (const sequence of sequences) delivery.driver.abort(sequence);
  });
}

function sendFull(delivery: Delivery, sequences: readonly Sequence[]): void {
  const body = delivery.shape.full(
    delivery.choices.map(({ answer }) => answer),
    usageOf(delivery, sequences),
  );
  sendJson(delivery.response, 200, body, delivery.headers);
}

function usageOf(delivery: Delivery, sequences: readonly Sequence[]): Usage {
  return {
    promptTokens: delivery.promptTokens,
    completionTokens: sequences.reduce((total, { generated }) => total + generated, 0),
    cachedTokens: delivery.tellsCached ? (sequences[0]?.cachedTokens ?? 0) : null,
  };
}

/** A reader that is behind gets its tokens merged into fewer frames, as vLLM does; memory stays bounded. */
class StreamOutput {
  readonly #delivery: Delivery;
  #writer: FrameWriter | null = null;
  readonly #opened: boolean[];
  readonly #held: string[];
  #blocked = false;
  #waiting: Array<() => void> = [];
  #keepAlive: NodeJS.Timeout | null = null;
  #wroteMs = performance.now();

  constructor(delivery: Delivery) {
    this.#delivery = delivery;
    this.#opened = delivery.choices.map(() => false);
    this.#held = delivery.choices.map(() => "");
    const { keepAliveMs } = delivery;
    if (keepAliveMs !== null) {
      this.#keepAlive = setInterval(() => this.#comment(keepAliveMs), keepAliveMs).unref();
    }
  }

  token(index: number, place: number, sequences: readonly Sequence[]): void {
    const { shape, choices, continuousUsage } = this.#delivery;
    const answer = choices[index]?.answer;
    if (answer === undefined) return;
    if (this.#blocked) {
      this.#held[index] += answer.pieces[place] ?? "";
      return;
    }
    const text = answer.pieces[place] ?? "";
    const usage = continuousUsage ? usageJson(usageOf(this.#delivery, sequences)) : "";
    const open = this.#opened[index] === true ? "" : shape.open(index, answer);
    this.#opened[index] = true;
    // vLLM's first event carries the role alone.
    if (open !== "") this.#write(open);
    if (text !== "") this.#write(shape.piece(index, text, answer, usage));
  }

  finish(index: number, sequences: readonly Sequence[]): void {
    this.#whenFree(() => {
      const { shape, choices, continuousUsage } = this.#delivery;
      const answer = choices[index]?.answer;
      if (answer === undefined) return;
      this.#flush(index, answer);
      const total = usageOf(this.#delivery, sequences);
      this.#write(shape.finish(index, answer, continuousUsage ? usageJson(total) : "", total));
    });
  }

  end(usage: Usage): void {
    this.#whenFree(() => {
      this.stop();
      const { shape, includeUsage } = this.#delivery;
      const frame = includeUsage ? shape.usage(usage) : "";
      if (frame !== "") this.#write(frame);
      if (shape.done !== "") this.#write(shape.done);
      this.#open().end();
    });
  }

  stop(): void {
    if (this.#keepAlive !== null) clearInterval(this.#keepAlive);
    this.#keepAlive = null;
  }

  #open(): FrameWriter {
    this.#writer ??= new FrameWriter(this.#delivery.response, {
      ...this.#delivery.headers,
      "content-type": "text/event-stream; charset=utf-8",
    });
    return this.#writer;
  }

  #write(frame: string): void {
    const writer = this.#open();
    writer.write(frame);
    this.#wroteMs = performance.now();
    if (!writer.clogged || this.#blocked) return;
    this.#blocked = true;
    writer.onDrain(() => this.#drained());
  }

  #flush(index: number, answer: Answer): void {
    const text = this.#held[index] ?? "";
    this.#held[index] = "";
    if (text !== "") this.#write(this.#delivery.shape.piece(index, text, answer, ""));
  }

  #drained(): void {
    this.#blocked = false;
    for (const [index, { answer }] of this.#delivery.choices.entries()) {
      if (!this.#blocked) this.#flush(index, answer);
    }
    while (!this.#blocked) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      next();
    }
  }

  #whenFree(work: () => void): void {
    if (this.#blocked) this.#waiting.push(work);
    else work();
  }

  #comment(everyMs: number): void {
    if (performance.now() - this.#wroteMs >= everyMs * 0.9 && !this.#blocked) this.#write(": keep-alive\n\n");
  }
}
