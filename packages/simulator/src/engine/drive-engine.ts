import type { Engine } from "./engine.ts";
import type { Sequence, SequenceRequest } from "./sequence.ts";

/** Timers may fire this much early. */
const toleranceMs = 0.5;
/** A process that could not run for longer than this does not catch up. */
const longestLagMs = 1_000;
const stepsPerTurn = 200;

/** Runs an engine on the real clock: one timer per step, steps that are late are caught up. */
export class EngineDriver {
  readonly engine: Engine;
  readonly #timeScale: number;
  #dueMs: number | null = null;
  #timeout: NodeJS.Timeout | null = null;
  #immediate: NodeJS.Immediate | null = null;

  constructor(engine: Engine, timeScale: number) {
    this.engine = engine;
    this.#timeScale = timeScale;
  }

  add(request: SequenceRequest): Sequence {
    const nowMs = performance.now();
    const sequence = this.engine.add(request, nowMs);
    // The first step waits for the others that arrived in the same turn of the event loop.
    if (this.#timeout === null && this.#immediate === null) this.#soon();
    return sequence;
  }

  abort(sequence: Sequence): void {
    this.engine.abort(sequence, performance.now());
  }

  close(): void {
    if (this.#timeout !== null) clearTimeout(this.#timeout);
    if (this.#immediate !== null) clearImmediate(this.#immediate);
    this.#timeout = null;
    this.#immediate = null;
    this.#dueMs = null;
  }

  #turn(): void {
    this.#timeout = null;
    this.#immediate = null;
    const nowMs = performance.now();
    if (this.#dueMs !== null && nowMs - this.#dueMs > longestLagMs) this.#dueMs = nowMs;
    for (let steps = 0; steps < stepsPerTurn; steps += 1) {
      if (this.#dueMs === null) this.#dueMs = nowMs;
      else if (this.#dueMs > nowMs + toleranceMs) break;
      else this.engine.finish(this.#dueMs);
      const durationMs = this.engine.begin(this.#dueMs);
      if (durationMs === null) {
        this.#dueMs = null;
        return;
      }
      this.#dueMs += durationMs * this.#timeScale;
      if (durationMs * this.#timeScale === 0) break;
    }
    const waitMs = this.#dueMs === null ? 0 : this.#dueMs - performance.now();
    if (waitMs <= 0) this.#soon();
    else this.#timeout = setTimeout(() => this.#turn(), waitMs);
  }

  #soon(): void {
    this.#immediate = setImmediate(() => this.#turn());
  }
}
