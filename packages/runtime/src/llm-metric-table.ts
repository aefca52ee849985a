/**
 * The names, labels and buckets that the field's dashboards already query: first those of `llm_`, then
 * those of the OpenTelemetry GenAI conventions under the names that Prometheus gives them, with the
 * buckets that the conventions advise. API and gateway serve the same; ours begin with `plumbline_`.
 */
const callSeconds = [0.1, 0.5, 1, 2, 5, 10, 30, 60];
const genAiSeconds = Array.from({ length: 14 }, (_, power) => 0.01 * 2 ** power);
const call = ["gen_ai_operation_name", "gen_ai_provider_name", "gen_ai_request_model"] as const;

export const llmMetricTable = {
  requests: { name: "llm_requests_total", help: "Model calls.", labelNames: ["model", "status"] },
  requestsPerSecond: {
    name: "llm_requests_per_second",
    help: "Model calls per second over the last minute.",
    labelNames: ["model"],
  },
  duration: {
    name: "llm_request_duration_seconds",
    help: "Duration of a model call.",
    labelNames: ["model"],
    buckets: callSeconds,
  },
  latency: {
    name: "llm_request_latency_seconds",
    help: "Duration of a model call, under its other common name.",
    labelNames: ["model"],
    buckets: callSeconds,
  },
  tokens: {
    name: "llm_tokens_total",
    help: "Tokens; direction and type say the same.",
    labelNames: ["model", "direction", "type"],
  },
  cost: {
    name: "llm_cost_dollars",
    help: "Cost in USD since the start, of the calls whose price is known.",
    labelNames: ["model"],
  },
  costTotal: {
    name: "llm_cost_dollars_total",
    help: "Cost in USD since the start, of the calls whose price is known.",
    labelNames: ["model"],
  },
  errors: {
    name: "llm_errors_total",
    help: "Model calls that failed.",
    labelNames: ["model", "error_type"],
  },
  cacheHits: { name: "llm_cache_hits_total", help: "Answers from a cache.", labelNames: ["cache_level"] },
  cacheMisses: { name: "llm_cache_misses_total", help: "Look-ups that found nothing." },
  cacheHitRate: {
    name: "llm_cache_hit_rate",
    help: "Hits over look-ups since the start; absent before the first look-up.",
  },
  evalScore: {
    name: "llm_eval_score",
    help: "Evaluation scores.",
    labelNames: ["model", "eval_type"],
    buckets: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1],
  },
  guardrailBlocks: {
    name: "llm_guardrail_blocks_total",
    help: "Calls blocked by a guardrail.",
    labelNames: ["guard_type", "stage"],
  },
  clientTokens: {
    name: "gen_ai_client_token_usage",
    help: "Tokens used by a model call.",
    labelNames: [...call, "gen_ai_token_type"],
    buckets: Array.from({ length: 14 }, (_, power) => 4 ** power),
  },
  clientDuration: {
    name: "gen_ai_client_operation_duration_seconds",
    help: "Duration of a model call.",
    labelNames: [...call, "error_type"],
    buckets: genAiSeconds,
  },
  serverDuration: {
    name: "gen_ai_server_request_duration_seconds",
    help: "Duration of a call that was served, to its last byte.",
    labelNames: [...call, "error_type"],
    buckets: genAiSeconds,
  },
  timeToFirstToken: {
    name: "gen_ai_server_time_to_first_token_seconds",
    help: "From the call to its first token, of streams that ended well.",
    labelNames: call,
    buckets: [0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
  },
  timePerOutputToken: {
    name: "gen_ai_server_time_per_output_token_seconds",
    help: "Time per token after the first, of streams that ended well.",
    labelNames: call,
    buckets: [0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5],
  },
} as const;
