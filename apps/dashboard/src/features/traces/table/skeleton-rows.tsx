import { classNames } from "../../../components/class-names.ts";
import { Skeleton } from "../../../components/ui/skeleton.tsx";
import { type ColumnId, columnOf } from "../columns/columns.ts";
import { cellStyle, narrowStyle } from "./trace-row.tsx";

const widths = ["w-3/4", "w-1/2", "w-2/3"];

export function SkeletonRows({ columns }: { columns: readonly ColumnId[] }) {
  return Array.from({ length: 18 }, (_none, row) => (
    <tr key={row} aria-hidden>
      <td className={cellStyle}>
        <Skeleton className="size-3.5" />
      </td>
      {columns.map((id, column) => (
        <td key={id} className={classNames(cellStyle, narrowStyle(id))}>
          <Skeleton
            className={classNames(widths[(row + column) % 3], columnOf(id).align === "right" && "ml-auto")}
          />
        </td>
      ))}
    </tr>
  ));
}
