"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { formatCount } from "../../format/number.ts";
import { useTRPC } from "../../trpc/client.ts";
import type { ProjectDetail } from "../../trpc/types.ts";
import { DaysForm, DaysInput, isDays } from "./days-form.tsx";

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
  const valid = isDays(wanted, maxDays);
  const loses = valid && wanted < before;
  return (
    <DaysForm
      warning={
        loses
          ? `Rejected events older than ${formatCount(wanted, "day")} vanish at once. They do not come back.`
          : null
      }
      canSave={valid && wanted !== before}
      isPending={save.isPending}
      error={save.error}
      onSave={() => save.mutate({ projectId: project.id, deadLetterDays: wanted })}
    >
      <div className="flex min-h-8 items-center gap-2">
        <span aria-hidden>For</span>
        <DaysInput
          label="Days that rejected events are kept"
          max={maxDays}
          value={days}
          isValid={valid}
          onChange={setDays}
        />
        days
        <span className="text-xs text-soft">{`1 to ${maxDays}`}</span>
      </div>
    </DaysForm>
  );
}
