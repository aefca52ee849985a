import { PlumblineError } from "@plumbline/contracts/errors";
import { runTransaction } from "@plumbline/db/transaction";
import { writeAudit } from "../audit/index.ts";
import { isStoredId, requireUser } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { lockOrganization } from "../organization/lock.ts";
import { endMembership } from "./end.ts";
import { checkAnotherOwner, findRole } from "./rules.ts";

/** Everybody may go, but the last owner: `conflict`. */
export async function leaveOrganization(
  ctx: ServiceContext,
  input: { organizationId: string },
): Promise<void> {
  const { userId, email } = await requireUser(ctx);
  const { organizationId } = input;
  if (!isStoredId(organizationId)) throw new PlumblineError("not_found");
  await runTransaction(ctx.db, async (tx) => {
    await lockOrganization(tx, organizationId);
    const role = await findRole(tx, organizationId, userId);
    if (role === null) throw new PlumblineError("not_found");
    if (role === "owner") await checkAnotherOwner(tx, organizationId, userId);
    await endMembership(tx, ctx, { organizationId, userId });
    await writeAudit(tx, ctx, {
      organizationId,
      action: "membership.left",
      entityId: userId,
      before: { email, role },
    });
  });
}
