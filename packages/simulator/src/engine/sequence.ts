import type { BlockTable } from "./kv-cache.ts";

export interface SequenceRequest {
  promptTokens: number;
  outputTokens: number;
  /** The keys of all full blocks of prompt and answer, in order. */
  keys: readonly number[];
  finish: "stop" | "length";
  /** Called when a token comes out; the count of the sequence is the place of the token + 1. */
  onToken(place: number, last: boolean): void;
}

/** One answer on its way through an engine. */
export class Sequence {
  readonly request: SequenceRequest;
  readonly arrivedMs: number;
  readonly table: BlockTable = { blocks: [] };
  state: "waiting" | "running" | "finished" = "waiting";
  /** Tokens whose keys and values are in the cache. */
  computed = 0;
  generated = 0;
  /** Leading blocks that were offered to the cache. */
  remembered = 0;
  /** Prompt tokens that the cache had when the sequence first ran. */
  cachedTokens = 0;
  scheduledMs: number | null = null;
  firstTokenMs: number | null = null;
  lastTokenMs = 0;
  finishedMs: number | null = null;

  constructor(request: SequenceRequest, nowMs: number) {
    this.request = request;
    this.arrivedMs = nowMs;
  }

  /** Tokens that have to be computed before the next one comes out. */
  get held(): number {
    return this.request.promptTokens + this.generated;
  }

  start(computed: number, nowMs: number): void {
    this.state = "running";
    this.computed = computed;
    this.remembered = 0;
    this.scheduledMs ??= nowMs;
  }

  /** Loses its blocks: prompt and answer so far are computed again. */
  stop(): void {
    this.state = "waiting";
    this.computed = 0;
    this.remembered = 0;
  }
}
