import type { Db } from "@plumbline/db/client";
import type { z } from "zod";
import { type ReplayCursor, replayCursor, type replayRefusals, storedReplayFilter } from "./types.ts";

/** A request that the API works on; like everything here without an actor, for the process that owns the journal. */
export interface ReplayJob {
  id: string;
  projectId: string;
  createdAtMs: number;
  filter: z.output<typeof storedReplayFilter>;
  cursor: ReplayCursor | null;
  done: number;
}

/** Nobody has said a word about it for so long: whoever worked on it is gone. */
const silentMs = 60_000;

/** The oldest open request that nobody else works on, claimed; null when there is none. */
export async function claimReplay(db: Db, nowMs: number): Promise<ReplayJob | null> {
  const isFree = { OR: [{ claimedAt: null }, { claimedAt: { lt: new Date(nowMs - silentMs) } }] };
  const open = { finishedAt: null, project: { deletedAt: null }, ...isFree };
  const found = await db.replayRequest.findFirst({ where: open, orderBy: { id: "asc" } });
  if (found === null) return null;
  const { count } = await db.replayRequest.updateMany({
    where: { id: found.id, ...isFree },
    data: { claimedAt: new Date(nowMs) },
  });
  if (count === 0) return null;
  return {
    id: found.id,
    projectId: found.projectId,
    createdAtMs: found.createdAt.getTime(),
    filter: storedReplayFilter.parse(found.filter),
    cursor: found.cursor === null ? null : replayCursor.parse(found.cursor),
    done: found.done,
  };
}

/** Everything up to the cursor is durable elsewhere. */
export async function advanceReplay(
  db: Db,
  id: string,
  progress: { cursor: ReplayCursor | null; done: number; nowMs: number },
): Promise<void> {
  const { cursor, done, nowMs } = progress;
  await db.replayRequest.update({
    where: { id },
    data: { done, claimedAt: new Date(nowMs), ...(cursor === null ? {} : { cursor }) },
  });
}

/** Gives it back, to be taken up again at once. */
export async function unclaimReplay(db: Db, id: string): Promise<void> {
  await db.replayRequest.updateMany({ where: { id, finishedAt: null }, data: { claimedAt: null } });
}

export async function finishReplay(
  db: Db,
  id: string,
  result: { taken: number; refusals: z.input<typeof replayRefusals>; nowMs: number },
): Promise<void> {
  const { taken, refusals, nowMs } = result;
  await db.replayRequest.update({ where: { id }, data: { taken, refusals, finishedAt: new Date(nowMs) } });
}
