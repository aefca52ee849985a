import { PlumblineError } from "@plumbline/contracts/errors";
import { runTransaction } from "@plumbline/db/transaction";
import { writeAudit } from "../audit/index.ts";
import { isStoredId, requireOrganizationPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";

/** For good, at once. Revoking twice changes nothing; `conflict` when somebody has accepted it. */
export async function revokeInvitation(
  ctx: ServiceContext,
  input: { organizationId: string; invitationId: string },
): Promise<void> {
  const { organizationId } = await requireOrganizationPermission(ctx, input.organizationId, "members:manage");
  if (!isStoredId(input.invitationId)) throw new PlumblineError("not_found");
  await runTransaction(ctx.db, async (tx) => {
    const ofOrganization = { id: input.invitationId, organizationId };
    const { count } = await tx.invitation.updateMany({
      where: { ...ofOrganization, acceptedAt: null, revokedAt: null },
      data: { revokedAt: new Date(ctx.clock.nowMs()) },
    });
    const invitation = await tx.invitation.findFirst({ where: ofOrganization });
    if (invitation === null) throw new PlumblineError("not_found");
    if (invitation.acceptedAt !== null) {
      throw new PlumblineError("conflict", { message: "This invitation has been accepted." });
    }
    if (count === 0) return;
    await writeAudit(tx, ctx, {
      organizationId,
      action: "invitation.revoked",
      entityId: invitation.id,
      before: { email: invitation.email, role: invitation.role },
    });
  });
}
