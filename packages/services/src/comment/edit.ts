import { PlumblineError } from "@plumbline/contracts/errors";
import { runTransaction } from "@plumbline/db/transaction";
import { z } from "zod";
import { writeAudit } from "../audit/index.ts";
import { requireProjectPermission, requireUser } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { parseInput } from "../parse-input.ts";
import { type CommentItem, commentBody, toCommentItem } from "./types.ts";

const editCommentInput = z.strictObject({
  projectId: z.string(),
  commentId: z.string().max(200),
  body: commentBody,
});

/** Only by its author: `forbidden` for anybody else who can see it. */
export async function editComment(
  ctx: ServiceContext,
  input: z.input<typeof editCommentInput>,
): Promise<CommentItem> {
  const { commentId: id, body, ...wanted } = parseInput(editCommentInput, input);
  const access = await requireProjectPermission(ctx, wanted.projectId, "comments:write");
  const { userId, name } = await requireUser(ctx);
  const { projectId, organizationId } = access;
  const before = await ctx.db.comment.findFirst({ where: { id, projectId, deletedAt: null } });
  if (before === null) throw new PlumblineError("not_found");
  if (before.authorUserId !== userId) {
    throw new PlumblineError("forbidden", { message: "Only its author may edit a comment." });
  }
  const row = await runTransaction(ctx.db, async (tx) => {
    const edited = await tx.comment.update({
      where: { id },
      data: { body, editedAt: new Date(ctx.clock.nowMs()) },
    });
    await writeAudit(tx, ctx, {
      organizationId,
      projectId,
      action: "comment.edited",
      entityId: id,
      before: { body: before.body },
      after: { body },
    });
    return edited;
  });
  return toCommentItem(row, new Map([[userId, name]]));
}
