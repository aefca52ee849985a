import { type ConventionRow, type Generation, rowsOf, type Target } from "./row.ts";

function tokens(generation: Generation, target: Target, ...keys: string[]): ConventionRow[] {
  return rowsOf(generation, target, keys, { unit: "tokens", counts: "inclusive" });
}

const map = { unit: "json", counts: "unknown" } as const;

/** Token counts and given costs. Order within a target is precedence. */
export const usageRows: readonly ConventionRow[] = [
  ...rowsOf("langfuse", "usageDetails", ["langfuse.observation.usage_details"], map),
  ...rowsOf("langsmith", "usageDetails", ["langsmith.usage_metadata"], map),
  ...rowsOf("mlflow", "usageDetails", ["mlflow.chat.tokenUsage"], map),
  ...rowsOf("langwatch", "usageDetails", ["langwatch.metrics"], map),

  ...tokens("otel-genai", "usageInput", "gen_ai.usage.input_tokens"),
  ...tokens("otel-genai-old", "usageInput", "gen_ai.usage.prompt_tokens"),
  ...tokens("openinference", "usageInput", "llm.token_count.prompt"),
  ...tokens("ai-sdk", "usageInput", "ai.usage.inputTokens", "ai.usage.promptTokens", "ai.usage.tokens"),
  ...tokens("traceloop", "usageInput", "llm.usage.prompt_tokens"),

  ...tokens("otel-genai", "usageOutput", "gen_ai.usage.output_tokens"),
  ...tokens("otel-genai-old", "usageOutput", "gen_ai.usage.completion_tokens"),
  ...tokens("openinference", "usageOutput", "llm.token_count.completion"),
  ...tokens("ai-sdk", "usageOutput", "ai.usage.outputTokens", "ai.usage.completionTokens"),
  ...tokens("traceloop", "usageOutput", "llm.usage.completion_tokens"),

  ...tokens("otel-genai-old", "usageTotal", "gen_ai.usage.total_tokens"),
  ...tokens("traceloop", "usageTotal", "llm.usage.total_tokens"),
  ...tokens("openinference", "usageTotal", "llm.token_count.total"),
  ...tokens("ai-sdk", "usageTotal", "ai.usage.totalTokens"),

  ...tokens("otel-genai", "usageCacheRead", "gen_ai.usage.cache_read.input_tokens"),
  ...tokens(
    "otel-genai-old",
    "usageCacheRead",
    "gen_ai.usage.cache_read_input_tokens",
    "gen_ai.usage.cache_read_tokens",
    "gen_ai.usage.details.cache_read_tokens",
    "gen_ai.usage.details.cache_read_input_tokens",
    "gen_ai.usage.input_tokens.cached",
  ),
  ...tokens("openinference", "usageCacheRead", "llm.token_count.prompt_details.cache_read"),
  ...tokens(
    "ai-sdk",
    "usageCacheRead",
    "ai.usage.cachedInputTokens",
    "ai.usage.inputTokenDetails.cacheReadTokens",
  ),

  ...tokens(
    "otel-genai",
    "usageCacheWrite",
    "gen_ai.usage.cache_write.input_tokens",
    "gen_ai.usage.cache_creation.input_tokens",
  ),
  ...tokens(
    "otel-genai-old",
    "usageCacheWrite",
    "gen_ai.usage.cache_creation_input_tokens",
    "gen_ai.usage.details.cache_write_tokens",
    "gen_ai.usage.details.cache_creation_input_tokens",
    "gen_ai.usage.input_tokens.cache_write",
  ),
  ...tokens("openinference", "usageCacheWrite", "llm.token_count.prompt_details.cache_write"),
  ...tokens("ai-sdk", "usageCacheWrite", "ai.usage.inputTokenDetails.cacheWriteTokens"),
  ...tokens(
    "otel-genai",
    "usageCacheWrite5m",
    "gen_ai.usage.cache_write.ephemeral_5m_input_tokens",
    "gen_ai.usage.cache_creation.ephemeral_5m_input_tokens",
    "gen_ai.usage.cache_creation_ephemeral_5m_input_tokens",
  ),
  ...tokens("anthropic-sdk", "usageCacheWrite5m", "anthropic.usage.cache_creation.ephemeral_5m_input_tokens"),
  ...tokens(
    "otel-genai",
    "usageCacheWrite1h",
    "gen_ai.usage.cache_write.ephemeral_1h_input_tokens",
    "gen_ai.usage.cache_creation.ephemeral_1h_input_tokens",
    "gen_ai.usage.cache_creation_ephemeral_1h_input_tokens",
  ),
  ...tokens("anthropic-sdk", "usageCacheWrite1h", "anthropic.usage.cache_creation.ephemeral_1h_input_tokens"),

  ...tokens("otel-genai", "usageReasoning", "gen_ai.usage.reasoning.output_tokens"),
  ...tokens(
    "otel-genai-old",
    "usageReasoning",
    "gen_ai.usage.reasoning_tokens",
    "gen_ai.usage.details.reasoning_tokens",
    "gen_ai.usage.output_tokens.reasoning",
  ),
  ...tokens("google-adk", "usageReasoning", "gen_ai.usage.experimental.reasoning_tokens"),
  ...tokens("openinference", "usageReasoning", "llm.token_count.completion_details.reasoning"),
  ...tokens(
    "ai-sdk",
    "usageReasoning",
    "ai.usage.reasoningTokens",
    "ai.usage.outputTokenDetails.reasoningTokens",
  ),

  ...tokens("openinference", "usageInputAudio", "llm.token_count.prompt_details.audio"),
  ...tokens("otel-genai-old", "usageInputAudio", "gen_ai.usage.details.input_audio_tokens"),
  ...tokens("openinference", "usageOutputAudio", "llm.token_count.completion_details.audio"),
  ...tokens("otel-genai-old", "usageOutputAudio", "gen_ai.usage.details.output_audio_tokens"),

  ...rowsOf("langsmith", "usageInputDetails", ["gen_ai.usage.input_token_details"], { unit: "json" }),
  ...rowsOf("langsmith", "usageOutputDetails", ["gen_ai.usage.output_token_details"], { unit: "json" }),
  // Its Anthropic part is the only place where AI SDK 5 tells cache writes and their lifetimes.
  ...rowsOf("ai-sdk", "providerMetadata", ["ai.response.providerMetadata"], { unit: "json", keep: true }),

  ...rowsOf("langfuse", "costDetails", ["langfuse.observation.cost_details"], { unit: "json" }),
  ...rowsOf("mlflow", "costDetails", ["mlflow.llm.cost"], { unit: "json" }),
  ...rowsOf("openinference", "costTotal", ["llm.cost.total"], { unit: "usd" }),
  ...rowsOf("openlit", "costTotal", ["gen_ai.usage.cost"], { unit: "usd" }),
  ...rowsOf("logfire", "costTotal", ["operation.cost"], { unit: "usd" }),
];
