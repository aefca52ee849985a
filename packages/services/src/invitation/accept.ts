import { PlumblineError } from "@plumbline/contracts/errors";
import { runTransaction, type Transaction } from "@plumbline/db/transaction";
import { writeAudit } from "../audit/index.ts";
import { requireUser } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import type { LinkSecret } from "../link-token.ts";
import { findRole } from "../membership/rules.ts";
import { lockOrganization } from "../organization/lock.ts";
import { beginAttempt } from "../user/attempts.ts";
import { findInvitation, type InvitationStatus } from "./find-open.ts";

export interface AcceptedInvitation {
  organizationId: string;
  /** Where to go first; null when the organisation has no project yet. */
  projectId: string | null;
}

const refusals: Record<Exclude<InvitationStatus, "open">, string> = {
  accepted: "This invitation has been used. Ask for a new one.",
  expired: "This invitation has run out. Ask for a new one.",
  revoked: "This invitation was withdrawn. Ask for a new one.",
};

/**
 * Makes the actor a member. Somebody who is one already keeps their role, and the link its worth.
 * `not_found` for a token of nothing, `forbidden` for another person's, `conflict` for one that was used,
 * ran out or was withdrawn.
 */
export async function acceptInvitation(
  ctx: ServiceContext & LinkSecret,
  { token }: { token: string },
  ip: string,
): Promise<AcceptedInvitation> {
  const user = await requireUser(ctx);
  beginAttempt(ctx, "link-use", { ip, subject: user.userId });
  const found = await findInvitation(ctx, token);
  if (found === null) throw new PlumblineError("not_found");
  const { organizationId } = found;
  return runTransaction(ctx.db, async (tx) => {
    await lockOrganization(tx, organizationId);
    const invitation = await findInvitation({ ...ctx, db: tx }, token);
    if (invitation === null) throw new PlumblineError("not_found");
    const firstProjectId = () => findFirstProject(tx, organizationId, invitation.projectId);
    const isMember = (await findRole(tx, organizationId, user.userId)) !== null;
    if (isMember) return { organizationId, projectId: await firstProjectId() };
    if (invitation.status !== "open") {
      throw new PlumblineError("conflict", { message: refusals[invitation.status] });
    }
    if (invitation.email !== null && invitation.email !== user.email) {
      throw new PlumblineError("forbidden", {
        message: "This invitation is for another e-mail address. Sign in with that account.",
      });
    }
    await join(tx, ctx, { ...invitation, userId: user.userId });
    await writeAudit(tx, ctx, {
      organizationId,
      action: "membership.created",
      entityId: user.userId,
      after: { email: user.email, role: invitation.role, invitationId: invitation.id },
    });
    return { organizationId, projectId: await firstProjectId() };
  });
}

type Joining = NonNullable<Awaited<ReturnType<typeof findInvitation>>> & { userId: string };

async function join(tx: Transaction, { clock }: ServiceContext, invitation: Joining): Promise<void> {
  const { organizationId, userId, role, projectId, projectRole } = invitation;
  await tx.membership.create({ data: { organizationId, userId, role } });
  const project =
    projectId === null
      ? null
      : await tx.project.findFirst({ where: { id: projectId, organizationId, deletedAt: null } });
  if (project !== null && projectRole !== null) {
    // One may be left of an earlier membership; it says nothing any more.
    await tx.projectMembership.deleteMany({ where: { projectId: project.id, userId } });
    await tx.projectMembership.create({ data: { projectId: project.id, userId, role: projectRole } });
  }
  await tx.invitation.update({
    where: { id: invitation.id },
    data: { acceptedAt: new Date(clock.nowMs()), acceptedByUserId: userId },
  });
}

async function findFirstProject(
  tx: Transaction,
  organizationId: string,
  wantedId: string | null,
): Promise<string | null> {
  const projects = await tx.project.findMany({
    where: { organizationId, deletedAt: null },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    select: { id: true },
  });
  return (projects.find(({ id }) => id === wantedId) ?? projects[0])?.id ?? null;
}
