import { divideHalfEven } from "./money.ts";
import type { RateCard } from "./rate-card.ts";

/** Tiers that cost something else than the list price per token. */
export type DiscountTier = "batch" | "flex" | "priority" | "scale" | "fast";

const tierNames: Readonly<Record<string, DiscountTier>> = {
  batch: "batch",
  batches: "batch",
  batch_api: "batch",
  flex: "flex",
  priority: "priority",
  scale: "scale",
  fast: "fast",
};

/** null for the ordinary tier under any of its names, and for a word that nobody publishes a price for. */
export function discountTierOf(serviceTier: string | undefined): DiscountTier | null {
  if (serviceTier === undefined) return null;
  const name = serviceTier.trim().toLowerCase();
  return Object.hasOwn(tierNames, name) ? (tierNames[name] ?? null) : null;
}

/** A multiple of the list price, as a fraction so that no rate is rounded on the way. */
type Factor = readonly [numerator: bigint, denominator: bigint];
const half: Factor = [1n, 2n];

interface TierEntry {
  provider: string;
  tier: DiscountTier;
  model: RegExp;
  factor: Factor;
  /** What is read from the cache costs what it costs anyway. */
  isCacheAtList?: true;
}

const priority = (model: RegExp, numerator: bigint, denominator: bigint): TierEntry => ({
  provider: "openai",
  tier: "priority",
  model,
  factor: [numerator, denominator],
});
const any = /^/;

/**
 * Published multiples; the list itself has none. Sources: developers.openai.com/api/docs/pricing (batch,
 * flex) and openai.com/api-priority-processing; platform.claude.com, batch processing; Azure OpenAI global
 * batch; ai.google.dev/gemini-api/docs/optimization (batch, flex) and docs.cloud.google.com, batch
 * inference: the discount of the cache goes before that of the batch. Fast mode: the "-fast" models that
 * OpenRouter lists beside Anthropic's. First match counts.
 */
const entries: readonly TierEntry[] = [
  { provider: "openai", tier: "batch", model: any, factor: half },
  { provider: "openai", tier: "flex", model: /^(?:gpt-5|o3|o4-mini)/, factor: half },
  { provider: "azure", tier: "batch", model: any, factor: half },
  { provider: "anthropic", tier: "batch", model: any, factor: half },
  { provider: "google", tier: "batch", model: /gemini/, factor: half, isCacheAtList: true },
  { provider: "google", tier: "flex", model: /gemini/, factor: half },
  { provider: "anthropic", tier: "fast", model: /^claude-opus-4-[67]$/, factor: [6n, 1n] },
  { provider: "anthropic", tier: "fast", model: /^claude-opus-(?:4-8|5)$/, factor: [2n, 1n] },
  priority(/^gpt-5-mini/, 9n, 5n),
  priority(/^gpt-5(?:\.[124])?(?:-codex)?(?:-20\d\d-\d\d-\d\d)?$/, 2n, 1n),
  priority(/^gpt-5\.4-mini/, 2n, 1n),
  priority(/^gpt-4\.1-nano/, 2n, 1n),
  priority(/^gpt-4\.1(?:-mini)?(?:-20\d\d-\d\d-\d\d)?$/, 7n, 4n),
  priority(/^gpt-4o-2024-05-13$/, 7n, 4n),
  priority(/^gpt-4o-mini(?:-20\d\d-\d\d-\d\d)?$/, 5n, 3n),
  priority(/^gpt-4o(?:-20\d\d-\d\d-\d\d)?$/, 17n, 10n),
  priority(/^o3(?:-20\d\d-\d\d-\d\d)?$/, 7n, 4n),
  priority(/^o4-mini(?:-20\d\d-\d\d-\d\d)?$/, 20n, 11n),
];

const derived = new WeakMap<RateCard, Map<DiscountTier, RateCard | null>>();

/**
 * The card under a tier. Null when the tier is priced apart and nobody published by how much: the list
 * price would be a wrong figure. Priority is not sold for long contexts.
 */
export function cardOfTier(
  { providerId, modelId }: { providerId: string; modelId: string },
  card: RateCard,
  tier: DiscountTier,
): RateCard | null {
  const known = derived.get(card)?.get(tier);
  if (known !== undefined) return known;
  const entry = entries.find(
    (candidate) =>
      candidate.tier === tier && candidate.provider === providerId && candidate.model.test(modelId),
  );
  const isLongContext = card.id.includes("/above-");
  const scaled = entry === undefined || (tier === "priority" && isLongContext) ? null : scale(card, entry);
  const ofCard = derived.get(card) ?? new Map<DiscountTier, RateCard | null>();
  derived.set(card, ofCard.set(tier, scaled));
  return scaled;
}

function scale(card: RateCard, { tier, factor, isCacheAtList }: TierEntry): RateCard {
  const [numerator, denominator] = factor;
  const times = (pico: bigint): bigint => divideHalfEven(pico * numerator, denominator);
  const { input, ...others } = card.picoUsdPerToken;
  const rates = Object.fromEntries(
    Object.entries(others).flatMap(([kind, pico]) => {
      if (pico === undefined) return [];
      return [[kind, isCacheAtList && kind.startsWith("cacheRead") ? pico : times(pico)]];
    }),
  );
  return {
    id: `${card.id}+${tier}*${numerator}/${denominator}${isCacheAtList ? ",cache*1" : ""}`,
    picoUsdPerToken: { input: times(input), ...rates },
    picoUsdPerRequest: card.picoUsdPerRequest,
  };
}
