import { PlumblineError } from "@plumbline/contracts/errors";
import { requireUser } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";

export interface Account {
  email: string;
  name: string;
  /** False for people who only sign in through a provider. */
  hasPassword: boolean;
  identities: { id: string; provider: string; createdAt: string }[];
}

/** What people see of their own account. */
export async function getAccount(ctx: Pick<ServiceContext, "actor" | "db">): Promise<Account> {
  const { userId } = await requireUser(ctx);
  const user = await ctx.db.user.findUnique({
    where: { id: userId },
    include: { identities: { orderBy: { id: "asc" } } },
  });
  if (user === null) throw new PlumblineError("unauthenticated");
  return {
    email: user.email,
    name: user.name,
    hasPassword: user.passwordHash !== null,
    identities: user.identities.map(({ id, provider, createdAt }) => ({
      id,
      provider,
      createdAt: createdAt.toISOString(),
    })),
  };
}
