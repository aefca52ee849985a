import type { Role } from "@plumbline/access/roles";
import type { Invitation } from "@plumbline/db/client";

export interface InvitationItem {
  id: string;
  /** null: anybody with the link, once. */
  email: string | null;
  role: Role;
  projectId: string | null;
  projectRole: Role | null;
  createdAt: string;
  expiresAt: string;
}

/** Names the fields one by one: the hash of the token stays behind. */
export function toInvitationItem(invitation: Invitation): InvitationItem {
  const { id, email, role, projectId, projectRole, createdAt, expiresAt } = invitation;
  return {
    id,
    email,
    role,
    projectId,
    projectRole,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  };
}
