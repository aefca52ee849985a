import { PlumblineError } from "@plumbline/contracts/errors";
import { runTransaction } from "@plumbline/db/transaction";
import { writeAudit } from "../audit/index.ts";
import { isStoredId, requireOrganizationPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { lockOrganization } from "../organization/lock.ts";
import { endMembership } from "./end.ts";
import { checkAnotherOwner, checkMayRule, findRole, rereadManager } from "./rules.ts";

/** Takes effect with the next request of whoever is removed. */
export async function removeMember(
  ctx: ServiceContext,
  input: { organizationId: string; userId: string },
): Promise<void> {
  const { organizationId } = await requireOrganizationPermission(ctx, input.organizationId, "members:manage");
  const { userId } = input;
  if (!isStoredId(userId)) throw new PlumblineError("not_found");
  await runTransaction(ctx.db, async (tx) => {
    await lockOrganization(tx, organizationId);
    const actorRole = await rereadManager(tx, ctx, organizationId);
    const role = await findRole(tx, organizationId, userId);
    if (role === null) throw new PlumblineError("not_found");
    checkMayRule(actorRole, role);
    if (role === "owner") await checkAnotherOwner(tx, organizationId, userId);
    const { email } = await tx.user.findUniqueOrThrow({ where: { id: userId }, select: { email: true } });
    await endMembership(tx, ctx, { organizationId, userId });
    await writeAudit(tx, ctx, {
      organizationId,
      action: "membership.removed",
      entityId: userId,
      before: { email, role },
    });
  });
}
