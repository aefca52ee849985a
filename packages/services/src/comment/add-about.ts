import { PlumblineError } from "@plumbline/contracts/errors";
import { runTransaction } from "@plumbline/db/transaction";
import { z } from "zod";
import { writeAudit } from "../audit/index.ts";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { parseInput } from "../parse-input.ts";
import { type AnyComment, columnsOf, commentSubjects, toAnyComment } from "./about.ts";
import { commentBody } from "./types.ts";

const addCommentAboutInput = z.strictObject({
  projectId: z.string(),
  subject: z.enum(commentSubjects),
  subjectId: z.string().min(1),
  body: commentBody,
  /** A member of the project's organisation, in whose name the key speaks. */
  authorUserId: z.string().optional(),
});

/** For clients with a key; people use `addComment`. The audit entry names the key, whoever is the author. */
export async function addCommentAbout(
  ctx: ServiceContext,
  input: z.input<typeof addCommentAboutInput>,
): Promise<AnyComment> {
  const { subject, subjectId, body, authorUserId, ...wanted } = parseInput(addCommentAboutInput, input);
  const access = await requireProjectPermission(ctx, wanted.projectId, "comments:write");
  const { projectId, organizationId } = access;
  if (authorUserId !== undefined) {
    const members = await ctx.db.membership.count({ where: { organizationId, userId: authorUserId } });
    if (members === 0) {
      throw new PlumblineError("invalid_request", {
        message: "The author does not belong to the organisation of this project.",
      });
    }
  }
  const columns = await columnsOf(ctx, projectId, { subject, subjectId });
  const row = await runTransaction(ctx.db, async (tx) => {
    const created = await tx.comment.create({
      data: { projectId, ...columns, authorUserId: authorUserId ?? "", body },
    });
    await writeAudit(tx, ctx, {
      organizationId,
      projectId,
      action: "comment.added",
      entityId: created.id,
      after: { subject, subjectId, body, authorUserId: authorUserId ?? null },
    });
    return created;
  });
  return toAnyComment(row);
}
