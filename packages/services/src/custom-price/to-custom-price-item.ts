import type { CustomPrice as Row } from "@plumbline/db/client";
import type { CustomPrice } from "@plumbline/pricing/custom-price";
import { toCustomPrice } from "./to-custom-price.ts";

/** Amounts are decimal USD per million tokens; `request` is per call. */
export interface CustomPriceItem extends Omit<CustomPrice, "validFromUs"> {
  validFrom: string;
  createdAt: string;
}

export function toCustomPriceItem(row: Row): CustomPriceItem {
  const { validFromUs: _us, ...price } = toCustomPrice(row);
  return { ...price, validFrom: row.validFrom.toISOString(), createdAt: row.createdAt.toISOString() };
}
