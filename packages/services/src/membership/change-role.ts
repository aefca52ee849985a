import { roles } from "@plumbline/access/roles";
import { PlumblineError } from "@plumbline/contracts/errors";
import { runTransaction } from "@plumbline/db/transaction";
import { z } from "zod";
import { writeAudit } from "../audit/index.ts";
import { isStoredId, requireOrganizationPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { lockOrganization } from "../organization/lock.ts";
import { parseInput } from "../parse-input.ts";
import { checkAnotherOwner, checkMayGrant, checkMayRule, findRole, rereadManager } from "./rules.ts";

const changeRoleInput = z.strictObject({
  organizationId: z.string(),
  userId: z.string(),
  role: z.enum(roles),
});

/** Takes effect with the next request. Whoever becomes an owner loses their overrides: owners own it all. */
export async function changeRole(ctx: ServiceContext, input: z.input<typeof changeRoleInput>): Promise<void> {
  const { userId, role, ...wanted } = parseInput(changeRoleInput, input);
  const { organizationId } = await requireOrganizationPermission(
    ctx,
    wanted.organizationId,
    "members:manage",
  );
  if (!isStoredId(userId)) throw new PlumblineError("not_found");
  await runTransaction(ctx.db, async (tx) => {
    await lockOrganization(tx, organizationId);
    const actorRole = await rereadManager(tx, ctx, organizationId);
    const before = await findRole(tx, organizationId, userId);
    if (before === null) throw new PlumblineError("not_found");
    checkMayRule(actorRole, before);
    checkMayGrant(actorRole, role);
    if (before === role) return;
    if (before === "owner") await checkAnotherOwner(tx, organizationId, userId);
    await tx.membership.update({
      where: { organizationId_userId: { organizationId, userId } },
      data: { role },
    });
    if (role === "owner") {
      await tx.projectMembership.deleteMany({ where: { userId, project: { organizationId } } });
    }
    await writeAudit(tx, ctx, {
      organizationId,
      action: "membership.role-changed",
      entityId: userId,
      before: { role: before },
      after: { role },
    });
  });
}
