import { classNames } from "../../components/class-names.ts";
import { Skeleton } from "../../components/ui/skeleton.tsx";
import { cellStyle } from "./sums-cells.tsx";

/** Rows of the list while it loads: one cell for each column, hidden where the column is. */
export function SumsSkeleton({ columns, rows }: { columns: readonly string[]; rows: number }) {
  return Array.from({ length: rows }, (_none, row) => (
    <tr key={row} aria-hidden>
      {columns.map((style, column) => (
        <td key={column} className={classNames(cellStyle, "first:pl-4", style)}>
          <Skeleton className={column === 0 ? "w-2/3" : "ml-auto w-1/2"} />
        </td>
      ))}
    </tr>
  ));
}
