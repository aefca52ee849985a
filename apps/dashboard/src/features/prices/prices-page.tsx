"use client";

import { useQuery } from "@tanstack/react-query";
import { parseAsString, useQueryStates } from "nuqs";
import { ErrorNotice } from "../../components/error-notice.tsx";
import { Button } from "../../components/ui/button.tsx";
import { useTRPC } from "../../trpc/client.ts";
import { toFailure } from "../../trpc/failure.ts";
import { useProject } from "../project/use-project.ts";
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
  const openFor = (model: string, provider: string | null) => void setForm({ model, provider });
  const known = models.data?.find((row) => row.model === form.model);
  return (
    <div className="scroll-thin min-h-0 flex-1 overflow-auto">
      <div className="flex flex-wrap items-start gap-3 px-4 pt-4 pb-2">
        <div className="min-w-0 flex-1 basis-72">
          <h2 className="text-base font-semibold">Prices</h2>
          <p className="max-w-2xl text-soft">
            In US dollars per million tokens. A price set here goes before the public one, for calls that
            start from then on; what is stored keeps its cost.
          </p>
        </div>
        {mayUpdate && (
          <Button look="solid" size="medium" onClick={() => openFor("", null)}>
            Set a price
          </Button>
        )}
      </div>
      {failed && (
        <ErrorNotice
          className="m-4"
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
      />
      {mayUpdate && form.model !== null && (
        <PriceDialog
          key={`${form.provider}/${form.model}`}
          projectId={projectId}
          model={form.model}
          provider={form.provider}
          rates={known?.price?.rates ?? {}}
          onClose={() => void setForm({ model: null, provider: null })}
        />
      )}
    </div>
  );
}
