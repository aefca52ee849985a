import type { UsageConvention } from "@plumbline/contracts/events";
import { isAnthropicName, isGeminiName, meaningOf, type UsagePart } from "./usage-aliases.ts";

/**
 * Token counts of one call. Inclusive: input contains cache reads and writes, output contains reasoning,
 * both contain audio and images. Absent means unknown, never zero.
 */
export interface Usage {
  inputTokens?: number;
  outputTokens?: number;
  totalTokens?: number;
  cacheReadTokens?: number;
  /** Of the tokens read from the cache. */
  cacheReadAudioTokens?: number;
  cacheReadImageTokens?: number;
  cacheWrite5mTokens?: number;
  cacheWrite1hTokens?: number;
  reasoningTokens?: number;
  inputAudioTokens?: number;
  outputAudioTokens?: number;
  inputImageTokens?: number;
  outputImageTokens?: number;
}

interface Counts {
  known: Partial<Record<UsagePart, number>>;
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
  if (known.cacheReadAudio !== undefined) usage.cacheReadAudioTokens = known.cacheReadAudio;
  if (known.cacheReadImage !== undefined) usage.cacheReadImageTokens = known.cacheReadImage;
  if (known.cacheWrite5m !== undefined) usage.cacheWrite5mTokens = known.cacheWrite5m;
  if (known.cacheWrite1h !== undefined) usage.cacheWrite1hTokens = known.cacheWrite1h;
  if (known.reasoning !== undefined) usage.reasoningTokens = known.reasoning;
  if (known.inputAudio !== undefined) usage.inputAudioTokens = known.inputAudio;
  if (known.outputAudio !== undefined) usage.outputAudioTokens = known.outputAudio;
  if (known.inputImage !== undefined) usage.inputImageTokens = known.inputImage;
  if (known.outputImage !== undefined) usage.outputImageTokens = known.outputImage;
  return usage;
}

function readCounts(details: Readonly<Record<string, number>>): Counts {
  const known: Counts["known"] = {};
  const ranks: Partial<Record<UsagePart, number>> = {};
  let inputExtras = 0;
  let outputExtras = 0;
  for (const [name, count] of Object.entries(details)) {
    if (!Number.isFinite(count) || count < 0) continue;
    const meaning = meaningOf(name);
    if (meaning === null) {
      if (name.startsWith("input_")) inputExtras += Math.round(count);
      else if (name.startsWith("output_")) outputExtras += Math.round(count);
    } else if (meaning.part !== "none" && meaning.rank < (ranks[meaning.part] ?? Number.POSITIVE_INFINITY)) {
      known[meaning.part] = Math.round(count);
      ranks[meaning.part] = meaning.rank;
    }
  }
  // A plain write count is the sum of its two lifetimes; without them it means five minutes.
  if (known.cacheWrite !== undefined && known.cacheWrite5m === undefined) {
    known.cacheWrite5m = Math.max(0, known.cacheWrite - (known.cacheWrite1h ?? 0));
  }
  inputExtras +=
    (known.cacheRead ?? 0) +
    (known.cacheWrite5m ?? 0) +
    (known.cacheWrite1h ?? 0) +
    (known.inputAudio ?? 0) +
    (known.inputImage ?? 0);
  outputExtras += (known.reasoning ?? 0) + (known.outputAudio ?? 0) + (known.outputImage ?? 0);
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
  const isAnthropic = Object.keys(details).some(isAnthropicName);
  const isExclusive = convention === "exclusive";
  return {
    input: cached > input || isExclusive || (convention !== "inclusive" && isAnthropic),
    output:
      reasoning > output ||
      isExclusive ||
      (convention !== "inclusive" && Object.keys(details).some(isGeminiName)),
  };
}
