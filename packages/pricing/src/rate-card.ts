import type { ModelPrice } from "@pydantic/genai-prices";
import { divideHalfEven, tryDecimalToPico } from "./money.ts";

/** Whole pico-dollars per token. A rate that is absent falls back as `price-usage` says. */
export interface RateCard {
  /** provider/model/effective/tier#content: stable while the price stays, another one when it moves. */
  readonly id: string;
  readonly picoUsdPerToken: {
    readonly input: bigint;
    /** Absent on models that only take input, such as embeddings. */
    readonly output?: bigint;
    readonly cacheRead?: bigint;
    readonly cacheReadAudio?: bigint;
    readonly cacheReadImage?: bigint;
    readonly cacheWrite5m?: bigint;
    readonly cacheWrite1h?: bigint;
    readonly reasoning?: bigint;
    readonly inputAudio?: bigint;
    readonly outputAudio?: bigint;
    readonly inputImage?: bigint;
    readonly outputImage?: bigint;
  };
  /** A flat fee per call, 0 for nearly every model. */
  readonly picoUsdPerRequest: bigint;
}

/** One price list of a model, cut by size of the input: cards[i] holds above thresholds[i - 1]. */
export interface TieredCards {
  readonly thresholds: readonly number[];
  readonly cards: readonly RateCard[];
}

/** USD per million tokens → pico-USD per token is a factor of 10^6; the thousand of calls is 10^9. */
const perMillion = 1_000_000n;
const picoOfThousandth = 1_000n;

/** Null when the list has no price per token (sold by the hour, the page or the image). */
export function buildCards(prices: ModelPrice, name: string): TieredCards | null {
  if (prices["input_mtok"] === undefined) return null;
  const thresholds = new Set<number>();
  for (const price of Object.values(prices)) {
    if (typeof price === "object") for (const tier of price.tiers) thresholds.add(tier.start);
  }
  const sorted = [...thresholds].sort((left, right) => left - right);
  const cards = [-1, ...sorted].map((threshold) => buildCard(prices, threshold, name));
  return { thresholds: sorted, cards };
}

/** Cards without these rates keep the ids that stored rows name. */
const cameLater = /Image$|^cacheReadAudio$/;

function buildCard(prices: ModelPrice, above: number, name: string): RateCard {
  const rate = (key: string): bigint | undefined => {
    const usd = priceAbove(prices[key], above);
    return usd === undefined ? undefined : ratePerToken(usd);
  };
  const rates = {
    input: rate("input_mtok") ?? 0n,
    output: rate("output_mtok"),
    cacheRead: rate("cache_read_mtok"),
    cacheWrite5m: rate("cache_write_5m_mtok") ?? rate("cache_write_mtok"),
    cacheWrite1h: rate("cache_write_1h_mtok"),
    reasoning: rate("output_reasoning_mtok"),
    inputAudio: rate("input_audio_mtok"),
    outputAudio: rate("output_audio_mtok"),
    inputImage: rate("input_image_mtok"),
    outputImage: rate("output_image_mtok"),
    cacheReadAudio: rate("cache_audio_read_mtok"),
    cacheReadImage: rate("cache_image_read_mtok"),
  };
  const request =
    (tryDecimalToPico(priceAbove(prices["requests_kcount"], above) ?? 0) ?? 0n) / picoOfThousandth;
  const content = [...Object.entries(rates), ["request", request] as const]
    .filter(([key, value]) => value !== undefined || !cameLater.test(key))
    .map(([key, value]) => `${key}=${value ?? ""}`);
  const tier = above < 0 ? "base" : `above-${above}`;
  return {
    id: `${name}/${tier}#${fingerprint(content.join(";"))}`,
    picoUsdPerToken: dropAbsent(rates),
    picoUsdPerRequest: request,
  };
}

function dropAbsent<T extends { input: bigint }>(rates: T): T {
  const present: T = { ...rates };
  for (const key of Object.keys(present) as Array<keyof T>)
    if (present[key] === undefined) delete present[key];
  return present;
}

function priceAbove(price: ModelPrice[string], above: number): number | undefined {
  if (price === undefined || typeof price === "number") return price;
  let current = price.base;
  for (const tier of [...price.tiers].sort((left, right) => left.start - right.start)) {
    if (above >= tier.start) current = tier.price;
  }
  return current;
}

/** Half-even to a whole pico-dollar; only thirds, such as 0.08333333333333334, are not exact already. */
function ratePerToken(usdPerMillion: number): bigint {
  return divideHalfEven(tryDecimalToPico(usdPerMillion) ?? 0n, perMillion);
}

/** FNV-1a over UTF-16 units, 64 bits: names a content, protects nothing. */
function fingerprint(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (let index = 0; index < text.length; index++) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(index))) * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, "0").slice(0, 8);
}
