import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";

/** Which of these traces are bookmarked. */
export async function listBookmarksOfTraces(
  ctx: ServiceContext,
  input: { projectId: string; traceIds: readonly string[] },
): Promise<string[]> {
  const { projectId } = await requireProjectPermission(ctx, input.projectId, "traces:read");
  const rows = await ctx.db.bookmark.findMany({
    where: { projectId, traceId: { in: [...input.traceIds] } },
    select: { traceId: true },
  });
  return rows.map(({ traceId }) => traceId);
}
