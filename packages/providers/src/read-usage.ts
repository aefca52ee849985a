import type { TokenUsage } from "@plumbline/contracts/gateway-call";

/**
 * Token counts in any of the shapes of OpenAI (chat, completions, embeddings, responses, rerank) and
 * Anthropic, as inclusive counts. Undefined when it says nothing that can be counted.
 */
export function readUsage(value: unknown): TokenUsage | undefined {
  if (!isObject(value)) return undefined;
  const usage: TokenUsage = {};
  const inputDetails = objectIn(value, "prompt_tokens_details") ?? objectIn(value, "input_tokens_details");
  const outputDetails =
    objectIn(value, "completion_tokens_details") ?? objectIn(value, "output_tokens_details");
  put(usage, "input", count(value.prompt_tokens) ?? count(value.input_tokens));
  put(usage, "output", count(value.completion_tokens) ?? count(value.output_tokens));
  put(usage, "cacheRead", count(inputDetails?.cached_tokens));
  put(usage, "audioInput", count(inputDetails?.audio_tokens));
  put(usage, "reasoning", count(outputDetails?.reasoning_tokens) ?? count(outputDetails?.thinking_tokens));
  put(usage, "audioOutput", count(outputDetails?.audio_tokens));
  if (usage.input === undefined && usage.output === undefined) put(usage, "input", count(value.total_tokens));
  if ("cache_read_input_tokens" in value || "cache_creation_input_tokens" in value) addCaches(usage, value);
  return Object.keys(usage).length === 0 ? undefined : usage;
}

/** Anthropic counts what was read from and written to caches beside the input; ours includes them. */
function addCaches(usage: TokenUsage, value: Record<string, unknown>): void {
  const read = count(value.cache_read_input_tokens);
  const written = count(value.cache_creation_input_tokens);
  const byAge = objectIn(value, "cache_creation");
  const oneHour = count(byAge?.ephemeral_1h_input_tokens);
  put(usage, "cacheRead", read);
  put(usage, "cacheWrite1h", oneHour);
  put(usage, "cacheWrite5m", written === undefined ? undefined : Math.max(0, written - (oneHour ?? 0)));
  if (usage.input !== undefined) usage.input += (read ?? 0) + (written ?? 0);
}

/** A later message of a stream repeats or completes what an earlier one said. */
export function mergeUsage(earlier: unknown, later: unknown): unknown {
  if (!isObject(earlier)) return later;
  if (!isObject(later)) return earlier;
  const merged: Record<string, unknown> = { ...earlier };
  for (const [name, value] of Object.entries(later)) if (value !== null) merged[name] = value;
  return merged;
}

function put(usage: TokenUsage, field: keyof TokenUsage, tokens: number | undefined): void {
  if (tokens !== undefined) usage[field] = tokens;
}

/** More than any call can have: sums of such counts stay exact. */
const mostTokens = 1e12;

/** What an upstream says to have counted; undefined for what is no count. */
export function count(value: unknown): number | undefined {
  return typeof value === "number" && value >= 0 && value <= mostTokens ? Math.round(value) : undefined;
}

function objectIn(value: Record<string, unknown>, name: string): Record<string, unknown> | undefined {
  const inner = value[name];
  return isObject(inner) ? inner : undefined;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
