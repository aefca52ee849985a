"use client";

import { useMutation } from "@tanstack/react-query";
import { type SubmitEvent, useId, useState } from "react";
import { FormActions } from "../../components/form-actions.tsx";
import { FormError } from "../../components/form-error.tsx";
import { Dialog } from "../../components/ui/dialog.tsx";
import { TextField } from "../../components/ui/text-field.tsx";
import { useTRPC } from "../../trpc/client.ts";
import type { GatewaySecret } from "../../trpc/types.ts";

interface SecretDialogProps {
  projectId: string;
  /** The one that is replaced; null for a new one. */
  known: GatewaySecret | null;
  onClose: () => void;
  onSaved: () => void;
}

/** Takes a key and where it may be sent; whoever changes the address has to know the key. */
export function SecretDialog({ projectId, known, onClose, onSaved }: SecretDialogProps) {
  const trpc = useTRPC();
  const errorId = useId();
  const [name, setName] = useState(known?.name ?? "");
  const [value, setValue] = useState("");
  const [origins, setOrigins] = useState(known?.origins.join(", ") ?? "");
  const save = useMutation(trpc.gateway.saveSecret.mutationOptions({ onSuccess: onSaved }));
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const list = origins
      .split(/[\s,]+/)
      .map((origin) => origin.trim())
      .filter((origin) => origin !== "");
    save.mutate({ projectId, name, value, origins: list });
  };
  return (
    <Dialog
      title={known === null ? "Add a secret" : `Replace ${known.name}`}
      open
      onOpenChange={(open) => !open && onClose()}
    >
      <form onSubmit={submit} className="space-y-3 p-4">
        <TextField
          label="Name"
          hint={`In the text: secret:${name || "name"}`}
          value={name}
          required
          readOnly={known !== null}
          pattern="[A-Za-z0-9][A-Za-z0-9_.\-]{0,63}"
          title="Letters, digits, dots, dashes and underscores"
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setName(event.target.value)}
        />
        <TextField
          label="Secret"
          hint="Kept sealed; nobody can read it again"
          type="password"
          value={value}
          required
          maxLength={2_000}
          autoComplete="new-password"
          onChange={(event) => setValue(event.target.value)}
        />
        <TextField
          label="May be sent to"
          hint="Addresses like https://api.openai.com, separated by commas. Another address asks for the secret again."
          value={origins}
          required
          autoComplete="off"
          spellCheck={false}
          placeholder="https://api.openai.com"
          onChange={(event) => setOrigins(event.target.value)}
        />
        <FormError id={errorId} error={save.error} />
        <FormActions action="Keep it" isPending={save.isPending} onCancel={onClose} />
      </form>
    </Dialog>
  );
}
