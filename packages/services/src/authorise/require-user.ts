import { PlumblineError } from "@plumbline/contracts/errors";
import type { ServiceContext } from "../context.ts";

/** For what people do to themselves: their password, their memberships. Keys are not people. */
export async function requireUser({
  actor,
  db,
}: Pick<ServiceContext, "actor" | "db">): Promise<{ userId: string; email: string; name: string }> {
  if (actor.type !== "user") throw new PlumblineError("forbidden", { message: "Only a person may do this." });
  const user = await db.user.findUnique({
    where: { id: actor.userId },
    select: { email: true, name: true },
  });
  if (user === null)
    throw new PlumblineError("unauthenticated", { message: "This account no longer exists." });
  return { userId: actor.userId, ...user };
}
