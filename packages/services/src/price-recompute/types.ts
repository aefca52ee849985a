import type { PriceRecompute as Row } from "@plumbline/db/client";

const recomputeStatuses = ["queued", "running", "completed", "cancelled", "failed"] as const;
export type RecomputeStatus = (typeof recomputeStatuses)[number];

export const openStatuses: RecomputeStatus[] = ["queued", "running"];

/** A recomputation of stored costs and how far it is. */
export interface PriceRecomputeItem {
  id: string;
  status: RecomputeStatus;
  /** Calls that started in [from, to). */
  from: string;
  to: string;
  /** null until they were counted. */
  spansTotal: number | null;
  spansDone: number;
  /** Of those, how many cost something else now. */
  spansChanged: number;
  createdAt: string;
  finishedAt: string | null;
}

export function toPriceRecomputeItem(row: Row): PriceRecomputeItem {
  return {
    id: row.id,
    status: recomputeStatuses.find((status) => status === row.status) ?? "failed",
    from: row.fromTime.toISOString(),
    to: row.toTime.toISOString(),
    spansTotal: row.spansTotal,
    spansDone: row.spansDone,
    spansChanged: row.spansChanged,
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}
