import type { UsageConvention } from "@plumbline/contracts/events";

/**
 * Token counts of one call. Inclusive: input contains cache reads and writes, output contains reasoning,
 * both contain audio. Absent means unknown, never zero.
 */
export interface Usage {
  inputTokens?: number;
  outputTokens?: number;
  totalTokens?: number;
  cacheReadTokens?: number;
  cacheWrite5mTokens?: number;
  cacheWrite1hTokens?: number;
  reasoningTokens?: number;
  inputAudioTokens?: number;
  outputAudioTokens?: number;
}

/** The names under which clients send one count; the first that is present is taken. */
const aliases = {
  input: ["input", "prompt_tokens", "promptTokens", "input_tokens", "inputTokens", "prompt"],
  output: ["output", "completion_tokens", "completionTokens", "output_tokens", "outputTokens", "completion"],
  total: ["total", "total_tokens", "totalTokens"],
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
  ],
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
  ],
  inputAudio: ["input_audio_tokens", "input_audio", "audio_input_tokens", "prompt_audio_tokens"],
  outputAudio: ["output_audio_tokens", "output_audio", "audio_output_tokens", "completion_audio_tokens"],
} as const;

type Part = keyof typeof aliases;

const parts = Object.keys(aliases) as Part[];
const partOf = new Map<string, Part>(
  parts.flatMap((part) => aliases[part].map((name) => [name, part] as const)),
);

/** Anthropic's own names: its `input_tokens` leaves out what was read from or written to the cache. */
const anthropicNames = [
  "cache_read_input_tokens",
  "cache_creation_input_tokens",
  "ephemeral_5m_input_tokens",
  "ephemeral_1h_input_tokens",
];

interface Counts {
  known: Partial<Record<Part, number>>;
  /** Sums of what may lie inside or beside `input` and `output`. */
  inputExtras: number;
  outputExtras: number;
}

/**
 * Settles whether `input` and `output` contain their parts. A part larger than the whole lies beside it
 * whatever the total says (some SDKs add up in and out alone); else the total is the best witness, then the
 * convention, then the naming.
 */
export function settleUsage(
  details: Readonly<Record<string, number>> | undefined,
  convention: UsageConvention | undefined,
): Usage {
  if (details === undefined) return {};
  const counts = readCounts(details);
  const { known, inputExtras, outputExtras } = counts;
  const isBeside = findBeside(counts, convention, details);
  const usage: Usage = {};
  if (known.input !== undefined) usage.inputTokens = known.input + (isBeside.input ? inputExtras : 0);
  if (known.output !== undefined) usage.outputTokens = known.output + (isBeside.output ? outputExtras : 0);
  if (usage.inputTokens !== undefined && usage.outputTokens !== undefined) {
    usage.totalTokens = usage.inputTokens + usage.outputTokens;
  } else if (known.total !== undefined) usage.totalTokens = known.total;
  if (known.cacheRead !== undefined) usage.cacheReadTokens = known.cacheRead;
  if (known.cacheWrite5m !== undefined) usage.cacheWrite5mTokens = known.cacheWrite5m;
  if (known.cacheWrite1h !== undefined) usage.cacheWrite1hTokens = known.cacheWrite1h;
  if (known.reasoning !== undefined) usage.reasoningTokens = known.reasoning;
  if (known.inputAudio !== undefined) usage.inputAudioTokens = known.inputAudio;
  if (known.outputAudio !== undefined) usage.outputAudioTokens = known.outputAudio;
  return usage;
}

function readCounts(details: Readonly<Record<string, number>>): Counts {
  const known: Counts["known"] = {};
  for (const part of parts) {
    for (const name of aliases[part]) {
      const count = Object.hasOwn(details, name) ? details[name] : undefined;
      if (count === undefined || !Number.isFinite(count) || count < 0) continue;
      known[part] = Math.round(count);
      break;
    }
  }
  // A plain write count is the sum of its two lifetimes; without them it means five minutes.
  if (known.cacheWrite !== undefined && known.cacheWrite5m === undefined) {
    known.cacheWrite5m = Math.max(0, known.cacheWrite - (known.cacheWrite1h ?? 0));
  }
  let inputExtras =
    (known.cacheRead ?? 0) + (known.cacheWrite5m ?? 0) + (known.cacheWrite1h ?? 0) + (known.inputAudio ?? 0);
  let outputExtras = (known.reasoning ?? 0) + (known.outputAudio ?? 0);
  for (const [name, count] of Object.entries(details)) {
    if (partOf.has(name) || !Number.isFinite(count) || count < 0) continue;
    if (name.startsWith("input_")) inputExtras += Math.round(count);
    else if (name.startsWith("output_")) outputExtras += Math.round(count);
  }
  return { known, inputExtras, outputExtras };
}

interface Beside {
  input: boolean;
  output: boolean;
}

function findBeside(
  { known, inputExtras, outputExtras }: Counts,
  convention: UsageConvention | undefined,
  details: Readonly<Record<string, number>>,
): Beside {
  const { input = 0, output = 0, total } = known;
  const cached = (known.cacheRead ?? 0) + (known.cacheWrite5m ?? 0) + (known.cacheWrite1h ?? 0);
  const reasoning = known.reasoning ?? 0;
  if (total !== undefined) {
    const inputFits = cached <= input;
    const outputFits = reasoning <= output;
    if (total === input + output && inputFits && outputFits) return { input: false, output: false };
    if (total === input + inputExtras + output + outputExtras) return { input: true, output: true };
    if (total === input + inputExtras + output && outputFits) return { input: true, output: false };
    if (total === input + output + outputExtras && inputFits) return { input: false, output: true };
  }
  const isAnthropic = anthropicNames.some((name) => Object.hasOwn(details, name));
  const isExclusive = convention === "exclusive";
  return {
    input: cached > input || isExclusive || (convention !== "inclusive" && isAnthropic),
    output: reasoning > output || isExclusive,
  };
}
