import { PlumblineError } from "@plumbline/contracts/errors";
import type { Prisma } from "@plumbline/db/client";
import { isStoredId, isStoredText, requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { type NumberedPage, numberedPage, type PageInput, skipTo } from "../numbered-page.ts";
import { type AnyComment, type CommentSubject, toAnyComment } from "./about.ts";

export interface ListCommentsInput extends PageInput {
  projectId: string;
  subject?: CommentSubject | undefined;
  /** Needs a subject. */
  subjectId?: string | undefined;
  authorUserId?: string | undefined;
}

/** Of everything in the project, the youngest first. */
export async function listComments(
  ctx: ServiceContext,
  input: ListCommentsInput,
): Promise<NumberedPage<AnyComment>> {
  const { projectId } = await requireProjectPermission(ctx, input.projectId, "traces:read");
  const { subject, subjectId, authorUserId } = input;
  if (subjectId !== undefined && subject === undefined) {
    throw new PlumblineError("invalid_request", { message: "An object id needs the type of the object." });
  }
  if (!isStoredText(subjectId, authorUserId)) return numberedPage(input, [], 0);
  const where: Prisma.CommentWhereInput = {
    projectId,
    deletedAt: null,
    ...(subject === undefined ? {} : aboutSubject(subject, subjectId)),
    ...(authorUserId === undefined ? {} : { authorUserId }),
  };
  const [rows, total] = await Promise.all([
    ctx.db.comment.findMany({ where, orderBy: [{ createdAt: "desc" }, { id: "desc" }], ...skipTo(input) }),
    ctx.db.comment.count({ where }),
  ]);
  return numberedPage(input, rows.map(toAnyComment), total);
}

export async function getComment(
  ctx: ServiceContext,
  input: { projectId: string; commentId: string },
): Promise<AnyComment> {
  const { projectId } = await requireProjectPermission(ctx, input.projectId, "traces:read");
  const id = input.commentId;
  const row = isStoredId(id)
    ? await ctx.db.comment.findFirst({ where: { id, projectId, deletedAt: null } })
    : null;
  if (row === null) throw new PlumblineError("not_found", { message: "Comment not found" });
  return toAnyComment(row);
}

function aboutSubject(subject: CommentSubject, id: string | undefined): Prisma.CommentWhereInput {
  if (subject === "session") return { sessionId: id ?? { not: null } };
  if (subject === "prompt") return { promptVersionId: id ?? { not: null } };
  if (subject === "observation") return { spanId: id ?? { not: null } };
  return { traceId: id ?? { not: "" }, spanId: null, sessionId: null, promptVersionId: null };
}
