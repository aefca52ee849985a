import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { safeReturnPath } from "../../features/sign-in/safe-return-path.ts";
import { invitationTokenOf } from "../../features/sign-in/ways-back.ts";
import { SignUpPage } from "../../features/sign-up/sign-up-page.tsx";
import { listProviders } from "../../server/auth-providers.ts";
import { getEnv } from "../../server/env.ts";
import { readInvitation } from "../../server/open-links.ts";
import { getSessionUser } from "../../server/session.ts";

export const metadata: Metadata = { title: "Create an account" };

interface Props {
  searchParams: Promise<{ returnTo?: string | string[] }>;
}

export default async function Page({ searchParams }: Props) {
  const returnTo = safeReturnPath((await searchParams).returnTo);
  if (await getSessionUser()) redirect(returnTo);
  const token = invitationTokenOf(returnTo);
  const invitation = token === undefined ? null : await readInvitation(token);
  return (
    <SignUpPage
      returnTo={returnTo}
      providers={listProviders()}
      isOpen={getEnv().SIGNUP_ENABLED}
      invitation={
        token === undefined || invitation?.status !== "open"
          ? null
          : { token, organizationName: invitation.organizationName, email: invitation.email }
      }
    />
  );
}
