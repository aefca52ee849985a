"use client";

import Link from "next/link";
import { type SubmitEvent, useRef, useState } from "react";
import { FormError } from "../../components/form-error.tsx";
import { readField } from "../../components/read-field.ts";
import { Button } from "../../components/ui/button.tsx";
import { TextField } from "../../components/ui/text-field.tsx";
import { linkStyle } from "./entry-page.tsx";
import { explainSignIn, signInWithPassword } from "./sign-in-with-password.ts";

interface SignInFormProps {
  returnTo: string;
  /** Why a provider sent somebody back. */
  failure: string | null;
}

export function SignInForm({ returnTo, failure }: SignInFormProps) {
  const [error, setError] = useState(failure === null ? null : explainSignIn(failure));
  const [pending, setPending] = useState(false);
  const password = useRef<HTMLInputElement>(null);
  const errorId = error === null ? undefined : "sign-in-error";

  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    setPending(true);
    setError(null);
    const refused = await signInWithPassword(readField(form, "email"), readField(form, "password"));
    if (refused === null) {
      location.assign(returnTo);
      return;
    }
    setPending(false);
    setError(refused);
    password.current?.select();
  };

  return (
    <form method="post" onSubmit={(event) => void submit(event)} className="space-y-3.5">
      <TextField
        label="E-mail"
        name="email"
        type="email"
        autoComplete="username"
        required
        spellCheck={false}
        errorId={errorId}
      />
      <TextField
        ref={password}
        label="Password"
        name="password"
        type="password"
        autoComplete="current-password"
        required
        errorId={errorId}
      />
      <FormError id="sign-in-error" error={error} />
      <Button type="submit" look="solid" size="large" disabled={pending} className="w-full">
        {pending ? "Signing in…" : "Sign in"}
      </Button>
      <p className="text-center text-xs">
        <Link href="/forgot" className={linkStyle}>
          Forgot your password?
        </Link>
      </p>
    </form>
  );
}
