import type { Histogram, Metrics } from "./metrics.ts";

/** Bucket boundaries as the OpenTelemetry GenAI conventions advise them. */
const tokenBuckets = Array.from({ length: 14 }, (_, power) => 4 ** power);
const durationBuckets = Array.from({ length: 14 }, (_, power) => 0.01 * 2 ** power);

export interface GenAiMetrics {
  observeTokens(model: string, type: "input" | "output", tokens: number): void;
  observeDuration(model: string, seconds: number): void;
}

/** The client metrics of the GenAI conventions, under the names that Prometheus gives them. */
export function declareGenAiMetrics(metrics: Metrics): GenAiMetrics {
  const tokens: Histogram<"gen_ai_request_model" | "gen_ai_token_type"> = metrics.histogram({
    name: "gen_ai_client_token_usage",
    help: "Tokens used by a model call.",
    labelNames: ["gen_ai_request_model", "gen_ai_token_type"],
    buckets: tokenBuckets,
  });
  const duration: Histogram<"gen_ai_request_model"> = metrics.histogram({
    name: "gen_ai_client_operation_duration_seconds",
    help: "Duration of a model call.",
    labelNames: ["gen_ai_request_model"],
    buckets: durationBuckets,
  });
  return {
    observeTokens: (model, type, count) =>
      tokens.observe({ gen_ai_request_model: model, gen_ai_token_type: type }, count),
    observeDuration: (model, seconds) => duration.observe({ gen_ai_request_model: model }, seconds),
  };
}
