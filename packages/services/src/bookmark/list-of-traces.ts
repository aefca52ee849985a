import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";

/** Which of these traces are bookmarked. */
export async function listBookmarksOfTraces(
  ctx: ServiceContext,
  input: { projectId: string; traceIds: readonly string[] },
): Promise<string[]> {
  const { projectId } = await requireProjectPermission(ctx, input.projectId, "traces:read");
  // PostgreSQL knows no NUL, so nothing under such an id is there.
  const traceIds = input.traceIds.filter((id) => !id.includes("\0"));
  const rows = await ctx.db.bookmark.findMany({
    where: { projectId, traceId: { in: traceIds } },
    select: { traceId: true },
  });
  return rows.map(({ traceId }) => traceId);
}
