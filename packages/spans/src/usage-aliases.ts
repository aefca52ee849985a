/** The names under which clients send one count; the first that is present is taken. */
const aliases = {
  input: [
    "input",
    "prompt_tokens",
    "promptTokens",
    "input_tokens",
    "inputTokens",
    "prompt",
    "promptTokenCount",
    "prompt_token_count",
  ],
  output: [
    "output",
    "completion_tokens",
    "completionTokens",
    "output_tokens",
    "outputTokens",
    "completion",
    "candidatesTokenCount",
    "candidates_token_count",
  ],
  total: ["total", "total_tokens", "totalTokens", "totalTokenCount", "total_token_count"],
  cacheRead: [
    "input_cached_tokens",
    "cache_read_input_tokens",
    "input_cache_read",
    "input_cache_read_tokens",
    "input_cache_read_input_tokens",
    "cached_tokens",
    "cached_input_tokens",
    "cachedInputTokens",
    "cache_read_tokens",
    "cacheReadTokens",
    "cache_read",
    "input_cached",
    "cachedContentTokenCount",
    "cached_content_token_count",
    "cachedContentTokens",
  ],
  cacheReadAudio: ["input_cached_audio_tokens"],
  cacheReadImage: ["input_cached_image_tokens"],
  cacheWrite: [
    "cache_creation_input_tokens",
    "input_cache_creation",
    "input_cache_creation_input_tokens",
    "input_cache_write",
    "input_cache_write_tokens",
    "cache_write_input_tokens",
    "cache_write_tokens",
    "cacheWriteTokens",
    "cache_creation_tokens",
    "cache_creation",
    "cache_write",
  ],
  cacheWrite5m: [
    "input_cache_creation_5m",
    "ephemeral_5m_input_tokens",
    "input_ephemeral_5m_input_tokens",
    "cache_creation_ephemeral_5m_input_tokens",
    "cache_write_5m",
    "input_cache_write_5m",
  ],
  cacheWrite1h: [
    "input_cache_creation_1h",
    "ephemeral_1h_input_tokens",
    "input_ephemeral_1h_input_tokens",
    "cache_creation_ephemeral_1h_input_tokens",
    "cache_write_1h",
    "input_cache_write_1h",
  ],
  reasoning: [
    "output_reasoning_tokens",
    "reasoning_tokens",
    "reasoningTokens",
    "output_reasoning",
    "reasoning",
    "reasoning_output_tokens",
    "thoughts_token_count",
    "thoughtsTokenCount",
    "thoughtsTokens",
  ],
  inputAudio: ["input_audio_tokens", "input_audio", "audio_input_tokens", "prompt_audio_tokens"],
  outputAudio: ["output_audio_tokens", "output_audio", "audio_output_tokens", "completion_audio_tokens"],
  inputImage: ["input_image_tokens", "input_image", "image_input_tokens", "prompt_image_tokens"],
  outputImage: ["output_image_tokens", "output_image", "image_output_tokens", "completion_image_tokens"],
} as const;

export type UsagePart = keyof typeof aliases;

/** `rank` orders the names of one part; a guess comes behind every listed one. */
interface Meaning {
  part: UsagePart | "none";
  rank: number;
}

const guessedRank = 1_000;
const listed = new Map<string, Meaning>(
  (Object.keys(aliases) as UsagePart[]).flatMap((part) =>
    aliases[part].map((name, rank) => [name, { part, rank }] as const),
  ),
);

/** Names of Anthropic and of Bedrock: their input leaves out what was read from or written to the cache. */
const anthropicNames: ReadonlySet<string> = new Set([
  "cacheWriteInputTokens",
  "cache_read_input_tokens",
  "cache_creation_input_tokens",
  "ephemeral_5m_input_tokens",
  "ephemeral_1h_input_tokens",
]);

export function isAnthropicName(name: string): boolean {
  return anthropicNames.has(name) || (name.startsWith("cache") && anthropicNames.has(snakeCase(name)));
}

/** Gemini's own name of its answer, which leaves out what was thought. */
export function isGeminiName(name: string): boolean {
  return name === "candidatesTokenCount" || name === "candidates_token_count";
}

function snakeCase(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase();
}

/** What a name that nobody listed speaks of, by its words: cacheReadInputTokens, prompt_cache_hit_tokens. */
function guessPart(name: string): UsagePart | "none" | null {
  const words = snakeCase(name)
    .replace(/([a-z])(\d)/g, "$1_$2")
    .split(/[^a-z0-9]+/);
  const has = (...wanted: string[]): boolean => wanted.some((word) => words.includes(word));
  if (has("cache", "cached", "caching", "ephemeral")) {
    // A miss is the fresh part of the input, a part of nothing else.
    if (has("miss", "missed", "fresh", "uncached")) return "none";
    if (has("write", "writes", "written", "creation", "create", "created", "ephemeral")) {
      if (has("1h", "hour")) return "cacheWrite1h";
      return has("5m") ? "cacheWrite5m" : "cacheWrite";
    }
    return "cacheRead";
  }
  if (has("reasoning", "thoughts", "thinking")) return "reasoning";
  // The text beside the images and the audio of the same side.
  if (has("text") && has("input", "output", "prompt", "completion")) return "none";
  return null;
}

/** Names come from clients, so what is remembered of them is bounded. */
const guesses = new Map<string, Meaning | null>();
const rememberedNames = 10_000;
const longestName = 100;

/** Which count a name gives; "none" for what is a part of nothing else, null for a name that says nothing. */
export function meaningOf(name: string): Meaning | null {
  const known = listed.get(name) ?? guesses.get(name);
  if (known !== undefined) return known;
  const part = name.length > longestName ? null : guessPart(name);
  const meaning = part === null ? null : { part, rank: guessedRank };
  if (guesses.size >= rememberedNames) guesses.clear();
  guesses.set(name, meaning);
  return meaning;
}
