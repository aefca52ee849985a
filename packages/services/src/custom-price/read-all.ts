import type { Db } from "@plumbline/db/client";
import type { CustomPrice } from "@plumbline/pricing/custom-price";
import { toCustomPrice } from "./to-custom-price.ts";

/** Of all projects, for the process that prices what arrives; it has no actor. */
export async function readAllCustomPrices(db: Db): Promise<CustomPrice[]> {
  const rows = await db.customPrice.findMany({
    where: { deletedAt: null, project: { deletedAt: null } },
    orderBy: { id: "asc" },
  });
  return rows.map(toCustomPrice);
}
