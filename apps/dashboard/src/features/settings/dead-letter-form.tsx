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

interface DeadLetterFormProps {
  project: ProjectDetail;
  editable: boolean;
  onSaved: () => void;
}

const maxDays = 90;

/** How long refused events are kept. */
export function DeadLetterForm({ project, editable, onSaved }: DeadLetterFormProps) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const before = project.deadLetterDays;
  const [days, setDays] = useState(String(before));
  const save = useMutation(
    trpc.project.setDeadLetterDays.mutationOptions({
      onSuccess: async () => {
        await client.invalidateQueries({ queryKey: trpc.project.pathKey() });
        onSaved();
      },
    }),
  );
  if (!editable) return <p>{`Kept for ${formatCount(before, "day")}`}</p>;
  const wanted = Number(days);
  const valid = Number.isInteger(wanted) && wanted >= 1 && wanted <= maxDays;
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    save.mutate({ projectId: project.id, deadLetterDays: wanted });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-2">
      <div className="flex min-h-8 items-center gap-2">
        <span aria-hidden>For</span>
        <input
          type="number"
          aria-label="Days that rejected events are kept"
          min={1}
          max={maxDays}
          step={1}
          value={days}
          aria-invalid={!valid}
          onChange={(event) => setDays(event.target.value)}
          className={classNames(fieldStyle, "w-24 tabular-nums")}
        />
        days
        <span className="text-xs text-soft">{`1 to ${maxDays}`}</span>
      </div>
      {valid && wanted < before && (
        <p className="rounded-md bg-warning-soft px-2.5 py-2 text-xs">
          Rejected events older than {formatCount(wanted, "day")} vanish at once. They do not come back.
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
