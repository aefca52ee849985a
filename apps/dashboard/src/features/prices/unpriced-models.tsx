"use client";

import { TriangleAlert } from "lucide-react";
import { Button } from "../../components/ui/button.tsx";
import { formatCount } from "../../format/number.ts";
import type { PricedModel } from "../../trpc/types.ts";

interface UnpricedModelsProps {
  rows: readonly PricedModel[];
  /** null for those who may not. */
  onSetPrice: ((model: string, provider: string | null) => void) | null;
  /** null for those who may not. */
  onRecompute: (() => void) | null;
}

/** Calls whose cost nobody knows: every sum leaves them out, so they are named before anything else. */
export function UnpricedModels({ rows, onSetPrice, onRecompute }: UnpricedModelsProps) {
  const unpriced = rows.filter(({ unpricedCalls }) => unpricedCalls > 0);
  if (unpriced.length === 0) return null;
  return (
    <section aria-label="Unpriced models" className="rounded-md bg-warning-soft px-3 py-2.5">
      <h3 className="flex items-center gap-2 font-semibold">
        <TriangleAlert aria-hidden className="size-4 shrink-0 text-warning" />
        Unpriced models
      </h3>
      <p className="mt-0.5 text-soft">
        These calls of the last 30 days used tokens and have no cost. Every sum leaves them out.
      </p>
      <ul className="mt-1.5">
        {unpriced.map(({ model, provider, unpricedCalls, price }) => (
          <li
            key={`${provider}/${model}`}
            className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1 py-1"
          >
            <span className="min-w-0">
              <span className="font-mono text-xs break-all">{model}</span>{" "}
              <span className="text-soft">
                {provider ?? "unknown provider"}, {formatCount(unpricedCalls, "call")} without cost
              </span>
            </span>
            {price === null
              ? onSetPrice && (
                  <Button look="solid" onClick={() => onSetPrice(model, provider)}>
                    Set a price<span className="sr-only">{` for ${model}`}</span>
                  </Button>
                )
              : onRecompute && (
                  <Button onClick={onRecompute}>
                    Recompute<span className="sr-only">{` ${model}, which has a price now`}</span>
                  </Button>
                )}
          </li>
        ))}
      </ul>
    </section>
  );
}
