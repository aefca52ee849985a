import type { ReplayRequest as Row } from "@plumbline/db/client";
import { z } from "zod";

export const replayRefusals = z.array(z.object({ code: z.string(), reason: z.string(), count: z.number() }));

export interface ReplayItem {
  id: string;
  requestedByUserId: string;
  createdAt: string;
  finishedAt: string | null;
  /** How many matched when it was asked for. */
  total: number;
  /** How many were tried so far. */
  done: number;
  /** Known once it is finished. */
  taken: number;
  refusals: z.output<typeof replayRefusals>;
}

export function toReplayItem(row: Row): ReplayItem {
  return {
    id: row.id,
    requestedByUserId: row.requestedByUserId,
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
    total: row.total,
    done: row.done,
    taken: row.taken,
    refusals: replayRefusals.catch([]).parse(row.refusals ?? []),
  };
}

/** What of a request lies in PostgreSQL as JSON. */
export const storedReplayFilter = z.object({
  code: z.string().optional(),
  source: z.string().optional(),
  text: z.string().optional(),
  eventId: z.string().optional(),
  fromUs: z.number(),
  toUs: z.number(),
});

export const replayCursor = z.object({ afterUs: z.number(), afterId: z.string() });
export type ReplayCursor = z.output<typeof replayCursor>;
