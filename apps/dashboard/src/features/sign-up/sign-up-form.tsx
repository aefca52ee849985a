"use client";

import { useMutation } from "@tanstack/react-query";
import type { SubmitEvent } from "react";
import { useState } from "react";
import { FormError } from "../../components/form-error.tsx";
import { readField } from "../../components/read-field.ts";
import { Button } from "../../components/ui/button.tsx";
import { TextField } from "../../components/ui/text-field.tsx";
import { useTRPC } from "../../trpc/client.ts";
import { toFailure } from "../../trpc/failure.ts";
import { NewPasswordField } from "../password/new-password-field.tsx";
import { signInWithPassword } from "../sign-in/sign-in-with-password.ts";

interface SignUpFormProps {
  returnTo: string;
  invitationToken: string | undefined;
  /** The address that was invited; no other may accept. */
  invitedEmail: string | null;
}

export function SignUpForm({ returnTo, invitationToken, invitedEmail }: SignUpFormProps) {
  const trpc = useTRPC();
  const signUp = useMutation(trpc.account.signUp.mutationOptions());
  const [error, setError] = useState<string | null>(null);
  const [pending, setPending] = useState(false);
  const errorId = error === null ? undefined : "sign-up-error";

  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const [name, email, password] = [
      readField(form, "name"),
      readField(form, "email"),
      readField(form, "password"),
    ] as const;
    setPending(true);
    setError(null);
    const refused = await make({ name, email, password });
    if (refused === null) {
      location.assign(returnTo);
      return;
    }
    setPending(false);
    setError(refused);
  };

  /** The server answers alike whether the address was free: signing in tells its owner. */
  const make = async (input: { name: string; email: string; password: string }) => {
    try {
      await signUp.mutateAsync({ ...input, ...(invitationToken === undefined ? {} : { invitationToken }) });
    } catch (failure) {
      return toFailure(failure).message;
    }
    const refused = await signInWithPassword(input.email, input.password);
    return refused === null
      ? null
      : "This address may have an account already. Sign in with its password, or reset it.";
  };

  return (
    <form method="post" onSubmit={(event) => void submit(event)} className="space-y-3.5">
      <TextField label="Name" name="name" autoComplete="name" required maxLength={100} errorId={errorId} />
      <TextField
        label="E-mail"
        name="email"
        type="email"
        autoComplete="username"
        required
        spellCheck={false}
        defaultValue={invitedEmail ?? undefined}
        readOnly={invitedEmail !== null}
        errorId={errorId}
      />
      <NewPasswordField label="Password" name="password" errorId={errorId} />
      <FormError id="sign-up-error" error={error} />
      <Button type="submit" look="solid" size="large" disabled={pending} className="w-full">
        {pending ? "Creating…" : "Create account"}
      </Button>
    </form>
  );
}
