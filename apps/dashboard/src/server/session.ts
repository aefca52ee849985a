import { resolveSession } from "@plumbline/services/user";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { getServerSession } from "next-auth";
import { cache } from "react";
import { authOptions } from "./auth.ts";
import { getDeps } from "./deps.ts";
import { pathHeader } from "./path-header.ts";

export interface SessionUser {
  id: string;
  email: string;
  name: string | null;
}

/**
 * Who asks: from the signed cookie, held against the database with every request, so that a session that
 * was ended elsewhere is over. null when nobody.
 */
export const getSessionUser = cache(async (): Promise<SessionUser | null> => {
  const session = await getServerSession(authOptions());
  const userId = session?.user?.id;
  if (!userId) return null;
  return resolveSession(getDeps(), { userId, sessionEpoch: session.sessionEpoch ?? 0 });
});

/** For pages: sends strangers to sign in and back. */
export async function requireUser(): Promise<SessionUser> {
  const user = await getSessionUser();
  if (user) return user;
  const returnTo = (await headers()).get(pathHeader) ?? "/";
  redirect(`/sign-in?returnTo=${encodeURIComponent(returnTo)}`);
}
