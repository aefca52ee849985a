"use client";

import { TriangleAlert } from "lucide-react";
import { classNames } from "../../components/class-names.ts";
import { Button } from "../../components/ui/button.tsx";
import { Skeleton } from "../../components/ui/skeleton.tsx";
import { exactMoney, formatMoney } from "../../format/money.ts";
import { formatInteger, unknown } from "../../format/number.ts";
import type { PricedModel } from "../../trpc/types.ts";
import { formatRate } from "./format-rate.ts";
import { PriceTableHead, priceCell, wideOnly } from "./price-table-head.tsx";

interface ModelsTableProps {
  /** null while they load. */
  rows: readonly PricedModel[] | null;
  /** null for those who may not. */
  onSetPrice: ((model: string, provider: string | null) => void) | null;
}

const columns = [
  { label: "Model" },
  { label: "Input", numeric: true },
  { label: "Output", numeric: true },
  { label: "Cached", numeric: true, wide: true },
  { label: "Price from", wide: true },
  { label: "Calls", numeric: true, wide: true },
  { label: "Cost", numeric: true, wide: true },
  { label: "" },
] as const;

/** Models of the last 30 days; the ones without a price come first. */
export function ModelsTable({ rows, onSetPrice }: ModelsTableProps) {
  return (
    <section aria-label="Models in use">
      <h3 className="pb-1 font-semibold">
        In use <span className="font-normal text-soft">in the last 30 days</span>
      </h3>
      {rows?.length === 0 ? (
        <p className="py-3 text-soft">
          No model call has arrived yet. A price can be set before the first one does.
        </p>
      ) : (
        <div className="relative overflow-x-auto">
          <table aria-busy={rows === null} className="w-full border-separate border-spacing-0">
            <PriceTableHead columns={columns} caption="Models in use with their prices" />
            <tbody>
              {rows === null
                ? Array.from({ length: 4 }, (_none, index) => (
                    <tr key={index} aria-hidden>
                      {columns.map(({ label, ...column }) => (
                        <td key={label} className={classNames(priceCell, "wide" in column && wideOnly)}>
                          <Skeleton className="w-2/3" />
                        </td>
                      ))}
                    </tr>
                  ))
                : rows.map((row) => (
                    <ModelRow key={`${row.provider}/${row.model}`} row={row} onSetPrice={onSetPrice} />
                  ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function ModelRow({ row, onSetPrice }: { row: PricedModel; onSetPrice: ModelsTableProps["onSetPrice"] }) {
  const rate = (kind: string) => {
    const amount = row.price?.rates[kind];
    return amount === undefined ? unknown : formatRate(amount);
  };
  const number = `${priceCell} text-right tabular-nums`;
  return (
    <tr>
      <th scope="row" className={`${priceCell} text-left font-normal`}>
        <span className="block font-mono text-xs break-all">{row.model}</span>
        <span className="flex flex-wrap gap-x-2 text-xs text-soft">
          {row.provider ?? "unknown provider"}
          {row.price === null && <WithoutPrice row={row} className="md:hidden" />}
        </span>
      </th>
      <td className={number}>{rate("input")}</td>
      <td className={number}>{rate("output")}</td>
      <td className={classNames(number, wideOnly)}>{rate("cacheRead")}</td>
      <td className={classNames(priceCell, wideOnly)}>
        {row.price === null ? (
          <WithoutPrice row={row} />
        ) : (
          <span className="text-soft">{row.price.source === "custom" ? "This project" : "Public list"}</span>
        )}
      </td>
      <td className={classNames(number, wideOnly)}>
        {formatInteger(row.calls)}
        {row.unpricedCalls > 0 && (
          <span className="block text-2xs text-warning">{`${formatInteger(row.unpricedCalls)} without cost`}</span>
        )}
      </td>
      <td className={classNames(number, wideOnly)} title={exactMoney(row.cost)}>
        {formatMoney(row.cost)}
      </td>
      <td className={`${priceCell} text-right`}>
        {onSetPrice && (
          <Button
            look={isMissingPrice(row) ? "solid" : "outline"}
            onClick={() => onSetPrice(row.model, row.provider)}
          >
            {row.price === null ? "Set price" : "Change"}
            <span className="sr-only">{` of ${row.model}`}</span>
          </Button>
        )}
      </td>
    </tr>
  );
}

/** Nobody's price is known, and calls are left out of sums for it. */
function isMissingPrice({ price, unpricedCalls, givenCalls }: PricedModel): boolean {
  return price === null && (unpricedCalls > 0 || givenCalls === 0);
}

function WithoutPrice({ row, className }: { row: PricedModel; className?: string }) {
  return isMissingPrice(row) ? (
    <span className={classNames("inline-flex items-center gap-1 text-warning", className)}>
      <TriangleAlert aria-hidden className="size-3.5" />
      No price
    </span>
  ) : (
    <span
      title="Its calls came with their cost: as their sender says, or the GPU time of a pool of one's own"
      className={classNames("text-soft", className)}
    >
      Cost of each call
    </span>
  );
}
