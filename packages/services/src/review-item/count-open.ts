import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { reviewItemsWhere } from "./where.ts";

/** Nobody reads a larger number off a badge. */
const mostCounted = 100;

/** How many items nobody has taken; at most 100. */
export async function countOpenReviewItems(
  ctx: ServiceContext,
  input: { projectId: string },
): Promise<number> {
  const { projectId } = await requireProjectPermission(ctx, input.projectId, "traces:read");
  const where = await reviewItemsWhere(ctx, projectId, "open");
  return ctx.db.reviewItem.count({ where, take: mostCounted });
}
