import type { Db } from "@plumbline/db/client";
import { isStoredId } from "../authorise/index.ts";
import type { UserItem } from "./get.ts";

/** What a session remembers of its user. */
export interface SignedInUser extends UserItem {
  sessionEpoch: number;
}

/**
 * Who a session speaks for, read afresh; null once the account is gone or its epoch was raised by a new
 * password or by "sign out everywhere".
 */
export async function resolveSession(
  { db }: { db: Db },
  session: { userId: string; sessionEpoch: number },
): Promise<UserItem | null> {
  if (!isStoredId(session.userId)) return null;
  const user = await db.user.findUnique({
    where: { id: session.userId },
    select: { id: true, email: true, name: true, sessionEpoch: true },
  });
  if (user === null || user.sessionEpoch !== session.sessionEpoch) return null;
  return { id: user.id, email: user.email, name: user.name };
}
