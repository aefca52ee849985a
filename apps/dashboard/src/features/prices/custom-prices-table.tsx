"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { classNames } from "../../components/class-names.ts";
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
import { formatRate } from "./format-rate.ts";
import { PriceTableHead, priceCell, wideOnly } from "./price-table-head.tsx";

interface CustomPricesTableProps {
  projectId: string;
  /** null while they load. */
  rows: readonly CustomPrice[] | null;
  /** null for those who may not. */
  onChange: ((model: string, provider: string | null) => void) | null;
  onRemoved: (price: CustomPrice) => void;
}

const columns = [
  { label: "Model" },
  { label: "Input", numeric: true },
  { label: "Output", numeric: true },
  { label: "Cached", numeric: true, wide: true },
  { label: "For calls from", wide: true },
  { label: "" },
] as const;

export function CustomPricesTable({ projectId, rows, onChange, onRemoved }: CustomPricesTableProps) {
  const zone = useTimeZone();
  const nowMs = useNow(60_000);
  const [removing, setRemoving] = useState<CustomPrice | null>(null);
  if (rows === null || rows.length === 0) return null;
  return (
    <section aria-label="Prices set here" className="pt-2">
      <h3 className="pb-1 font-semibold">
        Set here <span className="font-normal text-soft">for this project</span>
      </h3>
      <div className="relative overflow-x-auto">
        <table className="w-full border-separate border-spacing-0">
          <PriceTableHead columns={columns} caption="Prices set in this project" />
          <tbody>
            {rows.map((row) => (
              <tr key={row.id}>
                <th scope="row" className={`${priceCell} text-left font-normal`}>
                  <span className="block font-mono text-xs break-all">{row.modelPattern}</span>
                  <span className="text-xs text-soft">
                    {row.provider ?? "any provider"}
                    {row.isRegex && ", as a regular expression"}
                    {row.definition !== null && ", defined by a client"}
                  </span>
                </th>
                {(["input", "output", "cacheRead"] as const).map((kind) => (
                  <td
                    key={kind}
                    className={classNames(
                      priceCell,
                      "text-right tabular-nums",
                      kind === "cacheRead" && wideOnly,
                    )}
                  >
                    {row.prices[kind] === undefined ? unknown : formatRate(row.prices[kind])}
                  </td>
                ))}
                <td className={classNames(priceCell, "text-soft", wideOnly)}>
                  {formatMinute(Date.parse(row.validFrom), zone)}
                  {Date.parse(row.validFrom) > nowMs && " (not yet)"}
                </td>
                <td className={`${priceCell} text-right md:whitespace-nowrap`}>
                  {onChange && (
                    <>
                      {/* What a client defined says more than the form knows. */}
                      {row.definition === null && (
                        <Button look="quiet" onClick={() => onChange(row.modelPattern, row.provider)}>
                          Change
                          <span className="sr-only">{` the price of ${row.modelPattern}`}</span>
                        </Button>
                      )}
                      <Button look="quiet" onClick={() => setRemoving(row)}>
                        Remove
                        <span className="sr-only">{` the price of ${row.modelPattern}`}</span>
                      </Button>
                    </>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {removing && (
        <RemoveDialog
          projectId={projectId}
          price={removing}
          onClose={() => setRemoving(null)}
          onRemoved={() => onRemoved(removing)}
        />
      )}
    </section>
  );
}

interface RemoveDialogProps {
  projectId: string;
  price: CustomPrice;
  onClose: () => void;
  onRemoved: () => void;
}

function RemoveDialog({ projectId, price, onClose, onRemoved }: RemoveDialogProps) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const remove = useMutation(
    trpc.customPrice.remove.mutationOptions({
      onSuccess: async () => {
        await client.invalidateQueries({ queryKey: trpc.customPrice.pathKey() });
        onClose();
        onRemoved();
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
          that are stored stay until they are recomputed.
        </p>
        {remove.isError && (
          <ErrorNotice failure={toFailure(remove.error)} onRetry={submit} retrying={remove.isPending} />
        )}
        <div className="flex justify-end gap-2">
          <Button size="medium" onClick={onClose}>
            Keep it
          </Button>
          <Button size="medium" look="danger" disabled={remove.isPending} onClick={submit}>
            {remove.isPending ? "Removing…" : "Remove price"}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
