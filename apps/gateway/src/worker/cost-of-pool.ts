import { decimalToPico } from "@plumbline/pricing/money";
import type { PriceBook } from "@plumbline/pricing/price-book";
import { priceSpan } from "@plumbline/pricing/price-span";
import type { CostOf } from "@plumbline/routing/router";
import type { Clock } from "@plumbline/runtime/clock";
import { publicProviderOf } from "../pipeline/settle.ts";

const assumedOutputTokens = 256;

/** What a call would cost in a pool by public prices, to compare pools by; null when nobody knows. */
export function costOfPool(prices: PriceBook, clock: Clock): CostOf {
  return (pool, shape) => {
    const [replica] = pool.replicas;
    if (replica === undefined) return null;
    const price = priceSpan(prices, {
      kind: shape.operation === "embeddings" ? "EMBEDDING" : "GENERATION",
      provider: pool.priced_as === undefined ? publicProviderOf(replica.kind) : undefined,
      modelUsed: pool.priced_as ?? replica.model,
      startTimeUs: clock.nowUs(),
      usage: { inputTokens: shape.promptTokens, outputTokens: shape.maxTokens ?? assumedOutputTokens },
    });
    // Only an order is wanted of it, so that a double is enough.
    return price.cost === null ? null : Number(decimalToPico(price.cost));
  };
}
