/** null when it worked; else what happened, in a sentence. */
export async function signInWithPassword(email: string, password: string): Promise<string | null> {
  const { signIn } = await import("next-auth/react");
  const result = await signIn("credentials", { email, password, redirect: false }).catch(() => ({
    error: "unavailable",
  }));
  return result && !result.error ? null : explainSignIn(result?.error ?? "unavailable");
}

const sentences = new Map([
  ["CredentialsSignin", "The e-mail address or the password is wrong."],
  [
    "password_first",
    "This address has an account with a password. Sign in with it, then connect the provider on your account page.",
  ],
  ["unverified", "The provider does not vouch for your e-mail address. Verify it there, or use a password."],
  ["sign_up_closed", "Sign-up is closed here. Ask somebody who is in for an invitation link."],
  ["AccessDenied", "The provider refused to let you in."],
]);

/** Reads what the server answered, or the address that a provider led back to; a limit carries seconds. */
export function explainSignIn(error: string): string {
  const limited = /^rate_limited:(\d+)$/.exec(error);
  if (limited) {
    const minutes = Math.max(1, Math.ceil(Number(limited[1]) / 60));
    return `Too many attempts. Try again in ${minutes === 1 ? "a minute" : `${minutes} minutes`}.`;
  }
  return sentences.get(error) ?? "Signing in does not work right now. Try again in a moment.";
}
