import { Star } from "lucide-react";
import Link from "next/link";
import { type MouseEvent, memo } from "react";
import { classNames } from "../../../components/class-names.ts";
import type { TraceRow as Row } from "../../../trpc/types.ts";
import { type ColumnId, columnOf } from "../columns/columns.ts";
import { type CellContext, cells, Level, NarrowLine } from "./cells.tsx";

export const cellStyle =
  "h-13 overflow-hidden border-b border-line/75 px-2.5 py-0 text-ellipsis whitespace-nowrap md:h-9";

/** On narrow screens a row is its name, with a second line, and what it cost. */
export const narrowStyle = (id: ColumnId) => (id === "name" || id === "cost" ? "" : "max-md:hidden");

export interface RowHandlers {
  onOpen: (traceId: string, event: MouseEvent) => void;
  onSelect: (traceId: string, extend: boolean) => void;
}

interface TraceRowProps extends CellContext, RowHandlers {
  row: Row;
  index: number;
  href: string;
  columns: readonly ColumnId[];
  selected: boolean;
  bookmarked: boolean;
  /** It is the one beside the list. */
  current: boolean;
}

/** One trace. The link in its name covers the row; what can be pressed by itself lies above it. */
export const TraceRow = memo(function TraceRow(props: TraceRowProps) {
  const { row, index, href, columns, selected, current, onOpen, onSelect, nowMs, zone, onMenu } = props;
  const context = { nowMs, zone, onMenu };
  const name = row.name ?? "Unnamed trace";
  return (
    <tr
      data-index={index}
      aria-rowindex={index + 2}
      aria-current={current ? "true" : undefined}
      className={classNames(
        "group relative focus-within:bg-hover hover:bg-hover",
        selected && "bg-selected/60 focus-within:bg-selected hover:bg-selected",
        current &&
          "bg-selected shadow-[inset_2px_0_0_var(--accent)] focus-within:bg-selected hover:bg-selected",
      )}
    >
      <td className={classNames(cellStyle, "p-0 md:px-0")}>
        <label className="relative z-1 grid h-full place-items-center pl-1.5">
          <input
            type="checkbox"
            checked={selected}
            aria-label={`Select ${name}`}
            onChange={(event) =>
              onSelect(row.traceId, "shiftKey" in event.nativeEvent && event.nativeEvent.shiftKey === true)
            }
            className="size-3.5 accent-(--accent-solid) opacity-60 group-hover:opacity-100 checked:opacity-100 focus-visible:opacity-100"
          />
        </label>
      </td>
      {columns.map((id) =>
        id === "name" ? (
          <td key={id} className={cellStyle}>
            <span className="flex items-center gap-1.5">
              <Level row={row} />
              <Link
                href={href}
                prefetch={false}
                data-row-link
                onClick={(event) => onOpen(row.traceId, event)}
                className={classNames(
                  "min-w-0 truncate font-medium outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent",
                  row.name === null && "font-normal text-soft",
                )}
              >
                {name}
              </Link>
              {props.bookmarked && (
                <span title="Bookmarked" className="inline-flex shrink-0">
                  <Star aria-hidden className="size-3 fill-current text-accent" />
                  <span className="sr-only">bookmarked</span>
                </span>
              )}
            </span>
            <NarrowLine row={row} {...context} />
          </td>
        ) : (
          <td
            key={id}
            className={classNames(
              cellStyle,
              narrowStyle(id),
              columnOf(id).align === "right" && "text-right tabular-nums",
              id === "start" && "text-soft tabular-nums",
            )}
          >
            {cells[id](row, context)}
          </td>
        ),
      )}
    </tr>
  );
});
