"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { LevelIcon } from "../../components/level-icon.tsx";
import { useNow } from "../../components/use-now.ts";
import { formatDuration } from "../../format/duration.ts";
import { formatMoney } from "../../format/money.ts";
import { unknown } from "../../format/number.ts";
import { readablePreview } from "../../format/preview.ts";
import { formatExact, formatRelative } from "../../format/time.ts";
import { useTRPC } from "../../trpc/client.ts";
import { useTimeZone } from "../preferences/preferences.tsx";
import { cellStyle } from "../sums/sums-cells.tsx";
import { SumsSkeleton } from "../sums/sums-skeleton.tsx";
import type { TimeRange } from "../traces/time-range.ts";

interface UserTracesProps {
  projectId: string;
  query: string;
  range: TimeRange;
}

const shown = 10;

/** The latest few; the list of traces has them all. */
export function UserTraces({ projectId, query, range }: UserTracesProps) {
  const trpc = useTRPC();
  const zone = useTimeZone();
  const nowMs = useNow(10_000);
  const traces = useQuery(
    trpc.trace.list.queryOptions({ projectId, range, query }, { placeholderData: keepPreviousData }),
  );
  const rows = traces.data?.rows.slice(0, shown);
  return (
    <section aria-label="Latest traces">
      <h2 className="px-4 pt-4 pb-1 font-semibold">Latest traces</h2>
      <table aria-busy={!rows} className="w-full table-fixed border-separate border-spacing-0">
        <caption className="sr-only">The latest traces of this user</caption>
        <thead>
          <tr className="text-left text-xs text-faint [&_th]:h-8 [&_th]:border-b [&_th]:px-2.5 [&_th]:font-medium">
            <th scope="col" className="w-40 pl-4! max-md:w-30">
              Start
            </th>
            <th scope="col" className="w-56 max-md:w-auto">
              Name
            </th>
            <th scope="col" className="max-md:hidden">
              Input
            </th>
            <th scope="col" className="w-24 text-right max-md:hidden">
              Latency
            </th>
            <th scope="col" className="w-28 pr-4! text-right">
              Cost
            </th>
          </tr>
        </thead>
        <tbody>
          {rows ? (
            rows.map((row) => (
              <tr key={row.traceId} className="relative hover:bg-hover">
                <td className={`${cellStyle} pl-4 text-soft`}>
                  <time dateTime={row.startTime} title={formatExact(Date.parse(row.startTime), zone)}>
                    {formatRelative(Date.parse(row.startTime), nowMs, zone)}
                  </time>
                </td>
                <th scope="row" className={`${cellStyle} text-left font-normal`}>
                  <Link
                    href={`/project/${encodeURIComponent(projectId)}/traces/${encodeURIComponent(row.traceId)}`}
                    className="inline-flex items-center gap-1.5 outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
                  >
                    <LevelIcon level={row.level} />
                    {row.name ?? unknown}
                  </Link>
                </th>
                <td className={`${cellStyle} text-soft max-md:hidden`}>
                  {readablePreview(row.inputPreview) ?? unknown}
                </td>
                <td className={`${cellStyle} text-right tabular-nums max-md:hidden`}>
                  {formatDuration(row.durationMs)}
                </td>
                <td className={`${cellStyle} pr-4 text-right tabular-nums`}>{formatMoney(row.cost)}</td>
              </tr>
            ))
          ) : (
            <SumsSkeleton columns={["", "", "max-md:hidden", "max-md:hidden", ""]} rows={shown} />
          )}
        </tbody>
      </table>
    </section>
  );
}
