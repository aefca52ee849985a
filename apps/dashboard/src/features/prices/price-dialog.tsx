"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { ErrorNotice } from "../../components/error-notice.tsx";
import { FormActions } from "../../components/form-actions.tsx";
import { Dialog } from "../../components/ui/dialog.tsx";
import { SelectField } from "../../components/ui/select-field.tsx";
import { useTRPC } from "../../trpc/client.ts";
import { toFailure } from "../../trpc/failure.ts";
import { pastRanges, startOfRange } from "./past-ranges.ts";
import { type PriceKind, priceKinds } from "./price-kinds.ts";

interface PriceDialogProps {
  projectId: string;
  /** Empty for one that has not been seen yet. */
  model: string;
  provider: string | null;
  /** What holds now, by kind. */
  rates: Readonly<Record<string, string>>;
  onClose: () => void;
  /** `range` is how far back the price reaches, null for not at all. */
  onSaved: (model: string, range: string | null) => void;
}

const fieldStyle =
  "h-8 w-full rounded-md border border-line-strong bg-raised px-2 tabular-nums max-md:text-base";

const fromNow = "now";

/** Sets a price for calls that start from now on, or from some time ago. */
export function PriceDialog({ projectId, model, provider, rates, onClose, onSaved }: PriceDialogProps) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const [names, setNames] = useState({ model, provider: provider ?? "" });
  const [amounts, setAmounts] = useState<Partial<Record<PriceKind, string>>>({ ...rates });
  const [reach, setReach] = useState(fromNow);
  const create = useMutation(
    trpc.customPrice.create.mutationOptions({
      onSuccess: async () => {
        await client.invalidateQueries({ queryKey: trpc.customPrice.pathKey() });
        onClose();
        onSaved(names.model, reach === fromNow ? null : reach);
      },
    }),
  );
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    const given = Object.entries(amounts).filter(([, amount]) => amount !== "");
    create.mutate({
      projectId,
      modelPattern: names.model,
      provider: names.provider === "" ? null : names.provider,
      prices: { input: amounts.input ?? "", ...Object.fromEntries(given) },
      ...(reach === fromNow ? {} : { validFromMs: startOfRange(reach, Date.now()) }),
    });
  };
  return (
    <Dialog title="Set a price" open onOpenChange={(open) => !open && onClose()}>
      <form onSubmit={submit} className="space-y-4 p-4">
        <div className="grid grid-cols-2 gap-3 max-sm:grid-cols-1">
          <label className="block">
            <span className="mb-1 block text-xs font-medium">Model</span>
            <input
              required
              type="text"
              autoComplete="off"
              spellCheck={false}
              data-first-focus={model === "" || undefined}
              value={names.model}
              onChange={(event) => setNames({ ...names, model: event.target.value })}
              className={`${fieldStyle} font-mono`}
            />
            <span className="mt-0.5 block text-2xs text-soft">A * at the end matches any ending</span>
          </label>
          <label className="block">
            <span className="mb-1 block text-xs font-medium">Provider</span>
            <input
              type="text"
              autoComplete="off"
              spellCheck={false}
              value={names.provider}
              onChange={(event) => setNames({ ...names, provider: event.target.value })}
              className={fieldStyle}
            />
            <span className="mt-0.5 block text-2xs text-soft">Any when empty</span>
          </label>
        </div>
        <fieldset>
          <legend className="mb-2 text-xs text-soft">
            In US dollars; only the input price has to be given.
          </legend>
          <div className="grid grid-cols-3 gap-3 max-sm:grid-cols-2">
            {priceKinds.map(({ kind, label, hint }) => (
              <label key={kind} className="block">
                <span className="block text-xs font-medium">{label}</span>
                <input
                  type="text"
                  autoComplete="off"
                  data-first-focus={(model !== "" && kind === "input") || undefined}
                  required={kind === "input"}
                  inputMode="decimal"
                  pattern="\d{1,7}(\.\d{1,12})?"
                  title="A plain decimal like 2.50"
                  value={amounts[kind] ?? ""}
                  onChange={(event) => setAmounts({ ...amounts, [kind]: event.target.value.trim() })}
                  className={`${fieldStyle} mt-1`}
                />
                <span className="mt-0.5 block text-2xs text-soft">{hint}</span>
              </label>
            ))}
          </div>
        </fieldset>
        <SelectField
          label="For calls that start"
          hint="Calls stored already keep their cost until it is recomputed"
          value={reach}
          onChange={(event) => setReach(event.target.value)}
          options={[
            { value: fromNow, label: "From now on" },
            ...pastRanges.map(({ value, label }) => ({ value, label: `${label}, and from now on` })),
          ]}
        />
        {create.isError && (
          <ErrorNotice
            failure={toFailure(create.error)}
            onRetry={() => submit()}
            retrying={create.isPending}
          />
        )}
        <FormActions action="Set price" isPending={create.isPending} onCancel={onClose} />
      </form>
    </Dialog>
  );
}
