import { PlumblineError } from "@plumbline/contracts/errors";
import { isStoredId } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";

export interface UserItem {
  id: string;
  email: string;
  name: string;
}

/** Users see themselves, the system sees everybody; anyone else gets `not_found`. */
export async function getUser(
  ctx: Pick<ServiceContext, "actor" | "db">,
  input: { userId: string },
): Promise<UserItem> {
  const mayAsk =
    ctx.actor.type === "system" || (ctx.actor.type === "user" && ctx.actor.userId === input.userId);
  if (!mayAsk || !isStoredId(input.userId)) throw new PlumblineError("not_found");
  const user = await ctx.db.user.findUnique({
    where: { id: input.userId },
    select: { id: true, email: true, name: true },
  });
  if (user === null) throw new PlumblineError("not_found");
  return user;
}
