"use client";

import { TriangleAlert } from "lucide-react";
import { type SubmitEvent, useRef, useState } from "react";
import { Button } from "../../components/ui/button.tsx";

const fieldStyle =
  "mt-1 block h-9 w-full rounded-md border border-line-strong bg-canvas px-2.5 text-base outline-offset-0 aria-invalid:border-error sm:text-sm";

/** Reads what the server answered; a limit carries the seconds to wait. */
function explain(error: string): string {
  if (error === "CredentialsSignin") return "The e-mail address or the password is wrong.";
  const limited = /^rate_limited:(\d+)$/.exec(error);
  if (limited) {
    const minutes = Math.max(1, Math.ceil(Number(limited[1]) / 60));
    return `Too many attempts. Try again in ${minutes === 1 ? "a minute" : `${minutes} minutes`}.`;
  }
  return "Signing in does not work right now. Try again in a moment.";
}

export function SignInForm({ returnTo }: { returnTo: string }) {
  const [error, setError] = useState<string | null>(null);
  const [pending, setPending] = useState(false);
  const password = useRef<HTMLInputElement>(null);

  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setPending(true);
    setError(null);
    const { signIn } = await import("next-auth/react");
    const result = await signIn("credentials", {
      email: form.get("email"),
      password: form.get("password"),
      redirect: false,
    }).catch(() => ({ error: "unavailable" }));
    if (result && !result.error) {
      location.assign(returnTo);
      return;
    }
    setPending(false);
    setError(explain(result?.error ?? "unavailable"));
    password.current?.select();
  };

  return (
    <form method="post" onSubmit={(event) => void submit(event)} className="space-y-3.5">
      <label className="block text-xs font-medium">
        E-mail
        <input
          name="email"
          type="email"
          autoComplete="username"
          required
          spellCheck={false}
          aria-invalid={error !== null}
          aria-describedby={error ? "sign-in-error" : undefined}
          className={fieldStyle}
        />
      </label>
      <label className="block text-xs font-medium">
        Password
        <input
          ref={password}
          name="password"
          type="password"
          autoComplete="current-password"
          required
          aria-invalid={error !== null}
          aria-describedby={error ? "sign-in-error" : undefined}
          className={fieldStyle}
        />
      </label>
      <div role="alert" id="sign-in-error">
        {error && (
          <p className="flex items-start gap-2 rounded-md bg-error-soft px-2.5 py-2 text-error">
            <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
            {error}
          </p>
        )}
      </div>
      <Button type="submit" look="solid" size="large" disabled={pending} className="w-full">
        {pending ? "Signing in…" : "Sign in"}
      </Button>
    </form>
  );
}
