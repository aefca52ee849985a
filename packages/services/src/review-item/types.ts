import type { ReviewItem as Row } from "@plumbline/db/client";

export const reviewShows = ["open", "mine", "taken", "done"] as const;
/** Which items of a list: nobody's, the reader's own, anybody's, those that are done. */
export type ReviewShow = (typeof reviewShows)[number];

interface Person {
  userId: string;
  /** null: the account is gone. */
  name: string | null;
}

export interface ReviewItem {
  id: string;
  /** What asked for it. */
  source: string;
  traceId: string;
  spanId: string;
  /** A sentence. */
  reason: string;
  model: string | null;
  pool: string | null;
  /** Of the traced application. */
  userId: string | null;
  sessionId: string | null;
  spanStartedAt: string;
  state: "open" | "taken" | "done";
  assignee: Person | null;
  openedAt: string;
  resolvedAt: string | null;
  resolvedBy: Person | null;
  note: string;
}

const orNull = (text: string): string | null => (text === "" ? null : text);

export function toReviewItem(row: Row, names: ReadonlyMap<string, string>): ReviewItem {
  const person = (userId: string | null): Person | null =>
    userId === null ? null : { userId, name: names.get(userId) ?? null };
  return {
    id: row.id,
    source: row.source,
    traceId: row.traceId,
    spanId: row.spanId,
    reason: row.reason,
    model: orNull(row.model),
    pool: orNull(row.pool),
    userId: orNull(row.userId),
    sessionId: orNull(row.sessionId),
    spanStartedAt: row.spanStartedAt.toISOString(),
    state: row.state,
    assignee: person(row.assigneeUserId),
    openedAt: row.openedAt.toISOString(),
    resolvedAt: row.resolvedAt?.toISOString() ?? null,
    resolvedBy: person(row.resolvedByUserId),
    note: row.note,
  };
}

/** Ids of everybody whom the rows name. */
export const peopleOf = (rows: readonly Row[]): string[] =>
  rows.flatMap(({ assigneeUserId, resolvedByUserId }) =>
    [assigneeUserId, resolvedByUserId].filter((id) => id !== null),
  );
