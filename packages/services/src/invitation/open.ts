import type { Role } from "@plumbline/access/roles";
import type { ServiceContext } from "../context.ts";
import type { LinkSecret } from "../link-token.ts";
import { beginAttempt } from "../user/attempts.ts";
import { findInvitation, type InvitationStatus } from "./find-open.ts";

export interface OpenedInvitation {
  status: InvitationStatus;
  organizationName: string;
  role: Role;
  projectName: string | null;
  projectRole: Role | null;
  /** Empty when the sender's account is gone. */
  invitedBy: string;
  /** null: anybody with the link. */
  email: string | null;
}

/** What the page of a link shows to whoever holds it, signed in or not; null for a token of nothing. */
export async function openInvitation(
  deps: Pick<ServiceContext, "db" | "clock"> & LinkSecret,
  { token }: { token: string },
  ip: string,
): Promise<OpenedInvitation | null> {
  beginAttempt(deps, "link-opening", { ip, subject: token.slice(0, 64) });
  const invitation = await findInvitation(deps, token);
  if (invitation === null) return null;
  const [sender, project] = await Promise.all([
    deps.db.user.findUnique({ where: { id: invitation.createdByUserId }, select: { name: true } }),
    invitation.projectId === null
      ? null
      : deps.db.project.findUnique({ where: { id: invitation.projectId }, select: { name: true } }),
  ]);
  const { status, organization, role, projectRole, email } = invitation;
  return {
    status,
    organizationName: organization.name,
    role,
    projectName: project?.name ?? null,
    projectRole,
    invitedBy: sender?.name ?? "",
    email,
  };
}
