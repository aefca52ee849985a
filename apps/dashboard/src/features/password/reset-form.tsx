"use client";

import { useMutation } from "@tanstack/react-query";
import type { SubmitEvent } from "react";
import { FormError } from "../../components/form-error.tsx";
import { readField } from "../../components/read-field.ts";
import { Button } from "../../components/ui/button.tsx";
import { useTRPC } from "../../trpc/client.ts";
import { signInWithPassword } from "../sign-in/sign-in-with-password.ts";
import { NewPasswordField } from "./new-password-field.tsx";

export function ResetForm({ token, email }: { token: string; email: string }) {
  const trpc = useTRPC();
  const reset = useMutation(trpc.account.resetPassword.mutationOptions());
  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const password = readField(event.currentTarget, "password");
    const isSet = await reset.mutateAsync({ token, password }).then(
      () => true,
      () => false,
    );
    if (!isSet) return;
    const refused = await signInWithPassword(email, password);
    location.assign(refused === null ? "/" : "/sign-in");
  };
  return (
    <form method="post" onSubmit={(event) => void submit(event)} className="space-y-3.5">
      {/* For password managers: whose password this is. */}
      <input type="email" name="email" autoComplete="username" value={email} readOnly hidden />
      <NewPasswordField name="password" errorId={reset.isError ? "reset-error" : undefined} />
      <p className="text-xs text-soft">Every device that is signed in to this account will be signed out.</p>
      <FormError id="reset-error" error={reset.error} />
      <Button
        type="submit"
        look="solid"
        size="large"
        disabled={reset.isPending || reset.isSuccess}
        className="w-full"
      >
        {reset.isPending || reset.isSuccess ? "Setting…" : "Set the password"}
      </Button>
    </form>
  );
}
