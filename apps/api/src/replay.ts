import { setTimeout as sleep } from "node:timers/promises";
import type { ClickHouse } from "@plumbline/clickhouse/client";
import { groupRefusedAgain } from "@plumbline/clickhouse/queries/rejected-event/group";
import { listRejectedEventsAfter } from "@plumbline/clickhouse/queries/rejected-event/list";
import { markReplayed } from "@plumbline/clickhouse/queries/rejected-event/mark-replayed";
import { requestDoors } from "@plumbline/contracts/events";
import type { Db } from "@plumbline/db/client";
import { acceptEvents, type ScoreConfigSource } from "@plumbline/ingestion/accept-events";
import type { Drainer } from "@plumbline/ingestion/drainer";
import { type DeadLetter, eventOfDeadLetter, sourceOf } from "@plumbline/ingestion/replay-event";
import type { Journal } from "@plumbline/journal/journal";
import type { Clock } from "@plumbline/runtime/clock";
import type { Logger } from "@plumbline/runtime/logger";
import {
  advanceReplay,
  claimReplay,
  finishReplay,
  type ReplayJob,
  unclaimReplay,
} from "@plumbline/services/replay";
import type { z } from "zod";
import { eventsOfRequest } from "./decode-request.ts";
import type { DecodeDeps } from "./deps.ts";

interface ReplayDeps extends DecodeDeps {
  db: Db;
  clickhouse: ClickHouse;
  journal: Pick<Journal, "append">;
  drainer: Pick<Drainer, "status">;
  clock: Clock;
  logger: Logger;
  scoreConfigs?: ScoreConfigSource;
  intervalMs?: number;
}

const pageRows = 200;

/**
 * Takes up replays that somebody asked for: reads the refused events, hands them to the journal under
 * their own ids, and says in the end what became of them. Killed anywhere, it goes on from its cursor;
 * what was handed over twice counts once, like everything in the journal.
 */
export function startReplays(deps: ReplayDeps): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const loop = run(deps, stopping.signal);
  return {
    async stop() {
      stopping.abort();
      await loop;
    },
  };
}

async function run(deps: ReplayDeps, signal: AbortSignal): Promise<void> {
  const { db, clock, logger, intervalMs = 2_000 } = deps;
  while (!signal.aborted) {
    try {
      const job = await claimReplay(db, clock.nowMs());
      if (job !== null) {
        try {
          await work(deps, job, signal);
        } finally {
          await unclaimReplay(db, job.id);
        }
        continue;
      }
    } catch (error) {
      // A store is away: the request waits as long as it takes.
      if (!signal.aborted) logger.warn({ err: error }, "a replay waits");
    }
    await sleep(intervalMs, undefined, { signal }).catch(() => undefined);
  }
}

async function work(deps: ReplayDeps, job: ReplayJob, signal: AbortSignal): Promise<void> {
  const { db, clickhouse, clock } = deps;
  const { id, projectId, filter } = job;
  let cursor = job.cursor ?? { afterUs: filter.fromUs - 1, afterId: "" };
  let { done } = job;
  for (;;) {
    if (signal.aborted) return;
    const page = { projectId, ...filter, replayed: false, ...cursor, newestFirst: false, limit: pageRows };
    const letters = await clickhouse.query(listRejectedEventsAfter, page);
    const last = letters.at(-1);
    if (last === undefined) break;
    await handOver(deps, job, letters.map(toDeadLetter));
    cursor = { afterUs: last.receivedUs, afterId: last.eventId };
    done += letters.length;
    await advanceReplay(db, id, { cursor, done, nowMs: clock.nowMs() });
  }
  if (!(await drainedSince(deps, job, done, signal))) return;
  const window = { projectId, fromUs: filter.fromUs, toUs: filter.toUs };
  const refused = await clickhouse.query(groupRefusedAgain, { ...window, replayId: id });
  const refusals = refused.map(({ code, reason, total }) => ({ code, reason, count: total }));
  const refusedTotal = refusals.reduce((sum, { count }) => sum + count, 0);
  await finishReplay(db, id, { taken: Math.max(0, done - refusedTotal), refusals, nowMs: clock.nowMs() });
}

function toDeadLetter(row: z.output<typeof listRejectedEventsAfter.row>): DeadLetter {
  const { receivedUs, door, body, bodySize, replayed: _replayed, ...rest } = row;
  const known = requestDoors.find((one) => one === door);
  const letter = { ...rest, receivedAtUs: receivedUs };
  return known === undefined ? letter : { ...letter, request: { door: known, body, bodySize } };
}

/** Durable in the journal first, marked afterwards: a mark without its event would lose it. */
async function handOver(deps: ReplayDeps, job: ReplayJob, letters: readonly DeadLetter[]): Promise<void> {
  const { projectId } = job;
  const replay = { id: job.id, atMs: job.createdAtMs };
  await Promise.all(
    letters.map(async (letter) => {
      const { request, receivedAtUs } = letter;
      const events =
        request === undefined
          ? [eventOfDeadLetter(letter)]
          : await eventsOfRequest(deps, { ...letter, request });
      return acceptEvents(deps, { projectId, source: sourceOf(letter), events, receivedAtUs, replay });
    }),
  );
  const marks = letters.map(({ stage, request, ...letter }) => ({
    ...letter,
    projectId,
    stage: stage === "drain" ? ("drain" as const) : ("accept" as const),
    request: request === undefined ? undefined : { ...request, body: Buffer.from(request.body, "base64") },
    replay: { ...replay, taken: true },
  }));
  await markReplayed(deps.clickhouse, marks);
}

/** Until everything that was handed over is stored or refused again; false when we stop before. */
async function drainedSince(
  { db, drainer, clock }: ReplayDeps,
  job: ReplayJob,
  done: number,
  signal: AbortSignal,
): Promise<boolean> {
  const handedOverMs = clock.nowMs();
  while (drainer.status().dataAsOfMs < handedOverMs) {
    if (signal.aborted) return false;
    await advanceReplay(db, job.id, { cursor: null, done, nowMs: clock.nowMs() });
    await sleep(500, undefined, { signal }).catch(() => undefined);
  }
  return true;
}
