import type { CustomPrice as Row } from "@plumbline/db/client";
import { type CustomPrice, customPriceKinds } from "@plumbline/pricing/custom-price";
import { z } from "zod";

const amounts = z.partialRecord(z.enum(customPriceKinds), z.string());
const tiers = z.array(z.object({ aboveInputTokens: z.number(), prices: amounts }));

/** Throws for a row that no verb wrote. */
export function toCustomPrice(row: Row): CustomPrice {
  return {
    id: row.id,
    projectId: row.projectId,
    modelPattern: row.modelPattern,
    ...(row.isRegex ? { isRegex: true } : {}),
    provider: row.provider,
    prices: amounts.parse(row.prices),
    ...(row.tiers === null ? {} : { tiers: tiers.parse(row.tiers) }),
    validFromUs: row.validFrom.getTime() * 1_000,
  };
}
