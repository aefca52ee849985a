import type { Repricing } from "@plumbline/clickhouse/queries/repricing/apply";
import type { listRepriceable } from "@plumbline/clickhouse/queries/repricing/list";
import { type SpanKind, type SpanLevel, spanKinds, spanLevels } from "@plumbline/contracts/events";
import { recordedByGateway, repeatsChildren } from "@plumbline/pricing/billable";
import type { PriceBook } from "@plumbline/pricing/price-book";
import { priceSpan, type SpanPrice } from "@plumbline/pricing/price-span";
import type { z } from "zod";

type Stored = z.output<(typeof listRepriceable)["row"]>;

/** What the same tokens cost by `book`, as the drainer would price them; null when that is stored already. */
export function reprice(book: PriceBook, projectId: string, stored: Stored): Repricing | null {
  const computed = priceSpan(book, {
    projectId,
    kind: kindOf(stored.kind),
    provider: stored.provider || undefined,
    modelUsed: stored.modelUsed || undefined,
    modelRequested: stored.modelRequested || undefined,
    startTimeUs: stored.startUs,
    usage: usageOf(stored),
    level: levelOf(stored.level),
    serviceTier: stored.serviceTier || undefined,
    repeatsCall: stored.billableReason === repeatsChildren,
  });
  // Who pays was settled apart from the price.
  const price: SpanPrice =
    stored.billableReason === recordedByGateway
      ? { ...computed, billable: false, billableReason: recordedByGateway }
      : computed;
  const isSame =
    price.cost === stored.cost &&
    price.rateCardId === stored.rateCardId &&
    price.billable === stored.billable &&
    price.billableReason === stored.billableReason;
  if (isSame) return null;
  const { startUs, traceId, spanId, rowVersion } = stored;
  return { startUs, traceId, spanId, rowVersion, price };
}

function usageOf(stored: Stored) {
  return {
    inputTokens: stored.inputTokens ?? undefined,
    outputTokens: stored.outputTokens ?? undefined,
    totalTokens: stored.totalTokens ?? undefined,
    cacheReadTokens: stored.cacheReadTokens ?? undefined,
    cacheReadAudioTokens: stored.cacheReadAudioTokens ?? undefined,
    cacheReadImageTokens: stored.cacheReadImageTokens ?? undefined,
    cacheWrite5mTokens: stored.cacheWrite5mTokens ?? undefined,
    cacheWrite1hTokens: stored.cacheWrite1hTokens ?? undefined,
    reasoningTokens: stored.reasoningTokens ?? undefined,
    inputAudioTokens: stored.inputAudioTokens ?? undefined,
    outputAudioTokens: stored.outputAudioTokens ?? undefined,
    inputImageTokens: stored.inputImageTokens ?? undefined,
    outputImageTokens: stored.outputImageTokens ?? undefined,
  };
}

function kindOf(stored: string): SpanKind {
  return spanKinds.find((kind) => kind === stored) ?? "SPAN";
}

function levelOf(stored: string): SpanLevel | undefined {
  return spanLevels.find((level) => level === stored);
}
