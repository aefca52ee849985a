import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { type CustomPriceItem, toCustomPriceItem } from "./to-custom-price-item.ts";

/** By model, of each the youngest first: the one that holds now is the first that has begun. */
export async function listCustomPrices(
  ctx: ServiceContext,
  input: { projectId: string },
): Promise<CustomPriceItem[]> {
  const { projectId } = await requireProjectPermission(ctx, input.projectId, "project:read");
  const rows = await ctx.db.customPrice.findMany({
    where: { projectId, deletedAt: null },
    orderBy: [{ modelPattern: "asc" }, { validFrom: "desc" }, { id: "desc" }],
  });
  return rows.map(toCustomPriceItem);
}
