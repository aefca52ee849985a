"use client";

import { useState } from "react";
import type { DeferredProps } from "../../components/deferred.tsx";
import { Button } from "../../components/ui/button.tsx";
import { Popover } from "../../components/ui/popover.tsx";
import { useCopied } from "../../components/use-copied.ts";
import { exactMoney } from "../../format/money.ts";
import { formatCount } from "../../format/number.ts";
import type { Trace } from "../../trpc/types.ts";

/** Every digit of the cost, and what it leaves out. */
export function CostPopover({ trigger, trace }: DeferredProps & { trace: Trace }) {
  const [open, setOpen] = useState(true);
  const { copied, copy } = useCopied();
  return (
    <Popover title="Exact cost" trigger={trigger} open={open} onOpenChange={setOpen}>
      <div className="max-w-72 space-y-2 p-3">
        <p className="text-xs text-soft">Exact sum over the billable spans</p>
        <p className="flex items-center gap-2 font-mono text-xs break-all">
          {trace.cost === null ? "Not known" : exactMoney(trace.cost)}
          {trace.cost !== null && (
            <Button onClick={() => copy(trace.cost ?? "")}>{copied ? "Copied" : "Copy"}</Button>
          )}
        </p>
        {trace.unpricedCount > 0 && (
          <p className="text-xs">
            No price is known for {formatCount(trace.unpricedCount, "span")}: their cost is left out.
          </p>
        )}
      </div>
    </Popover>
  );
}
