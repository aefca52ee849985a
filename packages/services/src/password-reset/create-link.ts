import { PlumblineError } from "@plumbline/contracts/errors";
import { runTransaction } from "@plumbline/db/transaction";
import { writeAudit } from "../audit/index.ts";
import { isStoredId, requireOrganizationPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { createLinkToken, type LinkSecret } from "../link-token.ts";
import { findRole } from "../membership/rules.ts";
import { lockOrganization } from "../organization/lock.ts";
import { mayReset } from "./may-reset.ts";

export const resetLinkLifetimeMs = 24 * 3_600_000;

/**
 * For a member who forgot the password where no mail is set up; good once, for 24 hours. `forbidden` when
 * the account reaches anything that the actor does not rule already, an organisation elsewhere included.
 */
export async function createResetLink(
  ctx: ServiceContext & LinkSecret,
  input: { organizationId: string; userId: string },
): Promise<{ token: string; expiresAt: string }> {
  const { organizationId } = await requireOrganizationPermission(ctx, input.organizationId, "members:manage");
  const { actor } = ctx;
  const { userId } = input;
  if (actor.type !== "user") throw new PlumblineError("forbidden");
  if (!isStoredId(userId)) throw new PlumblineError("not_found");
  const { token, tokenHash } = createLinkToken("password-reset", ctx);
  const expiresAt = new Date(ctx.clock.nowMs() + resetLinkLifetimeMs);
  await runTransaction(ctx.db, async (tx) => {
    await lockOrganization(tx, organizationId);
    if ((await findRole(tx, organizationId, userId)) === null) throw new PlumblineError("not_found");
    if (!(await mayReset(tx, { actorUserId: actor.userId, targetUserId: userId }))) {
      throw new PlumblineError("forbidden", { message: "You cannot reset the password of this account." });
    }
    await tx.passwordReset.create({
      data: { userId, tokenHash, createdByUserId: actor.userId, expiresAt },
    });
    await writeAudit(tx, ctx, {
      organizationId,
      action: "user.reset-link-created",
      entityId: userId,
      after: { expiresAt: expiresAt.toISOString() },
    });
  });
  return { token, expiresAt: expiresAt.toISOString() };
}
