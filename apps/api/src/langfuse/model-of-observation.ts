import { modelDefinition } from "@plumbline/contracts/langfuse-stored";
import { picoToDecimal } from "@plumbline/pricing/money";
import type { ModelLink } from "@plumbline/services/observation";
import { inputThreshold } from "./price-of-model.ts";

/** What observations say of the model that they fall under. Prices are decimal USD per token. */
interface ModelOfObservation {
  modelId: string | null;
  inputPrice: string | null;
  outputPrice: string | null;
  totalPrice: string | null;
  /** Of the prices that the cost was worked out with. */
  tierId: string | null;
  tierName: string | null;
}

const unknown: ModelOfObservation = {
  modelId: null,
  inputPrice: null,
  outputPrice: null,
  totalPrice: null,
  tierId: null,
  tierName: null,
};

export function modelOfObservation(link: ModelLink | null): ModelOfObservation {
  if (link === null) return unknown;
  const { modelId, card } = link;
  if (card === null) return { ...unknown, modelId };
  const { input, output } = card.picoUsdPerToken;
  const definition = modelDefinition.safeParse(link.definition).data;
  const inputPrice = picoToDecimal(input);
  const isOfTotal = definition !== undefined && definition.totalPrice !== null;
  return {
    modelId,
    inputPrice: isOfTotal ? null : inputPrice,
    outputPrice: isOfTotal || output === undefined ? null : picoToDecimal(output),
    totalPrice: isOfTotal ? inputPrice : null,
    ...(link.isApplied ? tierOf(link, card.id) : { tierId: null, tierName: null }),
  };
}

/** As GET /models names the tiers of a definition; the public book has no names for its own. */
function tierOf({ modelId, definition }: ModelLink, cardId: string) {
  const above = /\/above-(\d+)/.exec(cardId)?.[1];
  const discount = /\+([a-z]+)\*\d+\/\d+$/.exec(cardId)?.[1];
  if (discount !== undefined) return { tierId: `${modelId}/${discount}`, tierName: discount };
  const tiers = modelDefinition.safeParse(definition).data?.pricingTiers ?? [];
  if (above === undefined) {
    const standard = tiers.find(({ isDefault }) => isDefault);
    return { tierId: `${modelId}/standard`, tierName: standard?.name ?? "Standard" };
  }
  const index = tiers.findIndex((tier) => !tier.isDefault && String(inputThreshold(tier)) === above);
  const named = tiers[index];
  return named === undefined
    ? { tierId: `${modelId}/above-${above}`, tierName: `Above ${above} input tokens` }
    : { tierId: `${modelId}/${index}`, tierName: named.name };
}
