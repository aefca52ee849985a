import { buckets, Histogram, tokenBuckets } from "./histogram.ts";

export type FinishedReason = "stop" | "length" | "abort" | "error";

export class EngineMetrics {
  promptTokens = 0;
  generationTokens = 0;
  preemptions = 0;
  prefixQueries = 0;
  prefixHits = 0;
  rejections = 0;
  /** Milliseconds in which a step was under way. */
  busyMs = 0;
  readonly finished: Record<FinishedReason, number> = { stop: 0, length: 0, abort: 0, error: 0 };
  readonly firstToken = new Histogram(buckets.firstToken);
  readonly interToken = new Histogram(buckets.perToken);
  readonly perOutputToken = new Histogram(buckets.perToken);
  readonly endToEnd = new Histogram(buckets.request);
  readonly queued = new Histogram(buckets.request);
  readonly inference = new Histogram(buckets.request);
  readonly prefill = new Histogram(buckets.request);
  readonly decode = new Histogram(buckets.request);
  readonly stepTokens = new Histogram(buckets.stepTokens);
  readonly requestPromptTokens: Histogram;
  readonly requestGenerationTokens: Histogram;

  constructor(maxModelLen: number) {
    const bounds = tokenBuckets(maxModelLen);
    this.requestPromptTokens = new Histogram(bounds);
    this.requestGenerationTokens = new Histogram(bounds);
  }
}
