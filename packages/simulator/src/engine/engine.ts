import type { Profile } from "../profiles.ts";
import { EngineMetrics, type FinishedReason } from "./engine-metrics.ts";
import { KvCache } from "./kv-cache.ts";
import { Sequence, type SequenceRequest } from "./sequence.ts";

/** What one step computes of one sequence. */
interface Slice {
  sequence: Sequence;
  tokens: number;
}

export interface EngineLimits {
  /** Requests that may wait; a further one is refused. */
  maxQueuedRequests: number;
}

/**
 * The scheduler of one engine: continuous batching with chunked prefill, in the order in which
 * vLLM's scheduler does it. It has no clock of its own: whoever drives it calls `begin` and `finish`.
 */
export class Engine {
  readonly metrics: EngineMetrics;
  readonly cache: KvCache;
  readonly #profile: Profile;
  readonly #limits: EngineLimits;
  readonly #waiting: Sequence[] = [];
  readonly #running: Sequence[] = [];
  #step: Slice[] = [];

  constructor(profile: Profile, limits: EngineLimits) {
    this.#profile = profile;
    this.#limits = limits;
    this.metrics = new EngineMetrics(profile.maxModelLen);
    this.cache = new KvCache(profile.numGpuBlocks);
  }

  get running(): number {
    return this.#running.length;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** Whether `count` more may wait. Those that can run at once do not count. */
  admits(count: number): boolean {
    const places = Math.max(0, this.#profile.maxNumSeqs - this.#running.length);
    return this.#waiting.length + count - places <= this.#limits.maxQueuedRequests;
  }

  add(request: SequenceRequest, nowMs: number): Sequence {
    const sequence = new Sequence(request, nowMs);
    this.#waiting.push(sequence);
    return sequence;
  }

  abort(sequence: Sequence, nowMs: number): void {
    if (sequence.finishedMs !== null) return;
    remove(this.#waiting, sequence);
    this.#end(sequence, "abort", nowMs);
  }

  /** Takes up the next step and says how long it lasts; null when there is nothing to do. */
  begin(nowMs: number): number | null {
    this.#step = [];
    let budget = this.#profile.maxBatchedTokens;
    const preempted = this.metrics.preemptions;
    // A copy: who is pushed out leaves the list.
    const planned = this.#running.slice();
    for (const sequence of planned) {
      if (budget === 0) break;
      budget -= this.#continue(sequence, budget);
    }
    // vLLM lets nobody in while it has to push somebody out.
    if (this.metrics.preemptions === preempted) this.#admit(budget, nowMs);
    if (this.#step.length === 0) return null;
    const durationMs = this.#durationMs();
    this.metrics.busyMs += durationMs;
    return durationMs;
  }

  /** Ends the step: everyone whose prompt is computed gets a token. */
  finish(nowMs: number): void {
    const step = this.#step;
    this.#step = [];
    let tokens = 0;
    for (const { sequence, tokens: computed } of step) {
      if (sequence.finishedMs !== null || sequence.state !== "running") continue;
      tokens += computed;
      sequence.computed += computed;
      this.#rememberFull(sequence);
      if (sequence.computed < sequence.held) continue;
      this.#emit(sequence, nowMs);
    }
    if (tokens > 0) this.metrics.stepTokens.observe(tokens);
  }

  #durationMs(): number {
    let prefill = 0;
    let decoding = 0;
    let context = 0;
    for (const { sequence, tokens } of this.#step) {
      if (sequence.generated > 0 && tokens === 1) {
        decoding += 1;
        context += sequence.held;
      } else prefill += tokens;
    }
    const { stepBaseMs, stepPerSequenceMs, stepPerContextTokenMs, prefillTokensPerSecond } = this.#profile;
    const prefillMs = prefillTokensPerSecond === 0 ? 0 : (prefill / prefillTokensPerSecond) * 1_000;
    return stepBaseMs + decoding * stepPerSequenceMs + context * stepPerContextTokenMs + prefillMs;
  }

  /** Returns how much of the budget it took. */
  #continue(sequence: Sequence, budget: number): number {
    if (sequence.state !== "running") return 0;
    const tokens = Math.min(sequence.held - sequence.computed, budget);
    while (!this.cache.grow(sequence.table, this.#blocksFor(sequence.computed + tokens))) {
      const victim = this.#running.at(-1);
      if (victim === undefined) return 0;
      this.#preempt(victim);
      if (victim === sequence) return 0;
    }
    this.#step.push({ sequence, tokens });
    return tokens;
  }

  #admit(budget: number, nowMs: number): void {
    let left = budget;
    while (left > 0 && this.#running.length < this.#profile.maxNumSeqs) {
      const sequence = this.#waiting[0];
      if (sequence === undefined) return;
      // At least one token is computed, so the last block is never taken from the cache.
      const limit = Math.floor((sequence.held - 1) / this.#profile.blockSize);
      const cached = this.cache.countCached(sequence.request.keys, limit);
      const idle = this.cache.countIdle(sequence.request.keys, cached);
      const known = cached * this.#profile.blockSize;
      const tokens = Math.min(sequence.held - known, left);
      const fresh = this.#blocksFor(known + tokens) - cached;
      if (fresh + idle > this.cache.free) return;
      this.#waiting.shift();
      this.cache.share(sequence.table, sequence.request.keys, cached);
      this.cache.grow(sequence.table, cached + fresh);
      if (sequence.scheduledMs === null) {
        this.metrics.prefixQueries += sequence.held;
        this.metrics.prefixHits += known;
        sequence.cachedTokens = known;
      }
      sequence.start(known, nowMs);
      this.#running.push(sequence);
      this.#step.push({ sequence, tokens });
      left -= tokens;
    }
  }

  #preempt(sequence: Sequence): void {
    remove(this.#running, sequence);
    this.#step = this.#step.filter((slice) => slice.sequence !== sequence);
    this.cache.release(sequence.table);
    sequence.stop();
    this.#waiting.unshift(sequence);
    this.metrics.preemptions += 1;
  }

  #blocksFor(tokens: number): number {
    return Math.ceil(tokens / this.#profile.blockSize);
  }

  #rememberFull(sequence: Sequence): void {
    const full = Math.floor(sequence.computed / this.#profile.blockSize);
    for (; sequence.remembered < full; sequence.remembered += 1) {
      const key = sequence.request.keys[sequence.remembered];
      if (key !== undefined) this.cache.remember(sequence.table, sequence.remembered, key);
    }
  }

  #emit(sequence: Sequence, nowMs: number): void {
    const { metrics } = this;
    if (sequence.generated === 0) {
      metrics.promptTokens += sequence.request.promptTokens;
      metrics.firstToken.observe((nowMs - sequence.arrivedMs) / 1_000);
      sequence.firstTokenMs = nowMs;
    } else metrics.interToken.observe((nowMs - sequence.lastTokenMs) / 1_000);
    sequence.lastTokenMs = nowMs;
    sequence.generated += 1;
    metrics.generationTokens += 1;
    const last = sequence.generated >= sequence.request.outputTokens;
    if (last) this.#end(sequence, sequence.request.finish, nowMs);
    sequence.request.onToken(sequence.generated - 1, last);
  }

  #end(sequence: Sequence, reason: FinishedReason, nowMs: number): void {
    remove(this.#running, sequence);
    this.cache.release(sequence.table);
    sequence.state = "finished";
    sequence.finishedMs = nowMs;
    const { metrics } = this;
    metrics.finished[reason] += 1;
    metrics.endToEnd.observe((nowMs - sequence.arrivedMs) / 1_000);
    metrics.requestPromptTokens.observe(sequence.request.promptTokens);
    metrics.requestGenerationTokens.observe(sequence.generated);
    const { scheduledMs, firstTokenMs } = sequence;
    metrics.queued.observe(((scheduledMs ?? nowMs) - sequence.arrivedMs) / 1_000);
    if (scheduledMs === null || firstTokenMs === null) return;
    metrics.inference.observe((nowMs - scheduledMs) / 1_000);
    metrics.prefill.observe((firstTokenMs - scheduledMs) / 1_000);
    metrics.decode.observe((nowMs - firstTokenMs) / 1_000);
    if (sequence.generated > 1) {
      metrics.perOutputToken.observe((nowMs - firstTokenMs) / 1_000 / (sequence.generated - 1));
    }
  }
}

function remove(list: Sequence[], sequence: Sequence): void {
  const at = list.indexOf(sequence);
  if (at >= 0) list.splice(at, 1);
}
