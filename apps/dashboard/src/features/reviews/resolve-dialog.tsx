"use client";

import { type SubmitEvent, useId, useState } from "react";
import { FormError } from "../../components/form-error.tsx";
import { Button } from "../../components/ui/button.tsx";
import { Dialog } from "../../components/ui/dialog.tsx";
import { Field, fieldStyle } from "../../components/ui/field.tsx";
import type { ListedReviewItem } from "../../trpc/types.ts";

interface ResolveDialogProps {
  item: ListedReviewItem;
  pending: boolean;
  error: unknown;
  onResolve: (note: string) => void;
  onClose: () => void;
}

/** Asks what was done about it; the note may stay empty. */
export function ResolveDialog({ item, pending, error, onResolve, onClose }: ResolveDialogProps) {
  const errorId = useId();
  const [note, setNote] = useState("");
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    onResolve(note);
  };
  return (
    <Dialog title="Resolve" open onOpenChange={(open) => !open && onClose()}>
      <form onSubmit={submit} className="space-y-3 p-4">
        <p className="line-clamp-3 break-words text-soft">{item.asked ?? item.reason}</p>
        <Field label="Note" hint="What was done about it, for those who come after">
          {(control) => (
            <textarea
              {...control}
              data-first-focus
              rows={4}
              maxLength={10_000}
              value={note}
              onChange={(event) => setNote(event.target.value)}
              className={`${fieldStyle} h-auto resize-y py-1.5`}
            />
          )}
        </Field>
        <FormError id={errorId} error={error} />
        <div className="flex justify-end gap-2">
          <Button size="medium" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" size="medium" look="solid" disabled={pending}>
            {pending ? "Resolving…" : "Resolve"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
