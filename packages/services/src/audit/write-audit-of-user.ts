import type { Prisma } from "@plumbline/db/client";
import type { Transaction } from "@plumbline/db/transaction";
import type { ServiceContext } from "../context.ts";
import { writeAudit } from "./write-audit.ts";

/** Where the trail of people without an organisation lies; no organisation has this id. */
const noOrganization = "none";

/** A change of an account concerns every organisation that it belongs to: one entry in each. */
export async function writeAuditOfUser(
  tx: Transaction,
  ctx: Pick<ServiceContext, "actor" | "requestId">,
  change: {
    userId: string;
    action: `user.${string}`;
    before?: Prisma.InputJsonObject;
    after?: Prisma.InputJsonObject;
  },
): Promise<void> {
  const { userId, ...entry } = change;
  const memberships = await tx.membership.findMany({ where: { userId }, select: { organizationId: true } });
  const organizationIds = memberships.map(({ organizationId }) => organizationId);
  if (organizationIds.length === 0) organizationIds.push(noOrganization);
  for (const organizationId of organizationIds) {
    await writeAudit(tx, ctx, { ...entry, organizationId, entityId: userId });
  }
}
