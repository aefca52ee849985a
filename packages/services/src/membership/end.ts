import type { Transaction } from "@plumbline/db/transaction";
import type { ServiceContext } from "../context.ts";

/** Within the transaction of a verb, under the lock: the membership, its overrides and its open invitations. */
export async function endMembership(
  tx: Transaction,
  { clock }: Pick<ServiceContext, "clock">,
  { organizationId, userId }: { organizationId: string; userId: string },
): Promise<void> {
  await tx.projectMembership.deleteMany({ where: { userId, project: { organizationId } } });
  await tx.membership.delete({ where: { organizationId_userId: { organizationId, userId } } });
  await tx.invitation.updateMany({
    where: { organizationId, createdByUserId: userId, acceptedAt: null, revokedAt: null },
    data: { revokedAt: new Date(clock.nowMs()) },
  });
}
