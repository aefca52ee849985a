"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { LevelIcon } from "../../components/level-icon.tsx";
import { Skeleton } from "../../components/ui/skeleton.tsx";
import { formatDuration } from "../../format/duration.ts";
import { formatMoney } from "../../format/money.ts";
import { unknown } from "../../format/number.ts";
import { formatRowTime } from "../../format/time.ts";
import { useTRPC } from "../../trpc/client.ts";
import { useTimeZone } from "../preferences/preferences.tsx";
import { cellStyle } from "../sums/sums-cells.tsx";
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
  const traces = useQuery(
    trpc.trace.list.queryOptions({ projectId, range, query }, { placeholderData: keepPreviousData }),
  );
  const rows = traces.data?.rows.slice(0, shown);
  return (
    <section aria-label="Latest traces">
      <h2 className="px-4 pt-4 pb-1 font-semibold">Latest traces</h2>
      <table aria-busy={!rows} className="w-full table-fixed border-separate border-spacing-0">
        <caption className="sr-only">The latest traces of this user</caption>
        <tbody>
          {rows
            ? rows.map((row) => (
                <tr key={row.traceId} className="relative hover:bg-hover">
                  <td className={`${cellStyle} w-44 pl-4 text-soft tabular-nums max-md:w-36`}>
                    {formatRowTime(Date.parse(row.startTime), zone)}
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
                  <td className={`${cellStyle} text-soft max-md:hidden`}>{row.inputPreview ?? unknown}</td>
                  <td className={`${cellStyle} w-24 text-right tabular-nums max-md:hidden`}>
                    {formatDuration(row.durationMs)}
                  </td>
                  <td className={`${cellStyle} w-24 pr-4 text-right tabular-nums`}>
                    {formatMoney(row.cost)}
                  </td>
                </tr>
              ))
            : Array.from({ length: shown }, (_none, index) => (
                <tr key={index} aria-hidden>
                  <td colSpan={5} className={`${cellStyle} pl-4`}>
                    <Skeleton className="w-1/2" />
                  </td>
                </tr>
              ))}
        </tbody>
      </table>
    </section>
  );
}
