"use client";

import { TriangleAlert } from "lucide-react";
import { Button } from "../../components/ui/button.tsx";
import { Skeleton } from "../../components/ui/skeleton.tsx";
import { formatMoney } from "../../format/money.ts";
import { formatInteger, unknown } from "../../format/number.ts";
import type { PricedModel } from "../../trpc/types.ts";
import { PriceTableHead, priceCell } from "./price-table-head.tsx";

interface ModelsTableProps {
  /** null while they load. */
  rows: readonly PricedModel[] | null;
  /** null for those who may not. */
  onSetPrice: ((model: string, provider: string | null) => void) | null;
}

const columns = ["Model", "Provider", "Input", "Output", "Cached", "Source", "Calls", "Cost", ""] as const;

/** Models of the last 30 days; the ones without a price come first. */
export function ModelsTable({ rows, onSetPrice }: ModelsTableProps) {
  return (
    <section aria-label="Models in use" className="mt-2">
      <h3 className="px-4 pt-3 pb-1 font-semibold">
        In use <span className="font-normal text-soft">in the last 30 days</span>
      </h3>
      {rows?.length === 0 ? (
        <p className="px-4 py-3 text-soft">
          No model call has arrived yet. A price can be set before the first one does.
        </p>
      ) : (
        <div className="overflow-x-auto">
          <table aria-busy={rows === null} className="w-full min-w-3xl border-separate border-spacing-0">
            <PriceTableHead columns={columns} caption="Models in use with their prices" />
            <tbody>
              {rows === null
                ? Array.from({ length: 4 }, (_none, index) => (
                    <tr key={index} aria-hidden>
                      <td colSpan={columns.length} className={priceCell}>
                        <Skeleton className="w-1/2" />
                      </td>
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
  const rate = (kind: string) =>
    row.price?.rates[kind] === undefined ? unknown : `$${row.price.rates[kind]}`;
  return (
    <tr className="hover:bg-hover">
      <th scope="row" className={`${priceCell} text-left font-mono text-xs font-normal`}>
        {row.model}
      </th>
      <td className={`${priceCell} text-soft`}>{row.provider ?? unknown}</td>
      {(["input", "output", "cacheRead"] as const).map((kind) => (
        <td key={kind} className={`${priceCell} text-right tabular-nums`}>
          {rate(kind)}
        </td>
      ))}
      <td className={priceCell}>
        {row.price === null ? (
          <span className="inline-flex items-center gap-1 text-warning">
            <TriangleAlert aria-hidden className="size-3.5" />
            No price
          </span>
        ) : (
          <span className="text-soft">{row.price.source === "custom" ? "Set here" : "Public list"}</span>
        )}
      </td>
      <td className={`${priceCell} text-right tabular-nums`}>
        {formatInteger(row.calls)}
        {row.unpricedCalls > 0 && (
          <span className="block text-2xs text-warning">{`${formatInteger(row.unpricedCalls)} without cost`}</span>
        )}
      </td>
      <td className={`${priceCell} text-right tabular-nums`}>{formatMoney(row.cost)}</td>
      <td className={`${priceCell} text-right`}>
        {onSetPrice && (
          <Button onClick={() => onSetPrice(row.model, row.provider)}>
            {row.price === null ? "Set price" : "Change"}
            <span className="sr-only">{` of ${row.model}`}</span>
          </Button>
        )}
      </td>
    </tr>
  );
}
