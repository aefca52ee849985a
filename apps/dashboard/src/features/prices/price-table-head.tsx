import { classNames } from "../../components/class-names.ts";

export const priceCell = "h-10 border-b px-2.5 first:pl-4 last:pr-4";
const numeric = new Set(["Input", "Output", "Cached", "Calls", "Cost"]);

export function PriceTableHead({ columns, caption }: { columns: readonly string[]; caption: string }) {
  return (
    <>
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr>
          {columns.map((label, index) => (
            <th
              key={label || index}
              scope="col"
              className={classNames(
                "h-8 border-b px-2.5 text-xs font-medium text-faint first:pl-4 last:pr-4",
                numeric.has(label) ? "text-right" : "text-left",
              )}
            >
              {label || <span className="sr-only">Actions</span>}
            </th>
          ))}
        </tr>
      </thead>
    </>
  );
}
