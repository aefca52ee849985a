import { PlumblineError } from "@plumbline/contracts/errors";
import type { createModelBody, ModelBody } from "@plumbline/contracts/langfuse-stored";
import type { CustomPriceKind } from "@plumbline/pricing/custom-price";
import { decimalToPico, picoToDecimal } from "@plumbline/pricing/money";
import type { PublicPrice } from "@plumbline/pricing/public-prices";
import type { CustomPriceItem } from "@plumbline/services/custom-price";
import type { z } from "zod";

/** Names of the protocol for what we count, ours first for output. */
const usageNames: Readonly<Record<CustomPriceKind, readonly [string, ...string[]]>> = {
  input: ["input", "input_tokens", "prompt_tokens"],
  output: ["output", "output_tokens", "completion_tokens"],
  cacheRead: ["input_cached_tokens", "cache_read_input_tokens", "input_cache_read"],
  cacheWrite5m: ["input_cache_creation", "cache_creation_input_tokens", "input_cache_creation_5m"],
  cacheWrite1h: ["input_cache_creation_1h"],
  reasoning: ["output_reasoning_tokens", "output_reasoning"],
  inputAudio: ["input_audio_tokens", "input_audio"],
  outputAudio: ["output_audio_tokens", "output_audio"],
  request: ["request"],
};
const kinds = Object.keys(usageNames) as CustomPriceKind[];
const tokensPerMillion = 1_000_000n;

interface CustomPriceInput {
  modelPattern: string;
  prices: Partial<Record<CustomPriceKind, string>> & { input: string };
  validFrom: Date;
}

/** What a price of our own can say of a model definition. Throws `invalid_request` for what it cannot. */
export function readModel(body: z.output<typeof createModelBody>): CustomPriceInput {
  if (body.unit !== undefined && body.unit !== "TOKENS")
    throw unsupported("Only the unit TOKENS is supported.");
  if (body.totalPrice !== undefined) {
    throw unsupported("A price of the total is not supported; give prices of input and output.");
  }
  const usage = new Map(Object.entries(flatPrices(body)));
  const prices: Partial<Record<CustomPriceKind, string>> = {};
  for (const kind of kinds) {
    for (const name of usageNames[kind]) {
      const price = usage.get(name);
      usage.delete(name);
      if (price !== undefined) prices[kind] ??= perMillion(kind, price);
    }
  }
  const [unknown] = usage.keys();
  if (unknown !== undefined) throw unsupported(`There is no price for the usage type "${unknown}".`);
  const { input } = prices;
  if (input === undefined) throw unsupported("A model needs a price of its input.");
  return {
    modelPattern: readPattern(body.matchPattern),
    prices: { ...prices, input },
    // Without a date the definition holds for every call.
    validFrom: body.startDate ?? new Date(0),
  };
}

function flatPrices(body: z.output<typeof createModelBody>): Record<string, number> {
  const { inputPrice, outputPrice, pricingTiers } = body;
  if (pricingTiers === undefined || pricingTiers.length === 0) {
    return {
      ...(inputPrice === undefined ? {} : { input: inputPrice }),
      ...(outputPrice === undefined ? {} : { output: outputPrice }),
    };
  }
  const [tier, second] = pricingTiers;
  if (inputPrice !== undefined || outputPrice !== undefined) {
    throw unsupported("Give either flat prices or pricing tiers.");
  }
  if (tier === undefined || second !== undefined || tier.conditions.length > 0) {
    throw unsupported("Only one pricing tier without conditions is supported.");
  }
  return tier.prices;
}

/** `(?i)^name$` is a name, `(?i)^name` and `^name.*$` are beginnings; dots and dashes may be escaped. */
function readPattern(pattern: string): string {
  const match = /^(?:\(\?i\))?\^((?:[\w./:@ -]|\\[./:@-])+)(\$|\.\*\$?)?$/.exec(pattern);
  if (match === null) {
    throw unsupported("Only the name of a model or its beginning can be matched, like (?i)^my-model$.");
  }
  const [, name = "", end] = match;
  const literal = name.replaceAll("\\", "");
  return end === "$" ? literal : `${literal}*`;
}

/** Calls cost what they cost; tokens are listed per million. */
function perMillion(kind: CustomPriceKind, price: number): string {
  const pico = decimalToPico(price);
  if (Number(picoToDecimal(pico)) !== price) {
    throw unsupported(`The price of "${kind}" is not a whole number of pico-dollars.`);
  }
  return picoToDecimal(kind === "request" ? pico : pico * tokensPerMillion);
}

export function customModelBody(price: CustomPriceItem): ModelBody {
  const usd = kinds.flatMap((kind): Array<[string, number]> => {
    const amount = price.prices[kind];
    if (amount === undefined) return [];
    const pico = decimalToPico(amount);
    return [
      [usageNames[kind][0], Number(picoToDecimal(kind === "request" ? pico : pico / tokensPerMillion))],
    ];
  });
  const isAlways = price.validFrom === new Date(0).toISOString();
  return modelBody(price.id, price.modelPattern, Object.fromEntries(usd), {
    isLangfuseManaged: false,
    startDate: isAlways ? null : price.validFrom,
    createdAt: price.createdAt,
  });
}

/** Of the public price book, by the model's own name and in its lowest tier; `at` is when it was read. */
export function publicModelBody({ id, model, card }: PublicPrice, at: string): ModelBody {
  const usd = kinds.flatMap((kind): Array<[string, number]> => {
    const pico = kind === "request" ? card.picoUsdPerRequest || undefined : card.picoUsdPerToken[kind];
    return pico === undefined ? [] : [[usageNames[kind][0], Number(picoToDecimal(pico))]];
  });
  return modelBody(id, model, Object.fromEntries(usd), {
    isLangfuseManaged: true,
    startDate: null,
    createdAt: at,
  });
}

function modelBody(
  id: string,
  pattern: string,
  usd: Record<string, number>,
  rest: Pick<ModelBody, "isLangfuseManaged" | "startDate" | "createdAt">,
): ModelBody {
  const isPrefix = pattern.endsWith("*");
  const name = isPrefix ? pattern.slice(0, -1) : pattern;
  const escaped = name.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return {
    id,
    modelName: name,
    matchPattern: `(?i)^${escaped}${isPrefix ? ".*" : ""}$`,
    unit: "TOKENS",
    inputPrice: usd["input"] ?? null,
    outputPrice: usd["output"] ?? null,
    totalPrice: null,
    tokenizerId: null,
    tokenizerConfig: null,
    prices: Object.fromEntries(Object.entries(usd).map(([kind, price]) => [kind, { price }])),
    pricingTiers: [
      { id: `${id}/standard`, name: "Standard", isDefault: true, priority: 0, conditions: [], prices: usd },
    ],
    ...rest,
  };
}

function unsupported(message: string): PlumblineError {
  return new PlumblineError("invalid_request", { message });
}
