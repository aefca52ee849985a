import { PlumblineError } from "@plumbline/contracts/errors";
import { runTransaction } from "@plumbline/db/transaction";
import { writeAuditOfUser } from "../audit/index.ts";
import { isStoredId, requireUser } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";

/** `conflict` when it is the last way into the account. */
export async function disconnectIdentity(ctx: ServiceContext, input: { identityId: string }): Promise<void> {
  const { userId } = await requireUser(ctx);
  if (!isStoredId(input.identityId)) throw new PlumblineError("not_found");
  await runTransaction(ctx.db, async (tx) => {
    // Locked, so that two disconnections at once do not take the last two ways in.
    await tx.$queryRaw`SELECT id FROM users WHERE id = ${userId} FOR UPDATE`;
    const user = await tx.user.findUniqueOrThrow({ where: { id: userId }, include: { identities: true } });
    const identity = user.identities.find(({ id }) => id === input.identityId);
    if (identity === undefined) throw new PlumblineError("not_found");
    if (user.passwordHash === null && user.identities.length === 1) {
      throw new PlumblineError("conflict", {
        message: "This is the only way into your account. Set a password first.",
      });
    }
    await tx.userIdentity.delete({ where: { id: identity.id } });
    await writeAuditOfUser(tx, ctx, {
      userId,
      action: "user.identity-disconnected",
      before: { provider: identity.provider },
    });
  });
}
