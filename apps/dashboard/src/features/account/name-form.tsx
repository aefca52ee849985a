"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { SubmitEvent } from "react";
import { FormError } from "../../components/form-error.tsx";
import { readField } from "../../components/read-field.ts";
import { Button } from "../../components/ui/button.tsx";
import { TextField } from "../../components/ui/text-field.tsx";
import { useTRPC } from "../../trpc/client.ts";

export function NameForm({ name, email }: { name: string; email: string }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const rename = useMutation(
    trpc.account.rename.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.account.get.queryKey() }),
    }),
  );
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    rename.mutate({ name: readField(event.currentTarget, "name") });
  };
  return (
    <form onSubmit={submit} className="max-w-96 space-y-3">
      <TextField
        label="Name"
        name="name"
        autoComplete="name"
        required
        maxLength={100}
        defaultValue={name}
        errorId={rename.isError ? "name-error" : undefined}
      />
      <TextField label="E-mail" value={email} readOnly />
      <FormError id="name-error" error={rename.error} />
      <div className="flex items-center gap-3">
        <Button type="submit" size="medium" disabled={rename.isPending}>
          {rename.isPending ? "Saving…" : "Save"}
        </Button>
        <output className="text-xs text-soft">{rename.isSuccess ? "Saved" : ""}</output>
      </div>
    </form>
  );
}
