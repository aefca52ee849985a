import { listModels as listModelsQuery } from "@plumbline/clickhouse/queries/span/list-models";
import { withCustomPrices } from "@plumbline/pricing/custom-price";
import { picoToDecimal } from "@plumbline/pricing/money";
import { createPriceBook, type PriceBook, type RateCard } from "@plumbline/pricing/price-book";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { reading, textOrNull } from "../read-rows.ts";
import { toCustomPrice } from "./to-custom-price.ts";

/** A model that the project called, and what a call of it would cost now. */
export interface ModelItem {
  provider: string | null;
  model: string;
  calls: number;
  /** Calls that used tokens and have no cost: totals leave them out. */
  unpricedCalls: number;
  /** Calls whose cost came with them: their sender's own, or of an own pool the time of its GPUs. */
  givenCalls: number;
  /** Decimal USD over the window; null when no call has a cost. */
  cost: string | null;
  lastSeenAt: string;
  /** null: nobody's price is known. Decimal USD per million tokens; `request` per call. */
  price: { source: "custom" | "public"; rateCardId: string; rates: Record<string, string> } | null;
}

const windowDays = 30;
const dayUs = 86_400_000_000;
/** Building it reads the whole public list, so once per process. */
let publicBook: PriceBook | undefined;

/** Models of the last 30 days, the ones without a price first, then by calls. */
export async function listModels(ctx: ServiceContext, input: { projectId: string }): Promise<ModelItem[]> {
  const { projectId } = await requireProjectPermission(ctx, input.projectId, "traces:read");
  const nowUs = ctx.clock.nowUs();
  const [records, custom] = await Promise.all([
    reading(
      ctx.clickhouse.query(listModelsQuery, {
        projectId,
        fromUs: nowUs - windowDays * dayUs,
        toUs: nowUs + dayUs,
      }),
    ),
    ctx.db.customPrice.findMany({ where: { projectId, deletedAt: null } }),
  ]);
  publicBook ??= createPriceBook();
  const book = withCustomPrices(publicBook, custom.map(toCustomPrice));
  return records.map((record) => {
    const provider = textOrNull(record.provider);
    const query = { projectId, provider: provider ?? undefined, model: record.model, atUs: nowUs };
    const card = book.resolve(query);
    return {
      provider,
      model: record.model,
      calls: record.calls,
      unpricedCalls: record.unpricedCalls,
      givenCalls: record.givenCalls,
      cost: record.totalCost,
      lastSeenAt: new Date(record.lastSeenUs / 1_000).toISOString(),
      price: card === null ? null : toPrice(card),
    };
  });
}

function toPrice(card: RateCard): ModelItem["price"] {
  const rates: Record<string, string> = {};
  for (const [kind, pico] of Object.entries(card.picoUsdPerToken)) {
    rates[kind] = picoToDecimal(pico * 1_000_000n);
  }
  if (card.picoUsdPerRequest > 0n) rates["request"] = picoToDecimal(card.picoUsdPerRequest);
  return {
    source: card.id.startsWith("custom/") ? "custom" : "public",
    rateCardId: card.id,
    rates,
  };
}
