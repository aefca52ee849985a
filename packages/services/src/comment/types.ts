import type { Comment as Row } from "@plumbline/db/client";
import { z } from "zod";

/** Plain text. */
export const commentBody = z.string().trim().min(1).max(10_000);

export interface CommentItem {
  id: string;
  traceId: string;
  /** null: about the trace as a whole. */
  spanId: string | null;
  body: string;
  author: { userId: string; name: string | null };
  createdAt: string;
  editedAt: string | null;
}

export function toCommentItem(row: Row, names: ReadonlyMap<string, string>): CommentItem {
  return {
    id: row.id,
    traceId: row.traceId,
    spanId: row.spanId,
    body: row.body,
    author: { userId: row.authorUserId, name: names.get(row.authorUserId) ?? null },
    createdAt: row.createdAt.toISOString(),
    editedAt: row.editedAt?.toISOString() ?? null,
  };
}
