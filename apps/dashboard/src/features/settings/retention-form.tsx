"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";
import { classNames } from "../../components/class-names.ts";
import { FormError } from "../../components/form-error.tsx";
import { Button } from "../../components/ui/button.tsx";
import { fieldStyle } from "../../components/ui/field.tsx";
import { formatCount } from "../../format/number.ts";
import { useTRPC } from "../../trpc/client.ts";
import type { ProjectDetail } from "../../trpc/types.ts";

interface RetentionFormProps {
  project: ProjectDetail;
  editable: boolean;
  onSaved: () => void;
}

export function RetentionForm({ project, editable, onSaved }: RetentionFormProps) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const before = project.retentionDays;
  const [forEver, setForEver] = useState(before === null);
  const [days, setDays] = useState(String(before ?? 90));
  const save = useMutation(
    trpc.project.setRetention.mutationOptions({
      onSuccess: async () => {
        await client.invalidateQueries({ queryKey: trpc.project.pathKey() });
        onSaved();
      },
    }),
  );
  if (!editable) {
    return <p>{before === null ? "Kept for ever" : `Kept for ${formatCount(before, "day")}`}</p>;
  }
  const wanted = forEver ? null : Number(days);
  const valid = wanted === null || (Number.isInteger(wanted) && wanted >= 1 && wanted <= 3_650);
  const erases = wanted !== null && valid && (before === null || wanted < before);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    save.mutate({ projectId: project.id, retentionDays: wanted });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-2">
      <fieldset>
        <legend className="sr-only">How long traces are kept</legend>
        <label className="flex min-h-8 items-center gap-2">
          <input
            type="radio"
            name="retention"
            className="accent-(--accent-solid)"
            checked={forEver}
            onChange={() => setForEver(true)}
          />
          For ever
        </label>
        <div className="flex min-h-8 items-center gap-2">
          <label className="flex items-center gap-2">
            <input
              type="radio"
              name="retention"
              className="accent-(--accent-solid)"
              checked={!forEver}
              onChange={() => setForEver(false)}
            />
            For
          </label>
          <input
            type="number"
            aria-label="Days that traces are kept"
            min={1}
            max={3650}
            step={1}
            value={days}
            disabled={forEver}
            aria-invalid={!valid}
            onChange={(event) => setDays(event.target.value)}
            className={classNames(fieldStyle, "w-24 tabular-nums")}
          />
          days
        </div>
      </fieldset>
      {erases && (
        <p className="rounded-md bg-warning-soft px-2.5 py-2 text-xs">
          The next sweep erases everything older than {formatCount(wanted, "day")}. It does not come back.
        </p>
      )}
      <FormError error={save.error} />
      <Button
        type="submit"
        size="medium"
        className="self-start"
        disabled={save.isPending || !valid || wanted === before}
      >
        {save.isPending ? "Saving…" : "Save"}
      </Button>
    </form>
  );
}
