import { requireProjectPermission } from "../authorise/index.ts";
import { nameAuthors } from "../comment/index.ts";
import type { ServiceContext } from "../context.ts";
import { hiddenTraceIds } from "./hidden-traces.ts";
import { peopleOf, type ReviewItem, toReviewItem } from "./types.ts";

/** A trace with more is a fault of its sender. */
const maxItems = 100;

/** In the order of their spans. */
export async function listReviewItemsOfTrace(
  ctx: ServiceContext,
  input: { projectId: string; traceId: string },
): Promise<ReviewItem[]> {
  const { projectId } = await requireProjectPermission(ctx, input.projectId, "traces:read");
  if ((await hiddenTraceIds(ctx, projectId)).includes(input.traceId)) return [];
  const rows = await ctx.db.reviewItem.findMany({
    where: { projectId, traceId: input.traceId },
    orderBy: [{ spanStartedAt: "asc" }, { id: "asc" }],
    take: maxItems,
  });
  const names = await nameAuthors(ctx, peopleOf(rows));
  return rows.map((row) => toReviewItem(row, names));
}
