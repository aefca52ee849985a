import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";

/** More bookmarks than this are not looked up by a filter; the latest count. */
const maxBookmarks = 10_000;

export async function listBookmarkedTraceIds(
  ctx: ServiceContext,
  input: { projectId: string },
): Promise<string[]> {
  const { projectId } = await requireProjectPermission(ctx, input.projectId, "traces:read");
  const bookmarks = await ctx.db.bookmark.findMany({
    where: { projectId },
    select: { traceId: true },
    orderBy: { createdAt: "desc" },
    take: maxBookmarks,
  });
  return bookmarks.map(({ traceId }) => traceId);
}
