"use client";

import { useMutation } from "@tanstack/react-query";
import type { SubmitEvent } from "react";
import { FormError } from "../../components/form-error.tsx";
import { readField } from "../../components/read-field.ts";
import { Button } from "../../components/ui/button.tsx";
import { TextField } from "../../components/ui/text-field.tsx";
import { useTRPC } from "../../trpc/client.ts";

export function ForgotForm() {
  const trpc = useTRPC();
  const request = useMutation(trpc.account.requestReset.mutationOptions());
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    request.mutate({ email: readField(event.currentTarget, "email") });
  };
  if (request.isSuccess) {
    return (
      <div role="status" className="space-y-2">
        <p className="font-medium">Look into your mailbox</p>
        <p className="text-soft">
          If {request.variables.email} has an account, a mail with a link is on its way. The link works once,
          for 24 hours. Nothing there? Look into spam, or ask an owner of your organisation for a link.
        </p>
      </div>
    );
  }
  return (
    <form method="post" onSubmit={submit} className="space-y-3.5">
      <TextField
        label="E-mail"
        name="email"
        type="email"
        autoComplete="username"
        required
        spellCheck={false}
        hint="We send a link with which you set a new password."
        errorId={request.isError ? "forgot-error" : undefined}
      />
      <FormError id="forgot-error" error={request.error} />
      <Button type="submit" look="solid" size="large" disabled={request.isPending} className="w-full">
        {request.isPending ? "Sending…" : "Send the link"}
      </Button>
    </form>
  );
}
