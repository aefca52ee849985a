import { type ModelBody, type ModelDefinition, modelDefinition } from "@plumbline/contracts/langfuse-stored";
import { decimalToPico, picoToDecimal } from "@plumbline/pricing/money";
import type { PublicPrice } from "@plumbline/pricing/public-prices";
import type { CustomPriceItem } from "@plumbline/services/custom-price";
import { priceOfModel } from "./price-of-model.ts";
import { priceKinds, tokensPerMillion, usageNames } from "./usage-names.ts";

/** A definition as it was given; a price that was set by hand as the definition that says the same. */
export function customModelBody(price: CustomPriceItem): ModelBody {
  const { createdAt, definition } = price;
  const id = price.definitionId ?? price.id;
  const given = modelDefinition.safeParse(definition);
  if (given.success)
    return body(id, given.data, {
      isLangfuseManaged: false,
      createdAt,
      notPriced: priceOfModel(given.data).notPriced,
    });
  const usd = priceKinds.flatMap((kind): Array<[string, number]> => {
    const amount = price.prices[kind];
    if (amount === undefined) return [];
    const pico = decimalToPico(amount);
    return [
      [usageNames[kind][0], Number(picoToDecimal(kind === "request" ? pico : pico / tokensPerMillion))],
    ];
  });
  const isAlways = price.validFrom === new Date(0).toISOString();
  const definitionOfPrice = flat(
    price.modelPattern,
    Object.fromEntries(usd),
    isAlways ? null : price.validFrom,
  );
  return body(id, definitionOfPrice, { isLangfuseManaged: false, createdAt, notPriced: [] });
}

/** Of the public price book, by the model's own name and in its lowest tier; `at` is when it was read. */
export function publicModelBody({ id, model, card }: PublicPrice, at: string): ModelBody {
  const usd = priceKinds.flatMap((kind): Array<[string, number]> => {
    const pico = kind === "request" ? card.picoUsdPerRequest || undefined : card.picoUsdPerToken[kind];
    return pico === undefined ? [] : [[usageNames[kind][0], Number(picoToDecimal(pico))]];
  });
  const definition = flat(model, Object.fromEntries(usd), null);
  return body(id, definition, { isLangfuseManaged: true, createdAt: at, notPriced: [] });
}

/** A name, or a beginning with a star, with prices that hold for every call. */
function flat(pattern: string, prices: Record<string, number>, startDate: string | null): ModelDefinition {
  const isPrefix = pattern.endsWith("*");
  const name = isPrefix ? pattern.slice(0, -1) : pattern;
  const escaped = name.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return {
    modelName: name,
    matchPattern: `(?i)^${escaped}${isPrefix ? ".*" : ""}$`,
    startDate,
    unit: "TOKENS",
    inputPrice: prices["input"] ?? null,
    outputPrice: prices["output"] ?? null,
    totalPrice: null,
    tokenizerId: null,
    tokenizerConfig: null,
    pricingTiers: [{ name: "Standard", isDefault: true, priority: 0, conditions: [], prices }],
  };
}

function body(
  id: string,
  definition: ModelDefinition,
  rest: Pick<ModelBody, "isLangfuseManaged" | "createdAt" | "notPriced">,
): ModelBody {
  const { pricingTiers } = definition;
  const prices = pricingTiers.find(({ isDefault }) => isDefault)?.prices ?? {};
  return {
    id,
    ...definition,
    prices: Object.fromEntries(Object.entries(prices).map(([kind, price]) => [kind, { price }])),
    pricingTiers: pricingTiers.map((tier, index) => ({
      id: tier.isDefault ? `${id}/standard` : `${id}/${index}`,
      ...tier,
    })),
    ...rest,
  };
}
