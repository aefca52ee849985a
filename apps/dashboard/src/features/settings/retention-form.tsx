"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { formatCount } from "../../format/number.ts";
import { useTRPC } from "../../trpc/client.ts";
import type { ProjectDetail } from "../../trpc/types.ts";
import { DaysForm, DaysInput, isDays } from "./days-form.tsx";

interface RetentionFormProps {
  project: ProjectDetail;
  editable: boolean;
  onSaved: () => void;
}

const maxDays = 3_650;

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
  const valid = wanted === null || isDays(wanted, maxDays);
  const erases = wanted !== null && valid && (before === null || wanted < before);
  return (
    <DaysForm
      warning={
        erases
          ? `The next sweep erases everything older than ${formatCount(wanted, "day")}. It does not come back.`
          : null
      }
      canSave={valid && wanted !== before}
      isPending={save.isPending}
      error={save.error}
      onSave={() => save.mutate({ projectId: project.id, retentionDays: wanted })}
    >
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
          <DaysInput
            label="Days that traces are kept"
            max={maxDays}
            value={days}
            isValid={valid}
            disabled={forEver}
            onChange={setDays}
          />
          days
        </div>
      </fieldset>
    </DaysForm>
  );
}
