"use client";

import { useQuery } from "@tanstack/react-query";
import { Hourglass } from "lucide-react";
import { useNow } from "../../components/use-now.ts";
import { formatCount } from "../../format/number.ts";
import { formatExact, formatMinute, formatRelative } from "../../format/time.ts";
import { useTRPC } from "../../trpc/client.ts";
import type { IngestStatus } from "../../trpc/types.ts";
import { useTimeZone } from "../preferences/preferences.tsx";

/** Less is what a page that is looked at does not show anyway. */
const worthTellingMs = 10_000;
const calmMs = 20_000;
const laggingMs = 5_000;

/** Over every page of a project while what it shows is not all that was sent, and why. */
export function IngestBanner({ projectId }: { projectId: string }) {
  const trpc = useTRPC();
  const zone = useTimeZone();
  const nowMs = useNow(5_000);
  const { data } = useQuery(
    trpc.ingestStatus.get.queryOptions(
      { projectId },
      {
        // Pauses while nobody looks at the tab.
        refetchInterval: ({ state }) => (isWorthTelling(state.data ?? null) ? laggingMs : calmMs),
        retry: false,
      },
    ),
  );
  if (data === undefined || !isWorthTelling(data)) return null;
  const asOfMs = Date.parse(data.dataAsOf);
  return (
    <output className="flex shrink-0 flex-wrap items-center gap-x-2 gap-y-0.5 border-b bg-warning-soft px-4 py-1.5 text-sm">
      <Hourglass aria-hidden className="size-3.5 text-warning" />
      <span className="font-medium">
        {"Data as of "}
        <time dateTime={data.dataAsOf} title={formatExact(asOfMs, zone)}>
          {`${formatMinute(asOfMs, zone)} (${formatRelative(asOfMs, nowMs, zone)})`}
        </time>
      </span>
      <span className="text-soft">{reasonOf(data)}</span>
    </output>
  );
}

function isWorthTelling(status: IngestStatus | null): status is IngestStatus {
  return status !== null && (status.full || status.silent || status.lagMs > worthTellingMs);
}

function reasonOf({ full, silent, trouble, backlogRows }: IngestStatus): string {
  if (silent) return "The API has not reported for a minute. What was acknowledged is safe in its journal.";
  const waiting = `${formatCount(backlogRows, "event")} in the journal`;
  if (full) return "The journal's disk is full: new events are refused with 503 until there is room.";
  if (trouble === "store") return `ClickHouse is away. ${waiting} will appear when it is back.`;
  if (trouble === "refused") return `ClickHouse refuses too many rows. ${waiting}; the API's log says why.`;
  if (trouble === "journal") return `The API cannot read its journal. ${waiting}; its log says why.`;
  return `Still being stored: ${waiting}.`;
}
