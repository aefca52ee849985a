import type { PriceBook } from "@plumbline/pricing/price-book";
import { priceSpan } from "@plumbline/pricing/price-span";
import type { GatewayDeps } from "../deps.ts";

/** By public prices, as the drainer would price it. */
export function costOfCall(
  prices: PriceBook,
  { operation, provider, model, startUs, usage }: Parameters<GatewayDeps["costOf"]>[0],
): ReturnType<GatewayDeps["costOf"]> {
  const { cost, inputCost, outputCost } = priceSpan(prices, {
    kind: operation === "embeddings" ? "EMBEDDING" : "GENERATION",
    provider,
    modelUsed: model,
    startTimeUs: startUs,
    usage: {
      inputTokens: usage?.input,
      outputTokens: usage?.output,
      cacheReadTokens: usage?.cacheRead,
      cacheWrite5mTokens: usage?.cacheWrite5m,
      cacheWrite1hTokens: usage?.cacheWrite1h,
      reasoningTokens: usage?.reasoning,
      inputAudioTokens: usage?.audioInput,
      outputAudioTokens: usage?.audioOutput,
    },
  });
  if (cost === null) return null;
  return {
    usd: cost,
    ...(inputCost === null ? {} : { inputUsd: inputCost }),
    ...(outputCost === null ? {} : { outputUsd: outputCost }),
  };
}
