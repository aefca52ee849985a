import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { getServerSession } from "next-auth";
import { cache } from "react";
import { authOptions } from "./auth.ts";
import { pathHeader } from "./path-header.ts";

export interface SessionUser {
  id: string;
  email: string;
  name: string | null;
}

/** Who asks, from the signed cookie; null when nobody. Read once per request. */
export const getSessionUser = cache(async (): Promise<SessionUser | null> => {
  const session = await getServerSession(authOptions());
  const user = session?.user;
  if (!user?.id || !user.email) return null;
  return { id: user.id, email: user.email, name: user.name ?? null };
});

/** For pages: sends strangers to sign in and back. */
export async function requireUser(): Promise<SessionUser> {
  const user = await getSessionUser();
  if (user) return user;
  const returnTo = (await headers()).get(pathHeader) ?? "/";
  redirect(`/sign-in?returnTo=${encodeURIComponent(returnTo)}`);
}
