import { rolePermissions } from "@plumbline/access/permissions";
import { isAtLeast, type Role } from "@plumbline/access/roles";
import { PlumblineError } from "@plumbline/contracts/errors";
import type { Transaction } from "@plumbline/db/transaction";
import type { ServiceContext } from "../context.ts";

/** Nobody grants more than they have. null is the system, which may. */
export function checkMayGrant(actorRole: Role | null, role: Role): void {
  if (actorRole === null || isAtLeast(actorRole, role)) return;
  throw new PlumblineError("forbidden", { message: `Only an ${role} may give the role ${role}.` });
}

/** Nobody rules over somebody stronger: admins do not touch owners. */
export function checkMayRule(actorRole: Role | null, targetRole: Role): void {
  if (actorRole === null || isAtLeast(actorRole, targetRole)) return;
  throw new PlumblineError("forbidden", { message: `Only an ${targetRole} may change an ${targetRole}.` });
}

/** The actor's role once the lock is held: it may have changed since the door was passed. */
export async function rereadManager(
  tx: Transaction,
  { actor }: Pick<ServiceContext, "actor">,
  organizationId: string,
): Promise<Role | null> {
  if (actor.type === "system") return null;
  const role = actor.type === "user" ? await findRole(tx, organizationId, actor.userId) : null;
  if (role === null) throw new PlumblineError("not_found");
  if (!rolePermissions[role].includes("members:manage")) throw new PlumblineError("forbidden");
  return role;
}

export async function findRole(
  tx: Transaction,
  organizationId: string,
  userId: string,
): Promise<Role | null> {
  const membership = await tx.membership.findUnique({
    where: { organizationId_userId: { organizationId, userId } },
    select: { role: true },
  });
  return membership?.role ?? null;
}

/** Under the lock; `conflict` when nobody else is an owner. */
export async function checkAnotherOwner(
  tx: Transaction,
  organizationId: string,
  userId: string,
): Promise<void> {
  const others = await tx.membership.count({
    where: { organizationId, role: "owner", userId: { not: userId } },
  });
  if (others > 0) return;
  throw new PlumblineError("conflict", {
    message: "An organisation keeps at least one owner. Make somebody else an owner first.",
  });
}
