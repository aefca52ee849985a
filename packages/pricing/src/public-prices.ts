import { waitForUpdate } from "@pydantic/genai-prices";
import { buildTimeline, cardAt } from "./price-timeline.ts";
import type { RateCard } from "./rate-card.ts";

/** What the public price book says about a model by its own name, in the lowest tier. */
export interface PublicPrice {
  /** `<provider>/<model>`. */
  id: string;
  provider: string;
  model: string;
  card: RateCard;
}

const providers = (await waitForUpdate()) ?? [];

/** In the order of ids; models without a price per token are left out. */
export function listPublicPrices(atUs: number): PublicPrice[] {
  const prices: PublicPrice[] = [];
  for (const { id: provider, models } of providers) {
    for (const model of models) {
      const card = cardAt(buildTimeline(provider, model), atUs, 0);
      if (card !== null) prices.push({ id: `${provider}/${model.id}`, provider, model: model.id, card });
    }
  }
  return prices.toSorted((left, right) => (left.id < right.id ? -1 : 1));
}
