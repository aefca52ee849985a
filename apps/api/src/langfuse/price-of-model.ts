import type { ModelDefinition, PricingTierInput } from "@plumbline/contracts/langfuse-stored";
import type { CustomAmounts, CustomPriceKind, CustomPriceTier } from "@plumbline/pricing/custom-price";
import { compilePattern } from "@plumbline/pricing/model-pattern";
import { decimalToPico, fitsCostColumn, picoToDecimal } from "@plumbline/pricing/money";
import { priceKinds, tokensPerMillion, usageNames } from "./usage-names.ts";

/** What the price book can use of a definition. */
interface PriceOfModel {
  modelPattern: string;
  isRegex: boolean;
  /** Empty when calls of the model cannot be priced. */
  prices: CustomAmounts;
  tiers: CustomPriceTier[];
  /** What it cannot use, and why. */
  notPriced: string[];
}

export function priceOfModel(definition: ModelDefinition): PriceOfModel {
  const notPriced: string[] = [];
  const pattern = readPattern(definition.matchPattern);
  if (definition.tokenizerId !== null)
    notPriced.push("tokenizerId: tokens are counted by the name of the model alone.");
  const nothing = (reason: string): PriceOfModel => {
    notPriced.push(`${reason} Calls of this model have no price.`);
    return { ...pattern, prices: {}, tiers: [], notPriced };
  };
  if (definition.unit !== "TOKENS") return nothing(`unit: only TOKENS are priced, not ${definition.unit}.`);
  const standard = definition.pricingTiers.find(({ isDefault }) => isDefault);
  if (standard === undefined) return nothing("No price was given.");
  const prices = readPrices(standard, notPriced);
  if (prices.input === undefined) return nothing("There is no price of the input.");
  const tiers: CustomPriceTier[] = [];
  for (const tier of definition.pricingTiers) {
    if (tier.isDefault) continue;
    const aboveInputTokens = inputThreshold(tier);
    if (aboveInputTokens === null) {
      return nothing(`pricingTiers: "${tier.name}" depends on more than how large the input is.`);
    }
    const ofTier = readPrices(tier, notPriced);
    if (ofTier.input === undefined) return nothing(`pricingTiers: "${tier.name}" has no price of the input.`);
    tiers.push({ aboveInputTokens, prices: ofTier });
  }
  if (!isAscending(tiers))
    return nothing("pricingTiers: the tier of the largest input has to come first in priority.");
  return { ...pattern, prices, tiers, notPriced };
}

/** By priority the first that holds counts, so the largest threshold has to be asked first. */
function isAscending(tiers: readonly CustomPriceTier[]): boolean {
  return tiers.every((tier, index) => {
    const before = tiers[index - 1];
    return before === undefined || before.aboveInputTokens > tier.aboveInputTokens;
  });
}

/** `(?i)^name$` is a name, `(?i)^name` and `^name.*$` are beginnings; everything else is matched as it stands. */
function readPattern(pattern: string): Pick<PriceOfModel, "modelPattern" | "isRegex"> {
  const match = /^\(\?i\)\^((?:[\w/:@ -]|\\[./:@-])+)(\$|\.\*\$?)?$/.exec(pattern);
  const [, name = "", end] = match ?? [];
  if (match === null || name.length > 150) return { modelPattern: pattern, isRegex: true };
  const literal = name.replaceAll("\\", "");
  return { modelPattern: end === "$" ? literal : `${literal}*`, isRegex: false };
}

function readPrices({ name: tier, prices: given }: PricingTierInput, notPriced: string[]): CustomAmounts {
  const prices: CustomAmounts = {};
  const rest = new Map(Object.entries(given));
  const total = rest.get("total");
  if (total !== undefined && rest.size === 1) {
    // Every token costs the same, whichever side it is on.
    rest.delete("total");
    const amount = perMillion("input", total);
    if (amount !== null) return { input: amount, output: amount };
    notPriced.push(`"total" of "${tier}": ${total} is finer than a pico-dollar.`);
  }
  for (const kind of priceKinds) {
    for (const usage of usageNames[kind]) {
      const price = rest.get(usage);
      if (price === undefined || prices[kind] !== undefined) continue;
      rest.delete(usage);
      const amount = perMillion(kind, price);
      if (amount === null)
        notPriced.push(`"${usage}" of "${tier}": ${price} is no whole number of pico-dollars.`);
      else prices[kind] = amount;
    }
  }
  for (const usage of rest.keys())
    notPriced.push(`"${usage.slice(0, 100)}" of "${tier}": nothing is counted under this name.`);
  return prices;
}

/** Calls cost what they cost; tokens are listed per million. Null when it cannot be exact. */
function perMillion(kind: CustomPriceKind, price: number): string | null {
  const pico = decimalToPico(price);
  if (Number(picoToDecimal(pico)) !== price) return null;
  const listed = kind === "request" ? pico : pico * tokensPerMillion;
  return fitsCostColumn(listed) ? picoToDecimal(listed) : null;
}

/** The number of input tokens beyond which a tier holds, null when it is about something else. */
export function inputThreshold({ conditions }: PricingTierInput): number | null {
  const [condition, second] = conditions;
  if (condition === undefined || second !== undefined || !("usageDetailPattern" in condition)) return null;
  const { usageDetailPattern, caseSensitive, operator, value } = condition;
  if (!Number.isInteger(value) || value < 1) return null;
  const flag = caseSensitive ? "" : "(?i)";
  try {
    const isCounted = compilePattern(`${flag}${usageDetailPattern}`);
    const inputs = [usageNames.input[0], usageNames.cacheRead[0], usageNames.cacheWrite5m[0]];
    if (!inputs.every(isCounted) || isCounted("output") || isCounted("total")) return null;
  } catch {
    return null;
  }
  if (operator === "gt") return value;
  return operator === "gte" ? value - 1 : null;
}
