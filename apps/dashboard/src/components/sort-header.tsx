"use client";

import { ArrowDown, ArrowUp } from "lucide-react";
import { classNames } from "./class-names.ts";

export interface Sort<Column extends string> {
  column: Column;
  direction: "asc" | "desc";
}

interface SortHeaderProps<Column extends string> {
  column: Column;
  label: string;
  sort: Sort<Column>;
  /** null: a list that cannot be sorted here. */
  onSort: ((sort: Sort<Column>) => void) | null;
  className?: string;
  /** Numbers stand at the right. */
  align?: "left" | "right";
}

/** A column head that sorts: the largest first, then the smallest. */
export function SortHeader<Column extends string>(props: SortHeaderProps<Column>) {
  const { column, label, sort, onSort, className, align = "left" } = props;
  const active = sort.column === column;
  const descends = sort.direction === "desc";
  if (onSort === null) {
    return (
      <th
        scope="col"
        className={classNames(
          "sticky top-0 z-10 h-8 border-b bg-canvas px-2.5 text-xs font-medium text-faint last:pr-4",
          align === "right" ? "text-right" : "text-left",
          className,
        )}
      >
        {label}
      </th>
    );
  }
  const Arrow = descends ? ArrowDown : ArrowUp;
  return (
    <th
      scope="col"
      aria-sort={active ? (descends ? "descending" : "ascending") : "none"}
      className={classNames("sticky top-0 z-10 border-b bg-canvas p-0", className)}
    >
      <button
        type="button"
        onClick={() => onSort({ column, direction: active && descends ? "asc" : "desc" })}
        className={classNames(
          "flex h-8 w-full items-center gap-1 px-2.5 text-xs in-[th:last-child]:pr-4 font-medium hover:text-text",
          align === "right" && "flex-row-reverse justify-start",
          active ? "text-text" : "text-faint",
        )}
      >
        {label}
        <Arrow aria-hidden className={classNames("size-3", !active && "opacity-0")} />
      </button>
    </th>
  );
}
