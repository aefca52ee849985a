"use client";

import { ChevronRight } from "lucide-react";
import { Fragment, type ReactNode, useState } from "react";
import { classNames } from "../../components/class-names.ts";
import { Skeleton } from "../../components/ui/skeleton.tsx";
import { useMedia } from "../../components/use-media.ts";
import { useNow } from "../../components/use-now.ts";
import { formatInteger } from "../../format/number.ts";
import { formatExact, formatRelative } from "../../format/time.ts";
import type { RejectedEvent } from "../../trpc/types.ts";
import { useTimeZone } from "../preferences/preferences.tsx";
import { RejectedRaw } from "./rejected-raw.tsx";
import { ReplayButton } from "./replay-button.tsx";

interface RejectedTableProps {
  /** Absent while the page itself loads. */
  projectId?: string;
  rows: readonly RejectedEvent[] | null;
  children?: ReactNode;
}

const columns = [
  { label: "Received", style: "w-44 max-md:w-32" },
  { label: "Source", style: "w-28 max-md:hidden" },
  { label: "Code", style: "w-52 max-md:hidden" },
  { label: "Reason", style: "" },
] as const;
const cellStyle = "h-9 overflow-hidden border-b px-2.5 text-ellipsis whitespace-nowrap";

export function RejectedTable({ projectId, rows, children }: RejectedTableProps) {
  const zone = useTimeZone();
  const [openKey, setOpenKey] = useState<string | null>(null);
  const nowMs = useNow(10_000);
  // A span over columns that are hidden would make new ones.
  const wide = useMedia("(min-width: 48rem)", true);
  return (
    <div className="scroll-thin min-h-0 flex-1 overflow-auto">
      <table aria-busy={rows === null} className="w-full table-fixed border-separate border-spacing-0">
        <caption className="sr-only">Rejected events, newest first</caption>
        <thead>
          <tr>
            {columns.map(({ label, style }) => (
              <th
                key={label}
                scope="col"
                className={classNames(
                  "sticky top-0 z-10 h-8 border-b bg-canvas px-2.5 text-left text-xs font-medium text-faint first:pl-4 last:pr-4",
                  style,
                )}
              >
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="[&_td:first-child]:pl-4 [&_td:last-child]:pr-4">
          {rows === null
            ? Array.from({ length: 14 }, (_none, index) => <SkeletonRow key={index} />)
            : rows.map((row, index) => {
                const key = `${row.receivedAt}/${row.eventId}/${row.code}/${index}`;
                const open = key === openKey;
                const receivedMs = Date.parse(row.receivedAt);
                return (
                  <Fragment key={key}>
                    <tr className={classNames("relative hover:bg-hover", open && "bg-hover")}>
                      <td className={cellStyle}>
                        <button
                          type="button"
                          aria-expanded={open}
                          onClick={() => setOpenKey(open ? null : key)}
                          className="inline-flex items-center gap-1.5 outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
                        >
                          <ChevronRight
                            aria-hidden
                            className={classNames(
                              "size-3.5 text-faint transition-transform",
                              open && "rotate-90",
                            )}
                          />
                          <time dateTime={row.receivedAt} title={formatExact(receivedMs, zone)}>
                            {formatRelative(receivedMs, nowMs, zone)}
                          </time>
                          {row.times > 1 && (
                            <span className="text-2xs text-soft" title="So often it was sent">
                              {`× ${formatInteger(row.times)}`}
                            </span>
                          )}
                        </button>
                      </td>
                      <td className={classNames(cellStyle, "text-soft max-md:hidden")}>{row.source}</td>
                      <td className={classNames(cellStyle, "font-mono text-xs max-md:hidden")}>{row.code}</td>
                      <td className={cellStyle}>{row.reason}</td>
                    </tr>
                    {open && (
                      <tr>
                        <td colSpan={wide ? columns.length : 2} className="border-b bg-surface px-4 py-3">
                          <RejectedRaw
                            event={row}
                            projectId={projectId}
                            receivedAt={formatExact(receivedMs, zone)}
                            firstSeenAt={formatExact(Date.parse(row.firstSeenAt), zone)}
                          >
                            {projectId !== undefined && !row.replayed && (
                              <ReplayButton projectId={projectId} of={{ event: row }} count={1} />
                            )}
                          </RejectedRaw>
                        </td>
                      </tr>
                    )}
                  </Fragment>
                );
              })}
        </tbody>
      </table>
      {children}
    </div>
  );
}

function SkeletonRow() {
  return (
    <tr aria-hidden>
      {columns.map(({ label, style }) => (
        <td key={label} className={classNames(cellStyle, style.includes("max-md:hidden") && "max-md:hidden")}>
          <Skeleton className="w-2/3" />
        </td>
      ))}
    </tr>
  );
}
