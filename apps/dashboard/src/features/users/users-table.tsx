"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { type Sort, SortHeader } from "../../components/sort-header.tsx";
import { useNow } from "../../components/use-now.ts";
import { formatInteger } from "../../format/number.ts";
import { formatExact, formatRelative } from "../../format/time.ts";
import type { EndUser } from "../../trpc/types.ts";
import { useTimeZone } from "../preferences/preferences.tsx";
import { cellStyle, SumsCells } from "../sums/sums-cells.tsx";
import { SumsSkeleton } from "../sums/sums-skeleton.tsx";
import { serializeTimeRange, type TimeRange } from "../traces/time-range.ts";

export const userSortColumns = ["lastSeen", "traces", "sessions", "tokens", "cost", "errors"] as const;
const skeletonColumns = ["", "max-md:hidden", "max-md:hidden", "", "", "max-md:hidden", ""];
type Column = (typeof userSortColumns)[number];

interface UsersTableProps {
  projectId: string;
  range: TimeRange;
  /** null while they load. */
  rows: readonly EndUser[] | null;
  sort: Sort<Column>;
  onSort: (sort: Sort<Column>) => void;
  children?: ReactNode;
}

export function UsersTable({ projectId, range, rows, sort, onSort, children }: UsersTableProps) {
  const zone = useTimeZone();
  const nowMs = useNow(10_000);
  const head = { sort, onSort };
  return (
    <div className="scroll-thin min-h-0 flex-1 overflow-auto">
      <table aria-busy={rows === null} className="w-full table-fixed border-separate border-spacing-0">
        <caption className="sr-only">Users of the application</caption>
        <thead>
          <tr>
            <th
              scope="col"
              className="sticky top-0 z-10 h-8 border-b bg-canvas px-4 text-left text-xs font-medium text-faint"
            >
              User
            </th>
            <SortHeader {...head} column="lastSeen" label="Last seen" className="w-40 max-md:hidden" />
            <SortHeader
              {...head}
              column="sessions"
              label="Sessions"
              align="right"
              className="w-24 max-md:hidden"
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
            <SumsSkeleton columns={skeletonColumns} rows={12} />
          ) : (
            rows.map((row) => (
              <tr key={row.userId} className="relative hover:bg-hover">
                <th scope="row" className={`${cellStyle} pl-4 text-left font-normal`}>
                  <Link
                    href={`/project/${encodeURIComponent(projectId)}/users/${encodeURIComponent(row.userId)}?range=${serializeTimeRange(range)}`}
                    title={row.userId}
                    className="outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
                  >
                    {row.userId}
                  </Link>
                </th>
                <td className={`${cellStyle} text-soft max-md:hidden`}>
                  <time dateTime={row.lastSeenAt} title={formatExact(Date.parse(row.lastSeenAt), zone)}>
                    {formatRelative(Date.parse(row.lastSeenAt), nowMs, zone)}
                  </time>
                </td>
                <td className={`${cellStyle} text-right tabular-nums max-md:hidden`}>
                  {formatInteger(row.sessions)}
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
