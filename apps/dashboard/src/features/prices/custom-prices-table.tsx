"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ErrorNotice } from "../../components/error-notice.tsx";
import { Button } from "../../components/ui/button.tsx";
import { Dialog } from "../../components/ui/dialog.tsx";
import { useNow } from "../../components/use-now.ts";
import { unknown } from "../../format/number.ts";
import { formatMinute } from "../../format/time.ts";
import { useTRPC } from "../../trpc/client.ts";
import { toFailure } from "../../trpc/failure.ts";
import type { CustomPrice } from "../../trpc/types.ts";
import { useTimeZone } from "../preferences/preferences.tsx";
import { PriceTableHead, priceCell } from "./price-table-head.tsx";

interface CustomPricesTableProps {
  projectId: string;
  /** null while they load. */
  rows: readonly CustomPrice[] | null;
  /** null for those who may not. */
  onChange: ((model: string, provider: string | null) => void) | null;
}

const columns = ["Model", "Provider", "Input", "Output", "Cached", "From", ""] as const;

export function CustomPricesTable({ projectId, rows, onChange }: CustomPricesTableProps) {
  const zone = useTimeZone();
  const nowMs = useNow(60_000);
  const [removing, setRemoving] = useState<CustomPrice | null>(null);
  if (rows === null || rows.length === 0) return null;
  return (
    <section aria-label="Prices set here" className="mt-6 pb-8">
      <h3 className="px-4 pt-3 pb-1 font-semibold">Set here</h3>
      <div className="overflow-x-auto">
        <table className="w-full min-w-2xl border-separate border-spacing-0">
          <PriceTableHead columns={columns} caption="Prices set in this project" />
          <tbody>
            {rows.map((row) => (
              <tr key={row.id} className="hover:bg-hover">
                <th scope="row" className={`${priceCell} text-left font-mono text-xs font-normal`}>
                  {row.modelPattern}
                </th>
                <td className={`${priceCell} text-soft`}>{row.provider ?? "any"}</td>
                {(["input", "output", "cacheRead"] as const).map((kind) => (
                  <td key={kind} className={`${priceCell} text-right tabular-nums`}>
                    {row.prices[kind] === undefined ? unknown : `$${row.prices[kind]}`}
                  </td>
                ))}
                <td className={`${priceCell} text-soft`}>
                  {formatMinute(Date.parse(row.validFrom), zone)}
                  {Date.parse(row.validFrom) > nowMs && " (not yet)"}
                </td>
                <td className={`${priceCell} text-right whitespace-nowrap`}>
                  {onChange && (
                    <>
                      <Button look="quiet" onClick={() => onChange(row.modelPattern, row.provider)}>
                        Change
                      </Button>
                      <Button look="quiet" onClick={() => setRemoving(row)}>
                        Remove
                      </Button>
                    </>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {removing && <RemoveDialog projectId={projectId} price={removing} onClose={() => setRemoving(null)} />}
    </section>
  );
}

interface RemoveDialogProps {
  projectId: string;
  price: CustomPrice;
  onClose: () => void;
}

function RemoveDialog({ projectId, price, onClose }: RemoveDialogProps) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const remove = useMutation(
    trpc.customPrice.remove.mutationOptions({
      onSuccess: async () => {
        await client.invalidateQueries({ queryKey: trpc.customPrice.pathKey() });
        onClose();
      },
    }),
  );
  const submit = () => remove.mutate({ projectId, customPriceId: price.id });
  return (
    <Dialog
      title={`Remove the price of ${price.modelPattern}?`}
      open
      onOpenChange={(open) => !open && onClose()}
    >
      <div className="space-y-4 p-4">
        <p>
          Calls that arrive from now on get an older price set here, else the public one, else none. Costs
          that are stored stay.
        </p>
        {remove.isError && (
          <ErrorNotice failure={toFailure(remove.error)} onRetry={submit} retrying={remove.isPending} />
        )}
        <div className="flex justify-end gap-2">
          <Button size="medium" onClick={onClose}>
            Keep it
          </Button>
          <Button size="medium" look="solid" disabled={remove.isPending} onClick={submit}>
            {remove.isPending ? "Removing…" : "Remove price"}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
