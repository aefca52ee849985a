import { waitForUpdate } from "@pydantic/genai-prices";
import { buildTimeline } from "./price-timeline.ts";
import type { RateCard } from "./rate-card.ts";
import { cardOfTier, type DiscountTier, discountTierOf } from "./service-tier.ts";

/** A card of the public book with the model that it belongs to, by the ids of `listPublicPrices`. */
export interface IndexedCard {
  modelId: string;
  card: RateCard;
}

const providers = (await waitForUpdate()) ?? [];
let index: Map<string, IndexedCard> | undefined;

/** null for a card that no rate of today's list has: an older release priced with it. */
export function findPublicCard(rateCardId: string): IndexedCard | null {
  index ??= buildIndex();
  const [listId, tier] = splitTier(rateCardId);
  const found = index.get(listId);
  if (found === undefined || tier === undefined) return found ?? null;
  const [providerId = "", ...model] = found.modelId.split("/");
  const scaled = cardOfTier({ providerId, modelId: model.join("/") }, found.card, tier);
  return scaled?.id === rateCardId ? { ...found, card: scaled } : null;
}

/** `<card>+batch*1/2` is a multiple of the list price. */
function splitTier(rateCardId: string): [string, DiscountTier?] {
  const match = /^(.*)\+([a-z]+)\*[^+]+$/.exec(rateCardId);
  const tier = discountTierOf(match?.[2]);
  return match?.[1] === undefined || tier === null ? [rateCardId] : [match[1], tier];
}

function buildIndex(): Map<string, IndexedCard> {
  const cards = new Map<string, IndexedCard>();
  for (const { id: provider, models } of providers) {
    for (const model of models) {
      for (const { cards: ofPeriod } of buildTimeline(provider, model).periods) {
        for (const card of ofPeriod?.cards ?? [])
          cards.set(card.id, { modelId: `${provider}/${model.id}`, card });
      }
    }
  }
  return cards;
}
