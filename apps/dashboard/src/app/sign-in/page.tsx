import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { safeReturnPath } from "../../features/sign-in/safe-return-path.ts";
import { SignInPage } from "../../features/sign-in/sign-in-page.tsx";
import { invitationTokenOf } from "../../features/sign-in/ways-back.ts";
import { listProviders } from "../../server/auth-providers.ts";
import { getEnv } from "../../server/env.ts";
import { getSessionUser } from "../../server/session.ts";

export const metadata: Metadata = { title: "Sign in" };

interface Props {
  searchParams: Promise<{ returnTo?: string | string[]; error?: string | string[] }>;
}

export default async function Page({ searchParams }: Props) {
  const params = await searchParams;
  const returnTo = safeReturnPath(params.returnTo);
  if (await getSessionUser()) redirect(returnTo);
  return (
    <SignInPage
      returnTo={returnTo}
      failure={typeof params.error === "string" ? params.error : null}
      providers={listProviders()}
      maySignUp={getEnv().SIGNUP_ENABLED || invitationTokenOf(returnTo) !== undefined}
    />
  );
}
