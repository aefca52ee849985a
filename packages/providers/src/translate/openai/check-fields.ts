import { refuse } from "../refuse.ts";

interface FieldRules {
  /** As messages call the upstream. */
  upstream: string;
  /** Fields that the translator reads. */
  said: ReadonlySet<string>;
  /** Fields of OpenAI that say the same as their absence when they have one of these values. */
  neutral: ReadonlyMap<string, readonly string[]>;
}

/**
 * Fields that every translator may leave out, because no answer depends on them: they concern OpenAI's own
 * store and caches, are read elsewhere (`model`, `stream_options`), or are a hint for speed.
 */
const dropped: ReadonlySet<string> = new Set([
  "model",
  "stream",
  "stream_options",
  "store",
  "metadata",
  "user",
  "safety_identifier",
  "prompt_cache_key",
  "prompt_cache_retention",
  "prompt_cache_options",
  "prediction",
]);

/** Values, as JSON, that ask for nothing beyond the default. */
const neutralEverywhere: readonly [string, readonly string[]][] = [
  ["n", ["1"]],
  ["best_of", ["1"]],
  ["logprobs", ["false"]],
  ["top_logprobs", ["0"]],
  ["echo", ["false"]],
  ["presence_penalty", ["0"]],
  ["frequency_penalty", ["0"]],
  ["logit_bias", ["{}"]],
  ["modalities", ['["text"]']],
  ["verbosity", ['"medium"']],
  ["service_tier", ['"auto"', '"default"']],
  ["response_format", ['{"type":"text"}']],
  ["tools", ["[]"]],
  ["functions", ["[]"]],
  ["parallel_tool_calls", ["true"]],
  ["tool_choice", ['"auto"', '"none"']],
  ["suffix", ['""']],
];

/** What the translators of chats with tools all read. */
export const chatFields: readonly string[] = [
  "messages",
  "max_tokens",
  "max_completion_tokens",
  "temperature",
  "top_p",
  "top_k",
  "stop",
  "seed",
  "tools",
  "tool_choice",
  "parallel_tool_calls",
  "response_format",
  "reasoning_effort",
];

export function fieldRules(upstream: string, said: readonly string[]): FieldRules {
  return { upstream, said: new Set(said), neutral: new Map(neutralEverywhere) };
}

/** Throws `invalid_request` for the first field that is neither read, nor harmless, nor at its default. */
export function checkFields(body: Readonly<Record<string, unknown>>, rules: FieldRules): void {
  for (const [name, value] of Object.entries(body)) {
    if (value === null || value === undefined || rules.said.has(name) || dropped.has(name)) continue;
    if (rules.neutral.get(name)?.includes(JSON.stringify(value)) === true) continue;
    refuse(name, `cannot be said to ${rules.upstream}.`);
  }
}
