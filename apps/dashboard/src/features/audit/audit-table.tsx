"use client";

import { ChevronRight } from "lucide-react";
import { Fragment, type ReactNode, useState } from "react";
import { classNames } from "../../components/class-names.ts";
import { Skeleton } from "../../components/ui/skeleton.tsx";
import { useMedia } from "../../components/use-media.ts";
import { useNow } from "../../components/use-now.ts";
import { formatExact, formatRelative } from "../../format/time.ts";
import type { AuditEntry } from "../../trpc/types.ts";
import { useTimeZone } from "../preferences/preferences.tsx";
import { actorName } from "./actor-name.ts";
import { AuditChange } from "./audit-change.tsx";
import { entityName } from "./entity-name.ts";

interface AuditTableProps {
  /** null while they load. */
  rows: readonly AuditEntry[] | null;
  onEntity: (entityId: string) => void;
  children?: ReactNode;
}

const columns = [
  { label: "When", style: "w-44 max-md:w-36" },
  { label: "Who", style: "w-48 max-md:hidden" },
  { label: "Action", style: "w-56 max-md:w-auto" },
  { label: "Of", style: "max-md:hidden" },
] as const;
const cellStyle = "h-9 overflow-hidden border-b px-2.5 text-ellipsis whitespace-nowrap";

export function AuditTable({ rows, onEntity, children }: AuditTableProps) {
  const zone = useTimeZone();
  const nowMs = useNow(10_000);
  // A span over columns that are hidden would make new ones.
  const wide = useMedia("(min-width: 48rem)", true);
  const [openId, setOpenId] = useState<string | null>(null);
  return (
    <div className="scroll-thin min-h-0 flex-1 overflow-auto">
      <table aria-busy={rows === null} className="w-full table-fixed border-separate border-spacing-0">
        <caption className="sr-only">Changes, newest first</caption>
        <thead>
          <tr>
            {columns.map(({ label, style }) => (
              <th
                key={label}
                scope="col"
                className={classNames(
                  "sticky top-0 z-10 h-8 border-b bg-canvas px-2.5 text-left text-xs font-medium text-faint first:pl-4",
                  style,
                )}
              >
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="[&_td:first-child]:pl-4">
          {rows === null
            ? Array.from({ length: 12 }, (_none, index) => <SkeletonRow key={index} />)
            : rows.map((row) => (
                <Fragment key={row.id}>
                  <tr className={classNames("relative hover:bg-hover", row.id === openId && "bg-hover")}>
                    <td className={cellStyle}>
                      <button
                        type="button"
                        aria-expanded={row.id === openId}
                        onClick={() => setOpenId(row.id === openId ? null : row.id)}
                        className="inline-flex items-center gap-1.5 outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
                      >
                        <ChevronRight
                          aria-hidden
                          className={classNames(
                            "size-3.5 text-faint transition-transform",
                            row.id === openId && "rotate-90",
                          )}
                        />
                        <time dateTime={row.createdAt} title={formatExact(Date.parse(row.createdAt), zone)}>
                          {formatRelative(Date.parse(row.createdAt), nowMs, zone)}
                        </time>
                      </button>
                    </td>
                    <td className={classNames(cellStyle, "max-md:hidden")}>{actorName(row)}</td>
                    <td className={classNames(cellStyle, "font-mono text-xs")}>{row.action}</td>
                    <td className={classNames(cellStyle, "max-md:hidden")}>
                      <Entity row={row} />
                    </td>
                  </tr>
                  {row.id === openId && (
                    <tr>
                      <td colSpan={wide ? columns.length : 2} className="border-b bg-surface px-4 py-3">
                        <AuditChange entry={row} zone={zone} onEntity={onEntity} />
                      </td>
                    </tr>
                  )}
                </Fragment>
              ))}
        </tbody>
      </table>
      {children}
    </div>
  );
}

/** By its name where the change tells one; ids say little. */
function Entity({ row }: { row: AuditEntry }) {
  const name = entityName(row);
  return (
    <span title={row.entityId}>
      {name}
      <span className={classNames("font-mono text-xs text-soft", name !== null && "ml-2 max-lg:hidden")}>
        {row.entityId}
      </span>
    </span>
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
