"use client";

import { useMutation } from "@tanstack/react-query";
import Link from "next/link";
import { type SubmitEvent, useState } from "react";
import { FormError } from "../../components/form-error.tsx";
import { readField } from "../../components/read-field.ts";
import { Button } from "../../components/ui/button.tsx";
import { TextField } from "../../components/ui/text-field.tsx";
import { attempt } from "../../trpc/attempt.ts";
import { useTRPC } from "../../trpc/client.ts";
import { NewPasswordField } from "../password/new-password-field.tsx";
import { linkStyle } from "../sign-in/entry-page.tsx";
import { signInWithPassword } from "../sign-in/sign-in-with-password.ts";

export function PasswordForm({ email, hasPassword }: { email: string; hasPassword: boolean }) {
  const trpc = useTRPC();
  const change = useMutation(trpc.account.changePassword.mutationOptions());
  const [state, setState] = useState<{ error: unknown; pending: boolean; done: boolean }>({
    error: null,
    pending: false,
    done: false,
  });
  if (!hasPassword) {
    return (
      <p className="text-soft">
        This account has no password: you sign in through a provider.{" "}
        <Link href="/forgot" className={linkStyle}>
          Set one
        </Link>
      </p>
    );
  }
  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const newPassword = readField(form, "newPassword");
    setState({ error: null, pending: true, done: false });
    const oldPassword = readField(form, "oldPassword");
    const refused = await attempt(change.mutateAsync({ oldPassword, newPassword }));
    if (refused === null) {
      // The change ended this session as well: begin a new one.
      if ((await signInWithPassword(email, newPassword)) !== null) location.assign("/sign-in");
      form.reset();
    }
    setState({ error: refused, pending: false, done: refused === null });
  };
  const errorId = state.error === null ? undefined : "password-error";
  return (
    <form method="post" onSubmit={(event) => void submit(event)} className="max-w-96 space-y-3">
      <input type="email" name="email" autoComplete="username" value={email} readOnly hidden />
      <TextField
        label="Current password"
        name="oldPassword"
        type="password"
        autoComplete="current-password"
        required
        errorId={errorId}
      />
      <NewPasswordField name="newPassword" errorId={errorId} />
      <FormError id="password-error" error={state.error} />
      <div className="flex items-center gap-3">
        <Button type="submit" size="medium" disabled={state.pending}>
          {state.pending ? "Changing…" : "Change password"}
        </Button>
        <output className="text-xs text-soft">
          {state.done ? "Changed; other devices are signed out" : ""}
        </output>
      </div>
    </form>
  );
}
