import { type ModelInfo, type Provider, waitForUpdate } from "@pydantic/genai-prices";
import { compileRule, type Matcher } from "./match-rule.ts";
import { isOtherVariant, modelLookups } from "./model-names.ts";
import { buildTimeline, cardAt, type PriceTimeline } from "./price-timeline.ts";
import { createProviderNames } from "./provider-names.ts";
import type { RateCard } from "./rate-card.ts";
import { cardOfTier, discountTierOf } from "./service-tier.ts";

export type { RateCard } from "./rate-card.ts";

export interface PriceQuery {
  /** Whose custom prices go first; absent: public prices only. */
  projectId?: string | undefined;
  provider?: string | undefined;
  model: string;
  /** When the call started: prices are those of that moment. */
  atUs: number;
  /** Cached tokens included; decides the tier. Absent counts as the lowest. */
  inputTokens?: number | undefined;
  /** As the provider names it: batch, flex, priority; anything else is the ordinary one. */
  serviceTier?: string | undefined;
}

export interface PriceBook {
  /** Null: nobody we know sells this by the token under that name. */
  resolve(query: PriceQuery): RateCard | null;
  /**
   * Only what the project set itself; a book of public prices lacks it. Undefined: it set nothing for this
   * model. Null: what it set says nothing of tokens, so no other price holds either.
   */
  resolveOwn?(query: PriceQuery): RateCard | null | undefined;
}

interface ListedProvider {
  fallbacks: readonly string[];
  infers: Matcher | null;
  models: ReadonlyArray<{ model: ModelInfo; matches: Matcher }>;
}

/** The package exposes its bundled list only by promise, so it is read once, when the module loads. */
const bundledProviders: readonly Provider[] = (await waitForUpdate()) ?? [];

/** The list's own id of a provider under any of its spellings. */
export const providerIdOf = createProviderNames(bundledProviders);

const longestModelName = 256;
const cachedNames = 10_000;

/** Names come from clients: the cache of (provider, model) is dropped whole when it is full. */
export function createPriceBook(providers: readonly Provider[] = bundledProviders): PriceBook {
  const resolveProvider = createProviderNames(providers);
  const find = createFinder(providers);
  const timelines = new Map<ModelInfo, PriceTimeline>();
  let cache = new Map<string, Map<string, PriceTimeline | null>>();
  let cached = 0;

  const lookUp = (provider: string, model: string): PriceTimeline | null => {
    if (model.length > longestModelName) return null;
    for (const { provider: id, name } of modelLookups(resolveProvider(provider), model, resolveProvider)) {
      const found = find(id, name);
      if (found === null || isOtherVariant(name, found.model.id)) continue;
      const known = timelines.get(found.model) ?? buildTimeline(found.providerId, found.model);
      timelines.set(found.model, known);
      return known;
    }
    return null;
  };

  const timelineOf = (provider: string, model: string): PriceTimeline | null => {
    const known = cache.get(provider)?.get(model);
    if (known !== undefined) return known;
    const timeline = lookUp(provider, model);
    if (cached >= cachedNames) {
      cache = new Map();
      cached = 0;
    }
    const ofProvider = cache.get(provider) ?? new Map<string, PriceTimeline | null>();
    cache.set(provider, ofProvider.set(model, timeline));
    cached++;
    return timeline;
  };

  return {
    resolve: ({ provider, model, atUs, inputTokens, serviceTier }) => {
      const timeline = timelineOf(provider ?? "", model);
      const card = timeline === null ? null : cardAt(timeline, atUs, inputTokens ?? 0);
      const tier = discountTierOf(serviceTier);
      return timeline === null || card === null || tier === null ? card : cardOfTier(timeline, card, tier);
    },
  };
}

/** Names that only one maker gives, though its rule in the price data leaves them out. */
const unclaimedNames: ReadonlyArray<readonly [beginning: string, provider: string]> = [
  ["text-embedding-3-", "openai"],
  ["text-embedding-ada-", "openai"],
  ["chatgpt-", "openai"],
  ["codex-mini", "openai"],
  ["computer-use-", "openai"],
  ["omni-moderation-", "openai"],
];

type Found = { providerId: string; model: ModelInfo } | null;

function createFinder(providers: readonly Provider[]): (provider: string, name: string) => Found {
  const listed = new Map<string, ListedProvider>();
  for (const provider of providers) {
    listed.set(provider.id, {
      fallbacks: provider.fallback_model_providers ?? [],
      infers: provider.model_match === undefined ? null : compileRule(provider.model_match),
      models: provider.models.map((model) => ({ model, matches: compileRule(model.match) })),
    });
  }
  const infer = (name: string): string | undefined => {
    for (const [id, { infers }] of listed) if (infers !== null && infers(name) >= 0) return id;
    return unclaimedNames.find(([beginning]) => name.startsWith(beginning))?.[1];
  };
  return (provider, name) => {
    const id = provider === "any" ? infer(name) : provider;
    const own = id === undefined ? undefined : listed.get(id);
    if (id === undefined || own === undefined) return null;
    for (const candidate of [id, ...own.fallbacks]) {
      const model = mostSpecific(listed.get(candidate)?.models ?? [], name);
      if (model !== null) return { providerId: candidate, model };
    }
    return null;
  };
}

function mostSpecific(models: ListedProvider["models"], name: string): ModelInfo | null {
  let best: ModelInfo | null = null;
  let bestLength = -1;
  for (const { model, matches } of models) {
    const length = matches(name);
    if (length > bestLength) {
      best = model;
      bestLength = length;
    }
  }
  return best;
}
