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

/** What the signed cookie says; null when there is none. */
const readClaims = cache(async () => {
  const session = await getServerSession(authOptions());
  const userId = session?.user?.id;
  return userId ? { userId, sessionEpoch: session.sessionEpoch ?? 0 } : null;
});

/**
 * Who asks: from the signed cookie, held against the database with every request, so that a session that
 * was ended elsewhere is over. null when nobody.
 */
export const getSessionUser = cache(async (): Promise<SessionUser | null> => {
  const claims = await readClaims();
  return claims === null ? null : resolveSession(getDeps(), claims);
});

/** For what outlasts the request that it began with: holds the same cookie against the database anew. */
export function watchSession(): () => Promise<boolean> {
  const reading = readClaims();
  // Whoever asks who it is meets the failure.
  reading.catch(() => undefined);
  return async () => {
    const claims = await reading;
    return claims !== null && (await resolveSession(getDeps(), claims)) !== null;
  };
}

/** For pages: sends strangers to sign in and back. */
export async function requireUser(): Promise<SessionUser> {
  const user = await getSessionUser();
  if (user) return user;
  const returnTo = (await headers()).get(pathHeader) ?? "/";
  redirect(`/sign-in?returnTo=${encodeURIComponent(returnTo)}`);
}
