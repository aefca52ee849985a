import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { nameAuthors } from "./name-authors.ts";
import { type CommentItem, toCommentItem } from "./types.ts";

const maxComments = 1_000;

/** Of a trace and its spans, oldest first. */
export async function listCommentsOfTrace(
  ctx: ServiceContext,
  input: { projectId: string; traceId: string },
): Promise<CommentItem[]> {
  const { projectId } = await requireProjectPermission(ctx, input.projectId, "traces:read");
  const rows = await ctx.db.comment.findMany({
    where: { projectId, traceId: input.traceId, deletedAt: null },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    take: maxComments,
  });
  const names = await nameAuthors(
    ctx,
    rows.map(({ authorUserId }) => authorUserId),
  );
  return rows.map((row) => toCommentItem(row, names));
}
