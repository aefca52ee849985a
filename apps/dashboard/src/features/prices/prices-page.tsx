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
import { PriceDialog } from "./price-dialog.tsx";

/** What each model costs here: the public list, and the prices that the project sets before it. */
export function PricesPage({ projectId }: { projectId: string }) {
  const trpc = useTRPC();
  const [form, setForm] = useQueryStates({ model: parseAsString, provider: parseAsString });
  const mayUpdate = useProject(projectId).can("prices:update");
  const models = useQuery(trpc.customPrice.models.queryOptions({ projectId }));
  const custom = useQuery(trpc.customPrice.list.queryOptions({ projectId }));
  const failed = [models, custom].find((query) => query.isError);
  const [done, setDone] = useState<string | null>(null);
  const openFor = (model: string, provider: string | null) => {
    setDone(null);
    void setForm({ model, provider });
  };
  const known = models.data?.find((row) => row.model === form.model);
  return (
    <div className="w-full max-w-6xl space-y-5 px-4 py-5">
      <SettingsHead
        title="Prices"
        text="In US dollars per million tokens. A price set here goes before the public one, for calls that start from then on; what is stored keeps its cost."
      >
        {mayUpdate && (
          <Button look="solid" size="medium" onClick={() => openFor("", null)}>
            <Plus aria-hidden /> Set a price
          </Button>
        )}
      </SettingsHead>
      <output className="flex items-center gap-2 rounded-md bg-selected px-3 py-2 empty:hidden">
        {done && (
          <>
            <Check aria-hidden className="size-4 shrink-0 text-accent" />
            {done}
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
      <ModelsTable rows={models.data ?? null} onSetPrice={mayUpdate ? openFor : null} />
      <CustomPricesTable
        projectId={projectId}
        rows={custom.data ?? null}
        onChange={mayUpdate ? openFor : null}
        onRemoved={(model) => setDone(`The price of ${model} is removed.`)}
      />
      {mayUpdate && form.model !== null && (
        <PriceDialog
          key={`${form.provider}/${form.model}`}
          projectId={projectId}
          model={form.model}
          provider={form.provider}
          rates={known?.price?.rates ?? {}}
          onClose={() => void setForm({ model: null, provider: null })}
          onSaved={(model) => setDone(`The price of ${model} holds for calls that start from now on.`)}
        />
      )}
    </div>
  );
}
