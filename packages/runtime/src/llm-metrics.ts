import type { Clock } from "./clock.ts";
import { isAmount } from "./is-amount.ts";
import { createLabelCap } from "./label-cap.ts";
import { llmMetricTable as table } from "./llm-metric-table.ts";
import type { CounterSeries, Gauge, HistogramSeries, Metrics } from "./metrics.ts";
import { declareGenAi } from "./observe-gen-ai.ts";
import { createRateWindow } from "./rate-window.ts";
import { once, remember } from "./remember.ts";

/** One model call. Absent numbers are unknown and move nothing. */
export interface ObservedGeneration {
  model: string;
  /** A client that leaves is nobody's failure, and no success either. */
  status: "success" | "error" | "cancelled";
  errorType?: string;
  durationMs?: number;
  inputTokens?: number;
  outputTokens?: number;
  costUsd?: number;
  /** As the GenAI conventions name them. */
  operation?: string;
  provider?: string;
  /** From the call to the first token of a stream. */
  firstTokenMs?: number;
}

export interface LlmMetrics {
  observeGeneration(generation: ObservedGeneration): void;
  observeCacheHit(cacheLevel: string): void;
  observeCacheMiss(): void;
  /** Values outside 0–1 land in the first or the +Inf bucket. */
  observeEvalScore(model: string, evalType: string, value: number): void;
  observeGuardrailBlock(guardType: string, stage: "input" | "output"): void;
}

interface LlmMetricsOptions {
  clock: Clock;
  maxModels?: number;
  /** It answers the calls itself: the server's metrics of the GenAI conventions are its own too. */
  serves?: boolean;
  /** A page adds several up: rates, which cannot be added, are left to it. */
  isOneOfMany?: boolean;
}

/**
 * The metrics that dashboards of the field already query (`llm-metric-table.ts`). Model names come from
 * outside: the first `maxModels` keep their label, the rest share "other".
 */
export function createLlmMetrics(metrics: Metrics, options: LlmMetricsOptions): LlmMetrics {
  const models = createLabelCap(options.maxModels ?? 200);
  const errorTypes = createLabelCap(50);
  const evalTypes = createLabelCap(100);
  const requestsPerSecond = createRateWindow(options.clock, 60);
  metrics.gauge({
    ...table.requestsPerSecond,
    collect(this: Gauge<"model">) {
      this.reset();
      for (const [model, perSecond] of requestsPerSecond.read()) this.labels(model).set(perSecond);
    },
  });
  const modelOf = declareCallMetrics(metrics);
  const observeGenAi = declareGenAi(metrics, { serves: options.serves === true });
  const cache = declareCacheMetrics(metrics, options.isOneOfMany === true);
  const evalScore = metrics.seriesHistogram(table.evalScore);
  const guardrailBlocks = metrics.seriesCounter(table.guardrailBlocks);
  return {
    observeGeneration: (generation) => {
      const model = models(generation.model || "unknown");
      const errorType = generation.status === "error" ? errorTypes(generation.errorType || "unknown") : null;
      requestsPerSecond.count(model);
      observeCall(modelOf(model), generation, errorType);
      observeGenAi(generation, model, errorType);
    },
    observeCacheHit: cache.hit,
    observeCacheMiss: cache.miss,
    observeEvalScore: (model, evalType, value) => {
      const labels = { model: models(model || "unknown"), eval_type: evalTypes(evalType) };
      evalScore.series(labels).observe(value);
    },
    observeGuardrailBlock: (guardType, stage) => {
      guardrailBlocks.series({ guard_type: guardType, stage }).value += 1;
    },
  };
}

function declareCallMetrics(metrics: Metrics): (model: string) => ModelSeries {
  const requests = metrics.seriesCounter(table.requests);
  const errors = metrics.seriesCounter(table.errors);
  const duration = metrics.seriesHistogram(table.duration);
  const latency = metrics.seriesHistogram(table.latency);
  const tokens = metrics.seriesCounter(table.tokens);
  const cost = metrics.seriesCounter(table.cost);
  const costTotal = metrics.seriesCounter(table.costTotal);
  // A series appears with the first thing that it counts: what was never told is not a zero.
  return remember((model) => ({
    requests: remember((status) => requests.series({ model, status })),
    errors: remember((type) => errors.series({ model, error_type: type })),
    durations: once(() => [duration.series({ model }), latency.series({ model })]),
    tokens: remember((direction) => tokens.series({ model, direction, type: direction })),
    costs: once(() => [cost.series({ model }), costTotal.series({ model })]),
  }));
}

type Direction = "input" | "output";

/** Everything that is counted of one model, found once. */
interface ModelSeries {
  requests: (status: ObservedGeneration["status"]) => CounterSeries;
  errors: (errorType: string) => CounterSeries;
  durations: () => readonly HistogramSeries[];
  tokens: (direction: Direction) => CounterSeries;
  costs: () => readonly CounterSeries[];
}

function observeCall(series: ModelSeries, generation: ObservedGeneration, errorType: string | null): void {
  const { durationMs, inputTokens, outputTokens, costUsd } = generation;
  series.requests(generation.status).value += 1;
  if (errorType !== null) series.errors(errorType).value += 1;
  if (isAmount(durationMs)) for (const each of series.durations()) each.observe(durationMs / 1_000);
  if (isAmount(inputTokens)) series.tokens("input").value += inputTokens;
  if (isAmount(outputTokens)) series.tokens("output").value += outputTokens;
  if (isAmount(costUsd)) for (const each of series.costs()) each.value += costUsd;
}

function declareCacheMetrics(
  metrics: Metrics,
  isOneOfMany: boolean,
): { hit(level: string): void; miss(): void } {
  let hits = 0;
  const hitsTotal = metrics.seriesCounter(table.cacheHits);
  const misses = metrics.seriesCounter(table.cacheMisses).series({});
  if (!isOneOfMany) declareCacheHitRate(metrics, () => ({ hits, misses: misses.value }));
  return {
    hit: (level) => {
      hits += 1;
      hitsTotal.series({ cache_level: level }).value += 1;
    },
    miss: () => {
      misses.value += 1;
    },
  };
}

/** For the process that has the numbers of all: no look-up yet is not a rate of 0. */
export function declareCacheHitRate(metrics: Metrics, read: () => { hits: number; misses: number }): void {
  metrics.gauge({
    ...table.cacheHitRate,
    collect(this: Gauge) {
      const { hits, misses } = read();
      if (hits + misses === 0) this.remove();
      else this.set(hits / (hits + misses));
    },
  });
}
