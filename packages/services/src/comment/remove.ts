import { PlumblineError } from "@plumbline/contracts/errors";
import { runTransaction } from "@plumbline/db/transaction";
import { writeAudit } from "../audit/index.ts";
import { isStoredId, requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";

/** By its author, or by somebody who manages the project's members. */
export async function removeComment(
  ctx: ServiceContext,
  input: { projectId: string; commentId: string },
): Promise<void> {
  const access = await requireProjectPermission(ctx, input.projectId, "comments:write");
  const { projectId, organizationId } = access;
  const id = input.commentId;
  if (!isStoredId(id)) throw new PlumblineError("not_found");
  const comment = await ctx.db.comment.findFirst({ where: { id, projectId, deletedAt: null } });
  if (comment === null) throw new PlumblineError("not_found");
  const isAuthor = ctx.actor.type === "user" && ctx.actor.userId === comment.authorUserId;
  if (!isAuthor && !access.permissions.includes("members:manage")) {
    throw new PlumblineError("forbidden", { message: "Only its author or an admin may remove a comment." });
  }
  await runTransaction(ctx.db, async (tx) => {
    const { count } = await tx.comment.updateMany({
      where: { id, deletedAt: null },
      data: { deletedAt: new Date(ctx.clock.nowMs()) },
    });
    if (count === 0) return;
    await writeAudit(tx, ctx, {
      organizationId,
      projectId,
      action: "comment.removed",
      entityId: id,
      before: { traceId: comment.traceId, spanId: comment.spanId, body: comment.body },
    });
  });
}
