import { createHash } from "node:crypto";
import { withCustomPrices } from "@plumbline/pricing/custom-price";
import { createPriceBook, type PriceBook } from "@plumbline/pricing/price-book";
import type { ServiceContext } from "../context.ts";
import { toCustomPrice } from "../custom-price/to-custom-price.ts";

/** Building it reads the whole public list, so once per process. */
let publicBook: PriceBook | undefined;

export interface PricesNow {
  book: PriceBook;
  /** Another one when the prices are others. */
  fingerprint: string;
  /** When somebody changed them last; 0 for never. */
  changedAtMs: number;
}

/** The prices of a project as they stand, removed ones included in when they changed. */
export async function readPricesNow(ctx: Pick<ServiceContext, "db">, projectId: string): Promise<PricesNow> {
  const rows = await ctx.db.customPrice.findMany({ where: { projectId }, orderBy: { id: "asc" } });
  const prices = rows.filter(({ deletedAt }) => deletedAt === null).map(toCustomPrice);
  publicBook ??= createPriceBook();
  return {
    book: withCustomPrices(publicBook, prices),
    fingerprint: createHash("sha256").update(JSON.stringify(prices)).digest("hex"),
    changedAtMs: rows.reduce(
      (latest, row) => Math.max(latest, row.createdAt.getTime(), row.deletedAt?.getTime() ?? 0),
      0,
    ),
  };
}
