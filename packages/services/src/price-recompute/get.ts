import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { type PriceRecomputeItem, toPriceRecomputeItem } from "./types.ts";

/** The latest one, open or over; null when costs were never recomputed. */
export async function getPriceRecompute(
  ctx: ServiceContext,
  input: { projectId: string },
): Promise<PriceRecomputeItem | null> {
  const { projectId } = await requireProjectPermission(ctx, input.projectId, "project:read");
  const row = await ctx.db.priceRecompute.findFirst({
    where: { projectId },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
  });
  return row === null ? null : toPriceRecomputeItem(row);
}
