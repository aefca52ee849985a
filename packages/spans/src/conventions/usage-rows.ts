import type { ConventionRow } from "./row.ts";

const inclusive = { unit: "tokens", counts: "inclusive" } as const;

/** Token counts and given costs. Order within a target is precedence. */
export const usageRows: readonly ConventionRow[] = [
  {
    key: "langfuse.observation.usage_details",
    generation: "langfuse",
    target: "usageDetails",
    unit: "json",
    counts: "unknown",
  },
  { key: "gen_ai.usage.input_tokens", generation: "otel-genai", target: "usageInput", ...inclusive },
  { key: "gen_ai.usage.prompt_tokens", generation: "otel-genai-old", target: "usageInput", ...inclusive },
  { key: "llm.token_count.prompt", generation: "openinference", target: "usageInput", ...inclusive },
  { key: "ai.usage.inputTokens", generation: "ai-sdk", target: "usageInput", ...inclusive },
  { key: "ai.usage.promptTokens", generation: "ai-sdk", target: "usageInput", ...inclusive },
  { key: "ai.usage.tokens", generation: "ai-sdk", target: "usageInput", ...inclusive },

  { key: "gen_ai.usage.output_tokens", generation: "otel-genai", target: "usageOutput", ...inclusive },
  {
    key: "gen_ai.usage.completion_tokens",
    generation: "otel-genai-old",
    target: "usageOutput",
    ...inclusive,
  },
  { key: "llm.token_count.completion", generation: "openinference", target: "usageOutput", ...inclusive },
  { key: "ai.usage.outputTokens", generation: "ai-sdk", target: "usageOutput", ...inclusive },
  { key: "ai.usage.completionTokens", generation: "ai-sdk", target: "usageOutput", ...inclusive },

  { key: "gen_ai.usage.total_tokens", generation: "otel-genai-old", target: "usageTotal", ...inclusive },
  { key: "llm.usage.total_tokens", generation: "traceloop", target: "usageTotal", ...inclusive },
  { key: "llm.token_count.total", generation: "openinference", target: "usageTotal", ...inclusive },
  { key: "ai.usage.totalTokens", generation: "ai-sdk", target: "usageTotal", ...inclusive },

  {
    key: "gen_ai.usage.cache_read.input_tokens",
    generation: "otel-genai",
    target: "usageCacheRead",
    ...inclusive,
  },
  {
    key: "gen_ai.usage.cache_read_input_tokens",
    generation: "otel-genai-old",
    target: "usageCacheRead",
    ...inclusive,
  },
  {
    key: "gen_ai.usage.cache_read_tokens",
    generation: "otel-genai-old",
    target: "usageCacheRead",
    ...inclusive,
  },
  {
    key: "gen_ai.usage.details.cache_read_tokens",
    generation: "otel-genai-old",
    target: "usageCacheRead",
    ...inclusive,
  },
  {
    key: "gen_ai.usage.input_tokens.cached",
    generation: "otel-genai-old",
    target: "usageCacheRead",
    ...inclusive,
  },
  {
    key: "llm.token_count.prompt_details.cache_read",
    generation: "openinference",
    target: "usageCacheRead",
    ...inclusive,
  },
  { key: "ai.usage.cachedInputTokens", generation: "ai-sdk", target: "usageCacheRead", ...inclusive },
  {
    key: "ai.usage.inputTokenDetails.cacheReadTokens",
    generation: "ai-sdk",
    target: "usageCacheRead",
    ...inclusive,
  },

  {
    key: "gen_ai.usage.cache_write.input_tokens",
    generation: "otel-genai",
    target: "usageCacheWrite",
    ...inclusive,
  },
  {
    key: "gen_ai.usage.cache_creation.input_tokens",
    generation: "otel-genai",
    target: "usageCacheWrite",
    ...inclusive,
  },
  {
    key: "gen_ai.usage.cache_creation_input_tokens",
    generation: "otel-genai-old",
    target: "usageCacheWrite",
    ...inclusive,
  },
  {
    key: "gen_ai.usage.details.cache_write_tokens",
    generation: "otel-genai-old",
    target: "usageCacheWrite",
    ...inclusive,
  },
  {
    key: "llm.token_count.prompt_details.cache_write",
    generation: "openinference",
    target: "usageCacheWrite",
    ...inclusive,
  },
  {
    key: "ai.usage.inputTokenDetails.cacheWriteTokens",
    generation: "ai-sdk",
    target: "usageCacheWrite",
    ...inclusive,
  },

  {
    key: "gen_ai.usage.reasoning.output_tokens",
    generation: "otel-genai",
    target: "usageReasoning",
    ...inclusive,
  },
  {
    key: "gen_ai.usage.reasoning_tokens",
    generation: "otel-genai-old",
    target: "usageReasoning",
    ...inclusive,
  },
  {
    key: "llm.token_count.completion_details.reasoning",
    generation: "openinference",
    target: "usageReasoning",
    ...inclusive,
  },
  { key: "ai.usage.reasoningTokens", generation: "ai-sdk", target: "usageReasoning", ...inclusive },
  {
    key: "ai.usage.outputTokenDetails.reasoningTokens",
    generation: "ai-sdk",
    target: "usageReasoning",
    ...inclusive,
  },
  {
    key: "llm.token_count.prompt_details.audio",
    generation: "openinference",
    target: "usageInputAudio",
    ...inclusive,
  },
  {
    key: "llm.token_count.completion_details.audio",
    generation: "openinference",
    target: "usageOutputAudio",
    ...inclusive,
  },

  { key: "langfuse.observation.cost_details", generation: "langfuse", target: "costDetails", unit: "json" },
  { key: "llm.cost.total", generation: "openinference", target: "costTotal", unit: "usd" },
  { key: "gen_ai.usage.cost", generation: "otel-genai-old", target: "costTotal", unit: "usd" },
];
