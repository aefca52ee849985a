"use client";

import { Pencil } from "lucide-react";
import { type SubmitEvent, useState } from "react";
import { FormError } from "../../components/form-error.tsx";
import { formText } from "../../components/form-text.ts";
import { Button } from "../../components/ui/button.tsx";
import { Dialog } from "../../components/ui/dialog.tsx";
import { TextField } from "../../components/ui/text-field.tsx";
import type { ApiKey } from "../../trpc/types.ts";
import { useKeyMutations } from "./use-key-mutations.ts";

interface RenameKeyProps {
  projectId: string;
  apiKey: ApiKey;
}

export function RenameKey({ projectId, apiKey }: RenameKeyProps) {
  const { rename } = useKeyMutations();
  const [open, setOpen] = useState(false);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = formText(new FormData(event.currentTarget), "name");
    rename.mutate({ projectId, keyId: apiKey.id, name }, { onSuccess: () => setOpen(false) });
  };
  return (
    <Dialog
      title="Rename the key"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button look="quiet" size="icon" aria-label={`Rename the key ${apiKey.name}`}>
          <Pencil aria-hidden />
        </Button>
      }
    >
      <form onSubmit={submit} className="flex flex-col gap-3 p-4">
        <TextField
          label="Name"
          name="name"
          required
          maxLength={100}
          defaultValue={apiKey.name}
          autoComplete="off"
        />
        <FormError error={rename.error} />
        <div className="flex justify-end">
          <Button type="submit" look="solid" size="medium" disabled={rename.isPending}>
            {rename.isPending ? "Saving…" : "Save"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
