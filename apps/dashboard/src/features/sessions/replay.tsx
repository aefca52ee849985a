"use client";

import Link from "next/link";
import { LevelIcon } from "../../components/level-icon.tsx";
import { Skeleton } from "../../components/ui/skeleton.tsx";
import { formatDuration } from "../../format/duration.ts";
import { formatMoney } from "../../format/money.ts";
import { formatTokens, unknown } from "../../format/number.ts";
import { formatRowTime } from "../../format/time.ts";
import type { ConversationTurn } from "../../trpc/types.ts";
import { useTimeZone } from "../preferences/preferences.tsx";
import { TurnText } from "./turn-text.tsx";

interface ReplayProps {
  projectId: string;
  /** null while they load. */
  turns: readonly ConversationTurn[] | null;
}

/** What was said, turn by turn; each leads to its trace. */
export function Replay({ projectId, turns }: ReplayProps) {
  const zone = useTimeZone();
  return (
    <section aria-label="Conversation" aria-busy={turns === null} className="mx-auto max-w-4xl px-4 py-4">
      <h2 className="mb-3 font-semibold">Conversation</h2>
      <ol className="space-y-5">
        {turns === null
          ? Array.from({ length: 3 }, (_none, index) => (
              <li key={index} aria-hidden className="space-y-2">
                <Skeleton className="w-2/3" />
                <Skeleton className="ml-auto w-1/2" />
              </li>
            ))
          : turns.map(({ trace, input, output }) => (
              <li key={trace.traceId} className="rounded-lg border bg-surface">
                <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b px-3 py-1.5 text-xs text-soft">
                  <Link
                    href={`/project/${encodeURIComponent(projectId)}/traces/${encodeURIComponent(trace.traceId)}`}
                    className="hit inline-flex items-center gap-1.5 font-medium text-text hover:underline"
                  >
                    <LevelIcon level={trace.level} />
                    {trace.name ?? "Trace"}
                  </Link>
                  <time dateTime={trace.startTime}>{formatRowTime(Date.parse(trace.startTime), zone)}</time>
                  <span className="ml-auto tabular-nums">{formatDuration(trace.durationMs)}</span>
                  <span className="tabular-nums">{`${formatTokens(trace.totalTokens)} tokens`}</span>
                  <span className="tabular-nums">{formatMoney(trace.cost)}</span>
                </div>
                <div className="space-y-3 p-3">
                  <TurnText side="input" text={input} />
                  <TurnText side="output" text={output} />
                  {input === null && output === null && (
                    <p className="text-soft">{`${unknown} This trace carries neither input nor output.`}</p>
                  )}
                </div>
              </li>
            ))}
      </ol>
    </section>
  );
}
