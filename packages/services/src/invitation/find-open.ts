import { rolePermissions } from "@plumbline/access/permissions";
import { isAtLeast, type Role } from "@plumbline/access/roles";
import type { Db } from "@plumbline/db/client";
import type { Transaction } from "@plumbline/db/transaction";
import type { Clock } from "@plumbline/runtime/clock";
import { type LinkSecret, tokenHashOf } from "../link-token.ts";

export type InvitationStatus = "open" | "accepted" | "expired" | "revoked";

interface StoredInvitation {
  acceptedAt: Date | null;
  revokedAt: Date | null;
  expiresAt: Date;
}

function statusOf(invitation: StoredInvitation, nowMs: number): InvitationStatus {
  if (invitation.acceptedAt !== null) return "accepted";
  if (invitation.revokedAt !== null) return "revoked";
  return invitation.expiresAt.getTime() <= nowMs ? "expired" : "open";
}

/** The invitation of a token with its status; null when there is none, or its organisation is gone. */
export async function findInvitation(
  { db, clock, linkSecret }: { db: Db | Transaction; clock: Clock } & LinkSecret,
  token: string,
) {
  const tokenHash = tokenHashOf(token, "invitation", { linkSecret });
  if (tokenHash === null) return null;
  const invitation = await db.invitation.findUnique({
    where: { tokenHash },
    include: { organization: { select: { name: true, deletedAt: true } } },
  });
  if (invitation === null || invitation.organization.deletedAt !== null) return null;
  const status = statusOf(invitation, clock.nowMs());
  if (status !== "open") return { ...invitation, status };
  const isBacked = await isStillBacked(db, invitation);
  return { ...invitation, status: isBacked ? status : ("revoked" as const) };
}

export async function findOpenInvitation(
  deps: { db: Db; clock: Clock } & LinkSecret,
  token: string,
): Promise<{ email: string | null } | null> {
  const invitation = await findInvitation(deps, token);
  return invitation?.status === "open" ? { email: invitation.email } : null;
}

interface Backing {
  organizationId: string;
  createdByUserId: string;
  role: Role;
  projectRole: Role | null;
}

/** An invitation is worth what its sender could still give. */
async function isStillBacked(db: Db | Transaction, invitation: Backing): Promise<boolean> {
  const { organizationId, createdByUserId: userId } = invitation;
  const sender = await db.membership.findUnique({
    where: { organizationId_userId: { organizationId, userId } },
    select: { role: true },
  });
  if (sender === null || !rolePermissions[sender.role].includes("members:manage")) return false;
  const isProjectRoleBacked =
    invitation.projectRole === null || isAtLeast(sender.role, invitation.projectRole);
  return isAtLeast(sender.role, invitation.role) && isProjectRoleBacked;
}
