import { ArrowDown, ArrowUp } from "lucide-react";
import type { CSSProperties } from "react";
import { classNames } from "../../../components/class-names.ts";
import { type ColumnId, columnOf } from "../columns/columns.ts";
import { nextSort, type Sort, type SortColumn } from "../sort.ts";
import { narrowStyle } from "./trace-row.tsx";

interface TableHeadProps {
  columns: readonly ColumnId[];
  sort: Sort;
  onSort: (sort: Sort) => void;
  /** Of the loaded rows: all, some or none are selected. */
  selected: "all" | "some" | "none";
  onSelectAll: () => void;
}

const headStyle =
  "sticky top-0 z-10 h-8 border-b bg-canvas px-2.5 text-left text-xs font-medium text-faint last:pr-4";

export function TableHead({ columns, sort, onSort, selected, onSelectAll }: TableHeadProps) {
  return (
    <thead>
      <tr aria-rowindex={1}>
        <th scope="col" className={classNames(headStyle, "w-9 px-0")}>
          <label className="grid h-full place-items-center pl-1.5">
            <input
              type="checkbox"
              aria-label="Select all loaded traces"
              checked={selected === "all"}
              ref={(input) => {
                if (input) input.indeterminate = selected === "some";
              }}
              onChange={onSelectAll}
              className="size-3.5 accent-(--accent-solid) opacity-60 checked:opacity-100 hover:opacity-100 focus-visible:opacity-100"
            />
          </label>
        </th>
        {columns.map((id) => {
          const column = columnOf(id);
          const style = { "--column": `${column.widthPx}px` } as CSSProperties;
          const sorted = column.sort === sort.column;
          return (
            <th
              key={id}
              scope="col"
              style={style}
              aria-sort={sorted ? (sort.direction === "asc" ? "ascending" : "descending") : undefined}
              className={classNames(
                headStyle,
                narrowStyle(id),
                column.grows ? "w-auto" : "w-(--column)",
                column.align === "right" && "text-right",
              )}
            >
              {column.sort ? (
                <SortButton {...column} column={column.sort} sort={sort} onSort={onSort} />
              ) : (
                <span className="block truncate">{column.label}</span>
              )}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}

interface SortButtonProps {
  label: string;
  align?: "right";
  column: SortColumn;
  sort: Sort;
  onSort: (sort: Sort) => void;
}

function SortButton({ label, align, column, sort, onSort }: SortButtonProps) {
  const sorted = sort.column === column;
  const Icon = sorted && sort.direction === "asc" ? ArrowUp : ArrowDown;
  return (
    <button
      type="button"
      onClick={() => onSort(nextSort(sort, column))}
      className={classNames(
        "group/sort -mx-1 inline-flex h-6 items-center gap-1 rounded px-1 hover:bg-hover hover:text-text",
        align === "right" && "flex-row-reverse",
        sorted && "text-text",
      )}
    >
      {label}
      <Icon
        aria-hidden
        className={classNames(
          "size-3",
          sorted
            ? "text-accent"
            : "opacity-0 group-hover/sort:opacity-60 group-focus-visible/sort:opacity-60",
        )}
      />
    </button>
  );
}
