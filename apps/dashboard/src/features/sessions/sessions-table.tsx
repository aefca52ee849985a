"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { type Sort, SortHeader } from "../../components/sort-header.tsx";
import { useNow } from "../../components/use-now.ts";
import { formatDuration } from "../../format/duration.ts";
import { unknown } from "../../format/number.ts";
import { formatExact, formatRelative } from "../../format/time.ts";
import type { Session } from "../../trpc/types.ts";
import { useTimeZone } from "../preferences/preferences.tsx";
import { cellStyle, SumsCells } from "../sums/sums-cells.tsx";
import { SumsSkeleton } from "../sums/sums-skeleton.tsx";
import { serializeTimeRange, type TimeRange } from "../traces/time-range.ts";

export const sessionSortColumns = [
  "lastSeen",
  "started",
  "duration",
  "traces",
  "tokens",
  "cost",
  "errors",
] as const;
const skeletonColumns = ["", "max-lg:hidden", "max-md:hidden", "max-md:hidden", "", "", "max-md:hidden", ""];
type Column = (typeof sessionSortColumns)[number];

interface SessionsTableProps {
  projectId: string;
  range: TimeRange;
  /** null while they load. */
  rows: readonly Session[] | null;
  sort: Sort<Column>;
  /** null: a list that cannot be sorted here. */
  onSort: ((sort: Sort<Column>) => void) | null;
  /** False where all are of one user. */
  withUser?: boolean;
  children?: ReactNode;
}

export function SessionsTable(props: SessionsTableProps) {
  const { projectId, range, rows, sort, onSort, withUser = true, children } = props;
  const zone = useTimeZone();
  const nowMs = useNow(10_000);
  const head = { sort, onSort };
  return (
    <div className="scroll-thin min-h-0 flex-1 overflow-auto">
      <table aria-busy={rows === null} className="w-full table-fixed border-separate border-spacing-0">
        <caption className="sr-only">Conversations</caption>
        <thead>
          <tr>
            <th
              scope="col"
              className="sticky top-0 z-10 h-8 border-b bg-canvas px-4 text-left text-xs font-medium text-faint"
            >
              Session
            </th>
            {withUser && (
              <th
                scope="col"
                className="sticky top-0 z-10 h-8 w-48 border-b bg-canvas px-2.5 text-left text-xs font-medium text-faint max-lg:hidden"
              >
                User
              </th>
            )}
            <SortHeader {...head} column="lastSeen" label="Last seen" className="w-40 max-md:hidden" />
            <SortHeader
              {...head}
              column="duration"
              label="Lasted"
              align="right"
              className="w-26 max-md:hidden"
            />
            <SortHeader {...head} column="traces" label="Traces" align="right" className="w-22 max-md:w-16" />
            <SortHeader {...head} column="errors" label="Errors" align="right" className="w-22 max-md:w-16" />
            <SortHeader
              {...head}
              column="tokens"
              label="Tokens"
              align="right"
              className="w-24 max-md:hidden"
            />
            <SortHeader {...head} column="cost" label="Cost" align="right" className="w-28" />
          </tr>
        </thead>
        <tbody className="[&_td:last-child]:pr-4">
          {rows === null ? (
            <SumsSkeleton columns={withUser ? skeletonColumns : skeletonColumns.toSpliced(1, 1)} rows={12} />
          ) : (
            rows.map((row) => (
              <tr key={row.sessionId} className="relative hover:bg-hover">
                <th scope="row" className={`${cellStyle} pl-4 text-left font-normal`}>
                  <Link
                    href={`/project/${encodeURIComponent(projectId)}/sessions/${encodeURIComponent(row.sessionId)}?range=${serializeTimeRange(range)}`}
                    title={row.sessionId}
                    className="outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
                  >
                    {row.sessionId}
                  </Link>
                </th>
                {withUser && (
                  <td className={`${cellStyle} text-soft max-lg:hidden`} title={row.userIds.join(", ")}>
                    {row.userIds.length === 0 ? unknown : row.userIds.join(", ")}
                  </td>
                )}
                <td className={`${cellStyle} text-soft max-md:hidden`}>
                  <time dateTime={row.lastSeenAt} title={formatExact(Date.parse(row.lastSeenAt), zone)}>
                    {formatRelative(Date.parse(row.lastSeenAt), nowMs, zone)}
                  </time>
                </td>
                <td className={`${cellStyle} text-right tabular-nums max-md:hidden`}>
                  {formatDuration(row.durationMs)}
                </td>
                <SumsCells sums={row} />
              </tr>
            ))
          )}
        </tbody>
      </table>
      {children}
    </div>
  );
}
