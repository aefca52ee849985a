import type { Prisma, CustomPrice as Row } from "@plumbline/db/client";
import type { CustomPrice } from "@plumbline/pricing/custom-price";
import { toCustomPrice } from "./to-custom-price.ts";

/** Amounts are decimal USD per million tokens; `request` is per call. */
export interface CustomPriceItem extends Omit<CustomPrice, "validFromUs"> {
  validFrom: string;
  createdAt: string;
  /** What a client defined, as it was given; null for prices set by hand. */
  definition: Prisma.JsonValue;
  /** Its id for clients; null where it is the id of the price. */
  definitionId: string | null;
}

export function toCustomPriceItem(row: Row): CustomPriceItem {
  const { validFromUs: _us, ...price } = toCustomPrice(row);
  return {
    ...price,
    validFrom: row.validFrom.toISOString(),
    createdAt: row.createdAt.toISOString(),
    definition: row.definition,
    definitionId: row.definitionId,
  };
}
