import type { CustomPriceKind } from "@plumbline/pricing/custom-price";

/** Names of the protocol for what we count, ours first for output. */
export const usageNames: Readonly<Record<CustomPriceKind, readonly [string, ...string[]]>> = {
  input: ["input", "input_tokens", "prompt_tokens"],
  output: ["output", "output_tokens", "completion_tokens"],
  cacheRead: ["input_cached_tokens", "cache_read_input_tokens", "input_cache_read"],
  cacheWrite5m: ["input_cache_creation", "cache_creation_input_tokens", "input_cache_creation_5m"],
  cacheWrite1h: ["input_cache_creation_1h"],
  reasoning: ["output_reasoning_tokens", "output_reasoning"],
  inputAudio: ["input_audio_tokens", "input_audio"],
  outputAudio: ["output_audio_tokens", "output_audio"],
  request: ["request"],
};
export const priceKinds = Object.keys(usageNames) as CustomPriceKind[];
export const tokensPerMillion = 1_000_000n;
