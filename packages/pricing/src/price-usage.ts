import type { RateCard } from "./rate-card.ts";

/** Inclusive: input holds cache, audio and images, output reasoning, audio and images; absent is unknown. */
export interface TokenUsage {
  inputTokens?: number | undefined;
  outputTokens?: number | undefined;
  totalTokens?: number | undefined;
  cacheReadTokens?: number | undefined;
  /** Of the tokens read from the cache. */
  cacheReadAudioTokens?: number | undefined;
  cacheReadImageTokens?: number | undefined;
  cacheWrite5mTokens?: number | undefined;
  cacheWrite1hTokens?: number | undefined;
  reasoningTokens?: number | undefined;
  inputAudioTokens?: number | undefined;
  outputAudioTokens?: number | undefined;
  inputImageTokens?: number | undefined;
  outputImageTokens?: number | undefined;
}

/** Pico-USD; the parts that are absent were not used. */
export interface PricedUsage {
  total: bigint;
  input: bigint;
  output: bigint;
  /** Name of the part → amount, only parts with tokens. */
  parts: Array<[name: string, pico: bigint]>;
}

/** A count that can be multiplied exactly; anything else is unknown. */
export function countOf(tokens: number | undefined): number | undefined {
  return tokens !== undefined && Number.isSafeInteger(tokens) && tokens >= 0 ? tokens : undefined;
}

/**
 * Every token is priced once. Where the card has no rate of its own, cache, audio and images cost what plain
 * input costs, the one-hour write what the five-minute write costs, and reasoning what output costs.
 * Null when output was used that the card has no price for.
 */
export function priceUsage(
  card: RateCard,
  input: number,
  output: number,
  usage: TokenUsage,
): PricedUsage | null {
  const rates = card.picoUsdPerToken;
  if (rates.output === undefined && output > 0) return null;
  const priced: PricedUsage = { total: card.picoUsdPerRequest, input: 0n, output: 0n, parts: [] };
  if (card.picoUsdPerRequest > 0n) priced.parts.push(["request", card.picoUsdPerRequest]);
  priceInput(priced, rates, input, usage);
  if (rates.output !== undefined) priceOutput(priced, rates, rates.output, output, usage);
  priced.total += priced.input + priced.output;
  return priced;
}

type Rates = RateCard["picoUsdPerToken"];

function priceInput(priced: PricedUsage, rates: Rates, input: number, usage: TokenUsage): void {
  const cacheRead = countOf(usage.cacheReadTokens) ?? 0;
  const write5m = countOf(usage.cacheWrite5mTokens) ?? 0;
  const write1h = countOf(usage.cacheWrite1hTokens) ?? 0;
  const cached = cacheRead + write5m + write1h;
  // Audio that was cached is in both counts; it costs what cache costs.
  const cachedAudio = Math.min(countOf(usage.cacheReadAudioTokens) ?? 0, cacheRead);
  const cachedImage = Math.min(countOf(usage.cacheReadImageTokens) ?? 0, cacheRead - cachedAudio);
  const audio = Math.min(freshOf(usage.inputAudioTokens, cachedAudio), Math.max(0, input - cached));
  const image = Math.min(freshOf(usage.inputImageTokens, cachedImage), Math.max(0, input - cached - audio));
  const fresh = Math.max(0, input - cached - audio - image);
  const readRate = rates.cacheRead ?? rates.input;
  const write5mRate = rates.cacheWrite5m ?? rates.input;
  priced.input =
    part(priced, "input", fresh, rates.input) +
    part(priced, "input_cache_read", cacheRead - cachedAudio - cachedImage, readRate) +
    part(priced, "input_cache_read_audio", cachedAudio, rates.cacheReadAudio ?? readRate) +
    part(priced, "input_cache_read_image", cachedImage, rates.cacheReadImage ?? readRate) +
    part(priced, "input_cache_write_5m", write5m, write5mRate) +
    part(priced, "input_cache_write_1h", write1h, rates.cacheWrite1h ?? write5mRate) +
    part(priced, "input_audio", audio, rates.inputAudio ?? rates.input) +
    part(priced, "input_image", image, rates.inputImage ?? rates.input);
}

function freshOf(tokens: number | undefined, cached: number): number {
  return Math.max(0, (countOf(tokens) ?? 0) - cached);
}

function priceOutput(
  priced: PricedUsage,
  rates: Rates,
  rate: bigint,
  output: number,
  usage: TokenUsage,
): void {
  const reasoning = rates.reasoning === undefined ? 0 : Math.min(countOf(usage.reasoningTokens) ?? 0, output);
  const audio = Math.min(countOf(usage.outputAudioTokens) ?? 0, output - reasoning);
  const image = Math.min(countOf(usage.outputImageTokens) ?? 0, output - reasoning - audio);
  priced.output =
    part(priced, "output", output - reasoning - audio - image, rate) +
    part(priced, "output_reasoning", reasoning, rates.reasoning ?? rate) +
    part(priced, "output_audio", audio, rates.outputAudio ?? rate) +
    part(priced, "output_image", image, rates.outputImage ?? rate);
}

function part(priced: PricedUsage, name: string, tokens: number, rate: bigint): bigint {
  if (tokens === 0) return 0n;
  const pico = BigInt(tokens) * rate;
  priced.parts.push([name, pico]);
  return pico;
}
