import { PlumblineError } from "@plumbline/contracts/errors";
import type {
  createModelBody,
  ModelDefinition,
  PricingTierInput,
} from "@plumbline/contracts/langfuse-stored";
import type { z } from "zod";

/** What was given, completed as the protocol completes it. Throws `invalid_request` for what contradicts itself. */
export function readModel(body: z.output<typeof createModelBody>): ModelDefinition {
  const { inputPrice, outputPrice, totalPrice, pricingTiers: tiers = [] } = body;
  const isFlat = inputPrice !== undefined || outputPrice !== undefined || totalPrice !== undefined;
  if (isFlat && tiers.length > 0) throw wrong("pricingTiers: give either flat prices or pricing tiers");
  if (totalPrice !== undefined && (inputPrice !== undefined || outputPrice !== undefined))
    throw wrong("totalPrice: cannot stand beside a price of input or output");
  if (tiers.length > 0) checkTiers(tiers);
  const flat = Object.entries({ input: inputPrice, output: outputPrice, total: totalPrice }).flatMap(
    ([name, price]) => (price === undefined ? [] : [[name, price] as const]),
  );
  const standard: PricingTierInput = {
    name: "Standard",
    isDefault: true,
    priority: 0,
    conditions: [],
    prices: Object.fromEntries(flat),
  };
  const basePrices = tiers.find(({ isDefault }) => isDefault)?.prices ?? {};
  return {
    modelName: body.modelName,
    matchPattern: body.matchPattern,
    startDate: body.startDate?.toISOString() ?? null,
    unit: body.unit ?? "TOKENS",
    inputPrice: inputPrice ?? basePrices["input"] ?? null,
    outputPrice: outputPrice ?? basePrices["output"] ?? null,
    totalPrice: totalPrice ?? basePrices["total"] ?? null,
    tokenizerId: body.tokenizerId ?? null,
    tokenizerConfig: body.tokenizerConfig ?? null,
    pricingTiers: isFlat ? [standard] : tiers.toSorted((left, right) => left.priority - right.priority),
  };
}

function checkTiers(tiers: readonly PricingTierInput[]): void {
  const [standard, second] = tiers.filter(({ isDefault }) => isDefault);
  if (standard === undefined || second !== undefined)
    throw wrong("pricingTiers: exactly one of them is the default");
  if (standard.priority !== 0 || standard.conditions.length > 0)
    throw wrong("pricingTiers: the default has the priority 0 and no conditions");
  for (const tier of tiers) {
    if (Object.keys(tier.prices).length === 0) throw wrong(`pricingTiers: "${tier.name}" has no price`);
    if (!tier.isDefault && tier.conditions.length === 0)
      throw wrong(`pricingTiers: "${tier.name}" needs a condition`);
  }
  const isDouble = (of: (tier: PricingTierInput) => unknown) => new Set(tiers.map(of)).size < tiers.length;
  if (isDouble(({ name }) => name) || isDouble(({ priority }) => priority))
    throw wrong("pricingTiers: names and priorities must not repeat");
}

function wrong(issue: string): PlumblineError {
  return new PlumblineError("invalid_request", { message: `${issue}.`, details: { issues: [issue] } });
}
