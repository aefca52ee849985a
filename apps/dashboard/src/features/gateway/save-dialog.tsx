"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type SubmitEvent, useId, useState } from "react";
import { FormActions } from "../../components/form-actions.tsx";
import { FormError } from "../../components/form-error.tsx";
import { Dialog } from "../../components/ui/dialog.tsx";
import { TextField } from "../../components/ui/text-field.tsx";
import { useTRPC } from "../../trpc/client.ts";
import { DiffView } from "./diff-view.tsx";

interface SaveDialogProps {
  projectId: string;
  before: string;
  document: string;
  basedOn: number;
  onClose: () => void;
  onSaved: (version: number) => void;
}

/** What changes, before it does. */
export function SaveDialog({ projectId, before, document, basedOn, onClose, onSaved }: SaveDialogProps) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const errorId = useId();
  const [note, setNote] = useState("");
  const save = useMutation(
    trpc.gateway.save.mutationOptions({
      onSuccess: async (stored) => {
        client.setQueryData(trpc.gateway.config.queryKey({ projectId }), stored);
        onSaved(stored.version);
        await client.invalidateQueries({ queryKey: trpc.gateway.versions.queryKey() });
      },
    }),
  );
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    save.mutate({ projectId, document, note, basedOn });
  };
  return (
    <Dialog title={`Save as version ${basedOn + 1}`} open onOpenChange={(open) => !open && onClose()}>
      <form onSubmit={submit} className="space-y-3 p-4">
        <DiffView before={before} after={document} />
        <TextField
          label="Note"
          hint="What changes and why, for those who come after"
          value={note}
          maxLength={500}
          autoComplete="off"
          onChange={(event) => setNote(event.target.value)}
        />
        <p className="text-xs text-soft">
          The gateway serves it within two seconds. Calls under way end as they began.
        </p>
        <FormError id={errorId} error={save.error} />
        <FormActions action="Save and serve" isPending={save.isPending} onCancel={onClose} />
      </form>
    </Dialog>
  );
}
