import type { Db } from "@plumbline/db/client";
import { z } from "zod";
import { isStoredId } from "../authorise/index.ts";
import type { SignedInUser } from "../user/resolve-session.ts";

/** `provider` is our name of it; `providerAccountId` is its own, never an e-mail address. */
export const identityKey = {
  provider: z.string().min(1).max(50),
  providerAccountId: z.string().min(1).refine(isStoredId),
};

export async function findByIdentity(
  { db }: { db: Db },
  { provider, providerAccountId }: { provider: string; providerAccountId: string },
): Promise<SignedInUser | null> {
  const identity = await db.userIdentity.findUnique({
    where: { provider_providerAccountId: { provider, providerAccountId } },
    include: { user: true },
  });
  if (identity === null) return null;
  const { id, email, name, sessionEpoch } = identity.user;
  return { id, email, name, sessionEpoch };
}
