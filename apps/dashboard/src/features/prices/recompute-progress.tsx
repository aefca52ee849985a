"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { FormError } from "../../components/form-error.tsx";
import { Button } from "../../components/ui/button.tsx";
import { formatCount, formatInteger } from "../../format/number.ts";
import { formatMinute } from "../../format/time.ts";
import { useTRPC } from "../../trpc/client.ts";
import type { PriceRecompute } from "../../trpc/types.ts";
import { useTimeZone } from "../preferences/preferences.tsx";

interface RecomputeProgressProps {
  projectId: string;
  recompute: PriceRecompute;
  mayCancel: boolean;
}

export const isOpen = ({ status }: PriceRecompute) => status === "queued" || status === "running";

/** How far the latest recomputation is, or how it ended. */
export function RecomputeProgress({ projectId, recompute, mayCancel }: RecomputeProgressProps) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const zone = useTimeZone();
  const cancel = useMutation(
    trpc.priceRecompute.cancel.mutationOptions({
      onSuccess: () => client.invalidateQueries({ queryKey: trpc.priceRecompute.pathKey() }),
    }),
  );
  const { id, from, to, spansTotal, spansDone } = recompute;
  const range = `${Date.parse(from) === 0 ? "everything" : formatMinute(Date.parse(from), zone)} to ${formatMinute(Date.parse(to), zone)}`;
  const share = spansTotal === null || spansTotal === 0 ? null : Math.min(1, spansDone / spansTotal);
  return (
    <div className="space-y-1.5">
      <p role="status">
        {describe(recompute)} <span className="text-soft">({range})</span>
      </p>
      {isOpen(recompute) && (
        <div className="flex items-center gap-3">
          <div
            role="progressbar"
            aria-label="Recomputed calls"
            aria-valuemin={0}
            aria-valuemax={100}
            aria-valuenow={share === null ? undefined : Math.round(share * 100)}
            className="h-1.5 w-full max-w-md overflow-hidden rounded-full bg-line"
          >
            <div className="h-full bg-accent-solid" style={{ width: `${(share ?? 0) * 100}%` }} />
          </div>
          {mayCancel && (
            <Button disabled={cancel.isPending} onClick={() => cancel.mutate({ projectId, recomputeId: id })}>
              Cancel
            </Button>
          )}
        </div>
      )}
      <FormError error={cancel.error} />
    </div>
  );
}

function describe({ status, spansTotal, spansDone, spansChanged }: PriceRecompute): string {
  const changed = `${formatCount(spansChanged, "cost")} changed`;
  switch (status) {
    case "queued":
      return "Waiting for the new prices to reach every process.";
    case "running":
      return `${formatInteger(spansDone)} of ${formatInteger(spansTotal)} calls recomputed, ${changed}.`;
    case "completed":
      return `${formatCount(spansDone, "call")} recomputed, ${changed}.`;
    case "cancelled":
      return `Cancelled after ${formatCount(spansDone, "call")}, ${changed}. What was recomputed stays.`;
    case "failed":
      return `Stopped after ${formatCount(spansDone, "call")} because of errors; the worker's log says which. Recompute again to go on.`;
  }
}
