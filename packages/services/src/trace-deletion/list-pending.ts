import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { type TraceDeletionItem, toTraceDeletionItem } from "./types.ts";

/** Deletions that can still be undone, newest first. */
export async function listPendingTraceDeletions(
  ctx: ServiceContext,
  input: { projectId: string },
): Promise<TraceDeletionItem[]> {
  const { projectId } = await requireProjectPermission(ctx, input.projectId, "traces:delete");
  const rows = await ctx.db.traceDeletion.findMany({
    where: { projectId, cancelledAt: null, completedAt: null, dueAt: { gt: new Date(ctx.clock.nowMs()) } },
    orderBy: { createdAt: "desc" },
    take: 50,
  });
  return rows.map(toTraceDeletionItem);
}
