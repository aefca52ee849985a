import { getSpan } from "@plumbline/clickhouse/queries/span/get";
import { PlumblineError } from "@plumbline/contracts/errors";
import type { Comment as Row } from "@plumbline/db/client";
import { isStoredText } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { reading } from "../read-rows.ts";
import { lookupWindow } from "../window.ts";

export const commentSubjects = ["trace", "observation", "session", "prompt"] as const;
/** What a comment is about: "prompt" is one version of a prompt, by its id. */
export type CommentSubject = (typeof commentSubjects)[number];

export interface AnyComment {
  id: string;
  projectId: string;
  subject: CommentSubject;
  subjectId: string;
  body: string;
  /** null: sent with an API key that named nobody. */
  authorUserId: string | null;
  createdAt: string;
  updatedAt: string;
}

export function toAnyComment(row: Row): AnyComment {
  return {
    id: row.id,
    projectId: row.projectId,
    ...subjectOf(row),
    body: row.body,
    authorUserId: row.authorUserId === "" ? null : row.authorUserId,
    createdAt: row.createdAt.toISOString(),
    updatedAt: (row.editedAt ?? row.createdAt).toISOString(),
  };
}

function subjectOf(row: Row): Pick<AnyComment, "subject" | "subjectId"> {
  if (row.sessionId !== null) return { subject: "session", subjectId: row.sessionId };
  if (row.promptVersionId !== null) return { subject: "prompt", subjectId: row.promptVersionId };
  if (row.spanId !== null) return { subject: "observation", subjectId: row.spanId };
  return { subject: "trace", subjectId: row.traceId };
}

type Columns = Pick<Row, "traceId"> & Partial<Pick<Row, "spanId" | "sessionId" | "promptVersionId">>;

/**
 * The columns of a new comment. A span has to be stored, for its trace is looked up, and so has a version
 * of a prompt; traces and sessions may arrive later. Throws `not_found`.
 */
export async function columnsOf(
  ctx: ServiceContext,
  projectId: string,
  { subject, subjectId }: Pick<AnyComment, "subject" | "subjectId">,
): Promise<Columns> {
  if (!isStoredText(subjectId)) throw new PlumblineError("not_found");
  if (subject === "trace") return { traceId: subjectId };
  if (subject === "session") return { traceId: "", sessionId: subjectId };
  if (subject === "prompt") {
    const found = await ctx.db.promptVersion.count({ where: { id: subjectId, prompt: { projectId } } });
    if (found === 0) throw new PlumblineError("not_found", { message: "Prompt not found" });
    return { traceId: "", promptVersionId: subjectId };
  }
  const [span] = await reading(
    ctx.clickhouse.query(getSpan, { projectId, spanId: subjectId, ...lookupWindow(ctx.clock) }),
  );
  if (span === undefined) throw new PlumblineError("not_found", { message: "Observation not found" });
  return { traceId: span.traceId, spanId: subjectId };
}
