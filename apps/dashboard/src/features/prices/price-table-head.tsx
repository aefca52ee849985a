import { classNames } from "../../components/class-names.ts";

export const priceCell = "h-11 border-b px-2.5 first:pl-0 last:pr-0";
/** Of what a narrow screen leaves out. */
export const wideOnly = "max-md:hidden";

interface PriceColumn {
  /** Empty over the buttons of the rows. */
  label: string;
  numeric?: boolean;
  wide?: boolean;
}

interface PriceTableHeadProps {
  columns: readonly PriceColumn[];
  caption: string;
}

export function PriceTableHead({ columns, caption }: PriceTableHeadProps) {
  return (
    <>
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr>
          {columns.map(({ label, numeric, wide }) => (
            <th
              key={label}
              scope="col"
              className={classNames(
                "h-8 border-b px-2.5 text-xs font-medium text-faint first:pl-0 last:pr-0",
                numeric ? "text-right" : "text-left",
                wide && wideOnly,
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
