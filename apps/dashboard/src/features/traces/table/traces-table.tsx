"use client";

import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import {
  type CSSProperties,
  type ReactNode,
  type RefObject,
  useEffect,
  useImperativeHandle,
  useState,
} from "react";
import { classNames } from "../../../components/class-names.ts";
import { useMedia } from "../../../components/use-media.ts";
import { useNow } from "../../../components/use-now.ts";
import type { TraceRow as Row } from "../../../trpc/types.ts";
import { useTimeZone } from "../../preferences/preferences.tsx";
import { type ColumnId, tableWidthPx } from "../columns/columns.ts";
import type { Sort } from "../sort.ts";
import type { Selection } from "../use-selection.ts";
import { headHeightPx, rowHeightPx, wideQuery } from "./row-height.ts";
import { SkeletonRows } from "./skeleton-rows.tsx";
import { TableHead } from "./table-head.tsx";
import { type RowHandlers, TraceRow } from "./trace-row.tsx";
import type { OpenValueMenu } from "./value-button.tsx";

export interface TableHandle {
  /** Brings a row into sight and, if asked to, moves the focus to its link. */
  show: (index: number, focus: boolean) => void;
}

interface TracesTableProps extends Pick<RowHandlers, "onOpen"> {
  /** Null while the first page is on its way. */
  rows: readonly Row[] | null;
  /** Null while it is not known for certain. */
  totalRows: number | null;
  columns: readonly ColumnId[];
  sort: Sort;
  onSort: (sort: Sort) => void;
  selection: Selection;
  bookmarks: ReadonlySet<string>;
  currentId: string | null;
  hrefOf: (traceId: string) => string;
  onMenu: OpenValueMenu;
  onNearEnd: () => void;
  scroller: RefObject<HTMLDivElement | null>;
  handle: RefObject<TableHandle | null>;
  /** What is shown belongs to an earlier question. */
  outdated: boolean;
  children?: ReactNode;
}

const selectWidthPx = 36;
const noRows: readonly Row[] = [];

export function TracesTable(props: TracesTableProps) {
  const { rows, totalRows, columns, sort, onSort, selection, bookmarks, currentId, outdated, children } =
    props;
  const { hrefOf, onMenu, onOpen, onNearEnd, scroller, handle } = props;
  const zone = useTimeZone();
  const nowMs = useNow(10_000);
  const shownRows = rows ?? noRows;
  const { before, items, after } = useVirtualRows({ scroller, handle, onNearEnd, rows: shownRows });
  const minWidth = { "--table": `${tableWidthPx(columns) + selectWidthPx}px` } as CSSProperties;
  return (
    <div ref={scroller} className="scroll-thin min-h-0 min-w-0 flex-1 overflow-auto">
      <table
        aria-busy={rows === null || outdated}
        aria-rowcount={totalRows === null ? -1 : totalRows + 1}
        style={minWidth}
        className={classNames(
          "w-full table-fixed border-separate border-spacing-0 md:min-w-(--table)",
          outdated && "opacity-55",
        )}
      >
        <caption className="sr-only">Traces</caption>
        <TableHead
          columns={columns}
          sort={sort}
          onSort={onSort}
          selected={selection.stateOf(shownRows)}
          onSelectAll={() => selection.toggleAll(shownRows)}
        />
        <tbody className="[&_td:last-child]:pr-4">
          {rows === null && <SkeletonRows columns={columns} />}
          <Spacer heightPx={before} />
          {items.map(({ index }) => {
            const row = shownRows[index];
            return (
              row && (
                <TraceRow
                  key={row.traceId}
                  row={row}
                  index={index}
                  href={hrefOf(row.traceId)}
                  columns={columns}
                  selected={selection.ids.has(row.traceId)}
                  bookmarked={bookmarks.has(row.traceId)}
                  current={row.traceId === currentId}
                  nowMs={nowMs}
                  zone={zone}
                  onMenu={onMenu}
                  onOpen={onOpen}
                  onSelect={selection.toggle}
                />
              )
            );
          })}
          <Spacer heightPx={after} />
        </tbody>
      </table>
      {children}
    </div>
  );
}

interface VirtualRowsOptions extends Pick<TracesTableProps, "scroller" | "handle" | "onNearEnd"> {
  rows: readonly Row[];
}

/** Which rows are in the page, and the heights of those that are not. */
function useVirtualRows({ scroller, handle, onNearEnd, rows }: VirtualRowsOptions) {
  const wide = useMedia(wideQuery, true);
  const heightPx = wide ? rowHeightPx.wide : rowHeightPx.narrow;
  const [focused, setFocused] = useState(-1);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => heightPx,
    // On the server, where nothing can be measured: a screenful.
    initialRect: { width: 0, height: 900 },
    overscan: 12,
    scrollMargin: headHeightPx,
    scrollPaddingStart: headHeightPx,
    // The focused row has to exist wherever the list is scrolled, or the focus would be lost.
    rangeExtractor: (range) => {
      const shown = defaultRangeExtractor(range);
      if (focused < 0 || focused >= range.count || shown.includes(focused)) return shown;
      return [...shown, focused].toSorted((left, right) => left - right);
    },
  });
  useEffect(() => virtualizer.measure(), [virtualizer, heightPx]);
  useEffect(() => {
    const list = scroller.current;
    const onFocus = ({ target }: FocusEvent) => {
      const row = target instanceof Element ? target.closest<HTMLElement>("[data-index]") : null;
      setFocused(Number(row?.dataset.index ?? -1));
    };
    list?.addEventListener("focusin", onFocus);
    return () => list?.removeEventListener("focusin", onFocus);
  }, [scroller]);

  const lastIndex = virtualizer.range?.endIndex ?? 0;
  const nearEnd = rows.length > 0 && lastIndex >= rows.length - 15;
  useEffect(() => {
    if (nearEnd) onNearEnd();
  }, [nearEnd, rows.length, onNearEnd]);

  useImperativeHandle(handle, () => ({
    show: (index, focus) => {
      virtualizer.scrollToIndex(index, { align: "auto" });
      if (focus) focusRow(scroller.current, index);
    },
  }));

  const shown = virtualizer.getVirtualItems();
  const first = shown[0];
  const last = shown.at(-1);
  return {
    items: shown,
    before: first ? first.start - headHeightPx : 0,
    after: last ? virtualizer.getTotalSize() - (last.end - headHeightPx) : 0,
  };
}

/** A row that was out of sight is drawn a frame later. */
function focusRow(list: HTMLElement | null, index: number, framesLeft = 5): void {
  const link = list?.querySelector<HTMLElement>(`[data-index="${index}"] [data-row-link]`);
  if (link) link.focus({ preventScroll: true });
  else if (framesLeft > 0) requestAnimationFrame(() => focusRow(list, index, framesLeft - 1));
}

/** Stands for the rows that are not in the page. */
function Spacer({ heightPx }: { heightPx: number }) {
  return heightPx > 0 && <tr aria-hidden style={{ height: heightPx }} />;
}
