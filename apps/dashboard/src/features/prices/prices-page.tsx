"use client";

import { useQuery } from "@tanstack/react-query";
import { Check, Plus } from "lucide-react";
import { parseAsString, useQueryStates } from "nuqs";
import { useState } from "react";
import { ErrorNotice } from "../../components/error-notice.tsx";
import { Button } from "../../components/ui/button.tsx";
import { useTRPC } from "../../trpc/client.ts";
import { toFailure } from "../../trpc/failure.ts";
import { useProject } from "../project/use-project.ts";
import { SettingsHead } from "../settings/settings-head.tsx";
import { CustomPricesTable } from "./custom-prices-table.tsx";
import { ModelsTable } from "./models-table.tsx";
import { rangeSince } from "./past-ranges.ts";
import { PriceDialog } from "./price-dialog.tsx";
import { RecomputeCosts } from "./recompute-costs.tsx";
import { UnpricedModels } from "./unpriced-models.tsx";
import { useRecompute } from "./use-recompute.ts";

interface Done {
  text: string;
  /** Stored calls of this range have another price now. */
  range: string | null;
}

/** What each model costs here: the public list, and the prices that the project sets before it. */
export function PricesPage({ projectId }: { projectId: string }) {
  const trpc = useTRPC();
  const [form, setForm] = useQueryStates({ model: parseAsString, provider: parseAsString });
  const mayUpdate = useProject(projectId).can("prices:update");
  const models = useQuery(trpc.customPrice.models.queryOptions({ projectId }));
  const custom = useQuery(trpc.customPrice.list.queryOptions({ projectId }));
  const failed = [models, custom].find((query) => query.isError);
  const [done, setDone] = useState<Done | null>(null);
  const [range, setRange] = useState("30d");
  const recomputing = useRecompute(projectId);
  const openFor = (model: string, provider: string | null) => {
    setDone(null);
    void setForm({ model, provider });
  };
  const recomputeNow = (wanted: string | null) => {
    if (wanted === null) return;
    setRange(wanted);
    setDone(null);
    recomputing.start(wanted);
  };
  const known = models.data?.find((row) => row.model === form.model);
  return (
    <div className="w-full max-w-6xl space-y-5 px-4 py-5">
      <SettingsHead
        title="Prices"
        text="In US dollars per million tokens. A price set here goes before the public one, for calls that start from then on."
      >
        {mayUpdate && (
          <Button look="solid" size="medium" onClick={() => openFor("", null)}>
            <Plus aria-hidden /> Set a price
          </Button>
        )}
      </SettingsHead>
      <output className="flex flex-wrap items-center gap-2 rounded-md bg-selected px-3 py-2 empty:hidden">
        {done && (
          <>
            <Check aria-hidden className="size-4 shrink-0 text-accent" />
            <span>{done.text}</span>
            {done.range !== null && (
              <Button disabled={!recomputing.canStart} onClick={() => recomputeNow(done.range)}>
                Recompute stored costs
              </Button>
            )}
          </>
        )}
      </output>
      {failed && (
        <ErrorNotice
          failure={toFailure(failed.error)}
          onRetry={() => void failed.refetch()}
          retrying={failed.isFetching}
        />
      )}
      <UnpricedModels
        rows={models.data ?? []}
        onSetPrice={mayUpdate ? openFor : null}
        onRecompute={mayUpdate && recomputing.canStart ? () => recomputeNow("30d") : null}
      />
      <ModelsTable rows={models.data ?? null} onSetPrice={mayUpdate ? openFor : null} />
      <CustomPricesTable
        projectId={projectId}
        rows={custom.data ?? null}
        onChange={mayUpdate ? openFor : null}
        onRemoved={({ modelPattern, validFrom }) =>
          setDone({
            text: `The price of ${modelPattern} is removed. Stored calls keep its cost until they are recomputed.`,
            range: rangeSince(Date.parse(validFrom), Date.now()),
          })
        }
      />
      <RecomputeCosts {...{ projectId, mayUpdate, recomputing, range }} onRange={setRange} />
      {mayUpdate && form.model !== null && (
        <PriceDialog
          key={`${form.provider}/${form.model}`}
          projectId={projectId}
          model={form.model}
          provider={form.provider}
          rates={known?.price?.rates ?? {}}
          onClose={() => void setForm({ model: null, provider: null })}
          onSaved={(model, past) =>
            setDone({
              text:
                past === null
                  ? `The price of ${model} holds for calls that start from now on.`
                  : `The price of ${model} is set. Stored calls keep their cost until they are recomputed.`,
              range: past,
            })
          }
        />
      )}
    </div>
  );
}
