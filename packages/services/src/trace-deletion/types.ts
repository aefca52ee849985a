import type { TraceDeletion as Row } from "@plumbline/db/client";

/**
 * Deleted traces vanish at once and are erased after an hour, until when it can be undone. The hour is
 * longer than anything that was accepted before can still be written from the journal.
 */
export const undoWindowMs = 60 * 60_000;
export const maxTracesPerDeletion = 1_000;

export interface TraceDeletionItem {
  id: string;
  traceCount: number;
  requestedByUserId: string;
  createdAt: string;
  /** Until then it can be undone. */
  dueAt: string;
}

export function toTraceDeletionItem(row: Row): TraceDeletionItem {
  return {
    id: row.id,
    traceCount: row.traceIds.length,
    requestedByUserId: row.requestedByUserId,
    createdAt: row.createdAt.toISOString(),
    dueAt: row.dueAt.toISOString(),
  };
}
