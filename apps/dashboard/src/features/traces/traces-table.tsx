"use client";

import { type ReactNode, type Ref } from "react";
import { classNames } from "../../components/class-names.ts";
import { Skeleton } from "../../components/ui/skeleton.tsx";
import { useNow } from "../../components/use-now.ts";
import type { TraceRow as Row } from "../../trpc/types.ts";
import { useTimeZone } from "../preferences/preferences.tsx";
import { cellStyle, TraceRow } from "./trace-row.tsx";

const columns = [
  { label: "Time", width: "w-42", style: "max-md:hidden" },
  { label: "Name", width: "w-auto md:w-52", style: "" },
  { label: "Latency", width: "w-20", style: "text-right max-md:hidden" },
  { label: "Spans", width: "w-16", style: "text-right max-lg:hidden" },
  { label: "Tokens in → out", width: "w-32", style: "text-right max-md:hidden" },
  { label: "Cost", width: "w-29 md:w-34", style: "text-right" },
  { label: "User", width: "w-28", style: "max-lg:hidden" },
  { label: "Session", width: "w-28", style: "max-lg:hidden" },
  { label: "Input → output", width: "w-auto", style: "max-xl:hidden" },
] as const;

interface TracesTableProps {
  /** Null while the first page is on its way. */
  rows: readonly Row[] | null;
  hrefOf: (traceId: string) => string;
  /** A row is on its way to being opened. */
  onOpen: (traceId: string) => void;
  scrollerRef?: Ref<HTMLDivElement>;
  /** What is shown belongs to an earlier question. */
  outdated: boolean;
  children?: ReactNode;
}

export function TracesTable({ rows, hrefOf, onOpen, scrollerRef, outdated, children }: TracesTableProps) {
  const zone = useTimeZone();
  const nowMs = useNow(10_000);
  return (
    <div ref={scrollerRef} className="scroll-thin min-h-0 flex-1 overflow-auto">
      <table
        aria-busy={rows === null || outdated}
        className={classNames(
          "w-full table-fixed border-separate border-spacing-0",
          outdated && "opacity-55",
        )}
      >
        <caption className="sr-only">Traces, newest first</caption>
        <thead>
          <tr>
            {columns.map(({ label, width, style }) => (
              <th
                key={label}
                scope="col"
                className={classNames(
                  "sticky top-0 z-10 h-8 truncate border-b bg-canvas px-2.5 text-left text-xs font-medium text-faint first:pl-4 last:pr-4 max-md:nth-2:pl-4",
                  width,
                  style,
                )}
              >
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="[&_td]:border-b [&_td]:border-line/75 [&_td:first-child]:pl-4 [&_td:last-child]:pr-4 max-md:[&_td:nth-child(6)]:pr-4 max-md:[&_td:nth-child(2)]:pl-4">
          {rows === null
            ? Array.from({ length: 18 }, (_none, index) => <SkeletonRow key={index} index={index} />)
            : rows.map((row) => (
                <TraceRow
                  key={row.traceId}
                  row={row}
                  href={hrefOf(row.traceId)}
                  nowMs={nowMs}
                  zone={zone}
                  onOpen={onOpen}
                />
              ))}
        </tbody>
      </table>
      {children}
    </div>
  );
}

const skeletonWidths = ["w-3/4", "w-1/2", "w-2/3"];

function SkeletonRow({ index }: { index: number }) {
  return (
    <tr aria-hidden>
      {columns.map(({ label, style }, column) => (
        <td key={label} className={classNames(cellStyle, style)}>
          <Skeleton
            className={classNames(
              skeletonWidths[(index + column) % 3],
              style.includes("text-right") && "ml-auto",
            )}
          />
        </td>
      ))}
    </tr>
  );
}
