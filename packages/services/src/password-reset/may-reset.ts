import { rolePermissions } from "@plumbline/access/permissions";
import { isAtLeast } from "@plumbline/access/roles";
import type { Db } from "@plumbline/db/client";
import type { Transaction } from "@plumbline/db/transaction";

/**
 * A reset link opens the whole account. So whoever makes one must already rule everything that the
 * account reaches: manage members, with no lesser role, in each of its organisations, its overrides
 * inside projects included.
 */
export async function mayReset(
  db: Db | Transaction,
  { actorUserId, targetUserId }: { actorUserId: string; targetUserId: string },
): Promise<boolean> {
  if (actorUserId === targetUserId) return false;
  const [ofTarget, overrides, ofActor] = await Promise.all([
    db.membership.findMany({ where: { userId: targetUserId, organization: { deletedAt: null } } }),
    db.projectMembership.findMany({
      where: { userId: targetUserId },
      select: { role: true, project: { select: { organizationId: true } } },
    }),
    db.membership.findMany({ where: { userId: actorUserId } }),
  ]);
  const actorRoles = new Map(ofActor.map(({ organizationId, role }) => [organizationId, role]));
  return (
    ofTarget.length > 0 &&
    ofTarget.every(({ organizationId, role }) => {
      const actorRole = actorRoles.get(organizationId);
      if (actorRole === undefined || !rolePermissions[actorRole].includes("members:manage")) return false;
      const reached = overrides.filter(({ project }) => project.organizationId === organizationId);
      return [role, ...reached.map((override) => override.role)].every((held) => isAtLeast(actorRole, held));
    })
  );
}
