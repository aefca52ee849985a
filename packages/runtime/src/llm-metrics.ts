import type { Clock } from "./clock.ts";
import { declareGenAiMetrics, type GenAiMetrics } from "./gen-ai-metrics.ts";
import { createLabelCap } from "./label-cap.ts";
import type { Counter, Gauge, Histogram, Metrics } from "./metrics.ts";
import { createRateWindow } from "./rate-window.ts";

/** One ingested model call. Absent numbers are unknown and move nothing. */
export interface ObservedGeneration {
  model: string;
  status: "success" | "error";
  errorType?: string;
  durationMs?: number;
  inputTokens?: number;
  outputTokens?: number;
  costUsd?: number;
}

export interface LlmMetrics {
  observeGeneration(generation: ObservedGeneration): void;
  observeCacheHit(cacheLevel: string): void;
  observeCacheMiss(): void;
  /** Values outside 0–1 land in the first or the +Inf bucket. */
  observeEvalScore(model: string, evalType: string, value: number): void;
  observeGuardrailBlock(guardType: string, stage: "input" | "output"): void;
}

const durationBuckets = [0.1, 0.5, 1, 2, 5, 10, 30, 60];
const scoreBuckets = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];

/**
 * The metrics that dashboards of the field already query, under their names, labels and buckets. Model
 * names come from outside: the first `maxModels` keep their label, the rest share "other".
 */
export function createLlmMetrics(
  metrics: Metrics,
  { clock, maxModels = 200 }: { clock: Clock; maxModels?: number },
): LlmMetrics {
  const models = createLabelCap(maxModels);
  const errorTypes = createLabelCap(50);
  const evalTypes = createLabelCap(100);
  const requestsPerSecond = createRateWindow(clock, 60);
  const calls = declareCallMetrics(metrics, requestsPerSecond);
  const cache = declareCacheMetrics(metrics);
  const evalScore = metrics.histogram({
    name: "llm_eval_score",
    help: "Evaluation scores.",
    labelNames: ["model", "eval_type"],
    buckets: scoreBuckets,
  });
  const guardrailBlocks = metrics.counter({
    name: "llm_guardrail_blocks_total",
    help: "Calls blocked by a guardrail.",
    labelNames: ["guard_type", "stage"],
  });
  return {
    observeGeneration: (generation) => {
      const model = models(generation.model || "unknown");
      requestsPerSecond.count(model);
      observeCall(calls, model, generation, errorTypes);
    },
    observeCacheHit: cache.hit,
    observeCacheMiss: cache.miss,
    observeEvalScore: (model, evalType, value) => {
      evalScore.labels(models(model || "unknown"), evalTypes(evalType)).observe(value);
    },
    observeGuardrailBlock: (guardType, stage) => guardrailBlocks.labels(guardType, stage).inc(),
  };
}

interface CallMetrics {
  requests: Counter<"model" | "status">;
  duration: Histogram<"model">;
  latency: Histogram<"model">;
  tokens: Counter<"model" | "direction" | "type">;
  cost: Counter<"model">;
  costTotal: Counter<"model">;
  errors: Counter<"model" | "error_type">;
  genAi: GenAiMetrics;
}

function declareCallMetrics(metrics: Metrics, rates: { read(): Map<string, number> }): CallMetrics {
  const buckets = durationBuckets;
  metrics.gauge({
    name: "llm_requests_per_second",
    help: "Model calls per second over the last minute.",
    labelNames: ["model"],
    collect(this: Gauge<"model">) {
      this.reset();
      for (const [model, perSecond] of rates.read()) this.labels(model).set(perSecond);
    },
  });
  return {
    requests: metrics.counter({
      name: "llm_requests_total",
      help: "Model calls.",
      labelNames: ["model", "status"],
    }),
    duration: metrics.histogram({
      name: "llm_request_duration_seconds",
      help: "Duration of a model call.",
      labelNames: ["model"],
      buckets,
    }),
    latency: metrics.histogram({
      name: "llm_request_latency_seconds",
      help: "Duration of a model call, under its other common name.",
      labelNames: ["model"],
      buckets,
    }),
    tokens: metrics.counter({
      name: "llm_tokens_total",
      help: "Tokens; direction and type say the same.",
      labelNames: ["model", "direction", "type"],
    }),
    cost: metrics.counter({
      name: "llm_cost_dollars",
      help: "Cost in USD since the start of the process.",
      labelNames: ["model"],
    }),
    costTotal: metrics.counter({
      name: "llm_cost_dollars_total",
      help: "Cost in USD since the start of the process.",
      labelNames: ["model"],
    }),
    errors: metrics.counter({
      name: "llm_errors_total",
      help: "Model calls that failed.",
      labelNames: ["model", "error_type"],
    }),
    genAi: declareGenAiMetrics(metrics),
  };
}

function observeCall(
  calls: CallMetrics,
  model: string,
  generation: ObservedGeneration,
  errorTypes: (name: string) => string,
): void {
  calls.requests.inc({ model, status: generation.status });
  if (generation.status === "error") {
    calls.errors.inc({ model, error_type: errorTypes(generation.errorType || "unknown") });
  }
  if (isAmount(generation.durationMs)) {
    const seconds = generation.durationMs / 1000;
    calls.duration.observe({ model }, seconds);
    calls.latency.observe({ model }, seconds);
    calls.genAi.observeDuration(model, seconds);
  }
  if (isAmount(generation.inputTokens)) {
    calls.tokens.inc({ model, direction: "input", type: "input" }, generation.inputTokens);
    calls.genAi.observeTokens(model, "input", generation.inputTokens);
  }
  if (isAmount(generation.outputTokens)) {
    calls.tokens.inc({ model, direction: "output", type: "output" }, generation.outputTokens);
    calls.genAi.observeTokens(model, "output", generation.outputTokens);
  }
  if (isAmount(generation.costUsd)) {
    calls.cost.inc({ model }, generation.costUsd);
    calls.costTotal.inc({ model }, generation.costUsd);
  }
}

/** Counters refuse negative numbers by throwing; a strange span must not stop an ingest. */
function isAmount(value: number | undefined): value is number {
  return value !== undefined && value >= 0 && Number.isFinite(value);
}

function declareCacheMetrics(metrics: Metrics): { hit(level: string): void; miss(): void } {
  let hits = 0;
  let misses = 0;
  const hitsTotal = metrics.counter({
    name: "llm_cache_hits_total",
    help: "Answers from a cache.",
    labelNames: ["cache_level"],
  });
  const missesTotal = metrics.counter({
    name: "llm_cache_misses_total",
    help: "Look-ups that found nothing.",
  });
  metrics.gauge({
    name: "llm_cache_hit_rate",
    help: "Hits over look-ups since the start of the process; NaN before the first.",
    collect(this: Gauge) {
      // 0/0 is NaN: no look-up yet is not a rate of 0.
      this.set(hits / (hits + misses));
    },
  });
  return {
    hit: (level) => {
      hits += 1;
      hitsTotal.labels(level).inc();
    },
    miss: () => {
      misses += 1;
      missesTotal.inc();
    },
  };
}
