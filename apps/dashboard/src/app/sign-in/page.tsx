import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { safeReturnPath } from "../../features/sign-in/safe-return-path.ts";
import { SignInPage } from "../../features/sign-in/sign-in-page.tsx";
import { getSessionUser } from "../../server/session.ts";

export const metadata: Metadata = { title: "Sign in" };

interface Props {
  searchParams: Promise<{ returnTo?: string | string[] }>;
}

export default async function Page({ searchParams }: Props) {
  const returnTo = safeReturnPath((await searchParams).returnTo);
  if (await getSessionUser()) redirect(returnTo);
  return <SignInPage returnTo={returnTo} />;
}
