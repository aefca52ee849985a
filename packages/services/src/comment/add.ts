import { runTransaction } from "@plumbline/db/transaction";
import { z } from "zod";
import { writeAudit } from "../audit/index.ts";
import { requireProjectPermission, requireUser } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { parseInput } from "../parse-input.ts";
import { getTraceHeader } from "../trace/index.ts";
import { type CommentItem, commentBody, toCommentItem } from "./types.ts";

const addCommentInput = z.strictObject({
  projectId: z.string(),
  traceId: z.string().min(1).max(512),
  spanId: z.string().min(1).max(512).nullable(),
  body: commentBody,
});

/** People comment, keys do not. `not_found` when the project has no such trace. */
export async function addComment(
  ctx: ServiceContext,
  input: z.input<typeof addCommentInput>,
): Promise<CommentItem> {
  const { traceId, spanId, body, ...wanted } = parseInput(addCommentInput, input);
  const access = await requireProjectPermission(ctx, wanted.projectId, "comments:write");
  const { userId, name } = await requireUser(ctx);
  const { projectId, organizationId } = access;
  await getTraceHeader(ctx, { projectId, traceId });
  const row = await runTransaction(ctx.db, async (tx) => {
    const created = await tx.comment.create({
      data: { projectId, traceId, spanId, authorUserId: userId, body },
    });
    await writeAudit(tx, ctx, {
      organizationId,
      projectId,
      action: "comment.added",
      entityId: created.id,
      after: { traceId, spanId, body },
    });
    return created;
  });
  return toCommentItem(row, new Map([[userId, name]]));
}
