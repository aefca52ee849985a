import type { Db } from "@plumbline/db/client";
import type { Clock } from "@plumbline/runtime/clock";
import { type LinkSecret, tokenHashOf } from "../link-token.ts";
import { mayReset } from "./may-reset.ts";

interface FoundReset {
  id: string;
  userId: string;
  email: string;
}

/** The reset that a token still opens; null for one of nothing, used, run out, or of a maker who lost the right. */
export async function findOpenReset(
  { db, clock, linkSecret }: { db: Db; clock: Clock } & LinkSecret,
  token: string,
): Promise<FoundReset | null> {
  const tokenHash = tokenHashOf(token, "password-reset", { linkSecret });
  if (tokenHash === null) return null;
  const reset = await db.passwordReset.findUnique({
    where: { tokenHash },
    include: { user: { select: { email: true } } },
  });
  if (reset === null || reset.usedAt !== null || reset.expiresAt.getTime() <= clock.nowMs()) return null;
  const { id, userId, createdByUserId } = reset;
  const isBacked =
    createdByUserId === null || (await mayReset(db, { actorUserId: createdByUserId, targetUserId: userId }));
  return isBacked ? { id, userId, email: reset.user.email } : null;
}
