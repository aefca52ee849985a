"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useNow } from "../../components/use-now.ts";
import { formatCount, formatInteger } from "../../format/number.ts";
import { formatRelative } from "../../format/time.ts";
import { useTRPC } from "../../trpc/client.ts";
import type { Replay } from "../../trpc/types.ts";
import { useTimeZone } from "../preferences/preferences.tsx";

const runningMs = 1_000;
const shownAtOnce = 3;

/** The last replays: how far they are, and what became of their events. */
export function RejectedReplays({ projectId }: { projectId: string }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const { data } = useQuery(
    trpc.rejectedEvent.replays.queryOptions(
      { projectId },
      { refetchInterval: ({ state }) => (state.data?.some(isRunning) ? runningMs : false) },
    ),
  );
  const replays = data ?? [];
  const running = replays.filter(isRunning).length;
  const lastFinishedAt = replays.map(({ finishedAt }) => finishedAt ?? "").reduce(latest, "");
  const seenFinishedAt = useRef<string | null>(null);
  useEffect(() => {
    if (data === undefined) return;
    // What one has stored or refused again changes the lists below, also if it was never seen running.
    const isNews = seenFinishedAt.current !== null && lastFinishedAt > seenFinishedAt.current;
    if (isNews) void client.invalidateQueries(trpc.rejectedEvent.pathFilter());
    seenFinishedAt.current = lastFinishedAt;
  }, [data, lastFinishedAt, client, trpc]);
  if (replays.length === 0) return null;
  return (
    <section aria-label="Replays" className="shrink-0 border-b bg-surface px-4 py-2 text-sm">
      <ul className="space-y-1">
        {replays.slice(0, Math.max(shownAtOnce, running)).map((replay) => (
          <ReplayLine key={replay.id} replay={replay} />
        ))}
      </ul>
    </section>
  );
}

/** Times of the API are ISO 8601 in UTC, so that their order is that of their text. */
function latest(one: string, other: string): string {
  return one > other ? one : other;
}

function isRunning(replay: Replay): boolean {
  return replay.finishedAt === null;
}

function ReplayLine({ replay }: { replay: Replay }) {
  const zone = useTimeZone();
  const nowMs = useNow(10_000);
  const { done, total, taken, refusals } = replay;
  const refused = refusals.reduce((sum, { count }) => sum + count, 0);
  return (
    <li className="flex flex-wrap items-baseline gap-x-3">
      <span className="text-soft">{`Replay ${formatRelative(Date.parse(replay.createdAt), nowMs, zone)}`}</span>
      {isRunning(replay) ? (
        <>
          <progress
            aria-label="Progress of the replay"
            max={Math.max(1, total)}
            value={done}
            className="h-1.5 w-32 self-center accent-accent"
          />
          <span>{`${formatInteger(done)} of ${formatCount(total, "event")} tried`}</span>
        </>
      ) : (
        <span>{`${formatInteger(taken)} stored, ${formatInteger(refused)} refused again`}</span>
      )}
      {refusals.map(({ code, count, reason }) => (
        <span key={code} title={reason} className="min-w-0 truncate font-mono text-xs text-soft">
          {`${code} × ${formatInteger(count)}`}
        </span>
      ))}
    </li>
  );
}
