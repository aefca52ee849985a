import { requireOrganizationPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { type InvitationItem, toInvitationItem } from "./to-invitation-item.ts";

export interface PendingInvitation extends InvitationItem {
  projectName: string | null;
  /** Empty when the sender's account is gone. */
  invitedBy: string;
}

/** Neither accepted nor revoked, newest first; those that ran out stay for 30 days, to be sent anew. */
export async function listInvitations(
  ctx: ServiceContext,
  input: { organizationId: string },
): Promise<PendingInvitation[]> {
  const { organizationId } = await requireOrganizationPermission(ctx, input.organizationId, "members:manage");
  const expiresAfter = new Date(ctx.clock.nowMs() - 30 * 24 * 3_600_000);
  const rows = await ctx.db.invitation.findMany({
    where: { organizationId, acceptedAt: null, revokedAt: null, expiresAt: { gt: expiresAfter } },
    orderBy: { id: "desc" },
    take: 500,
  });
  const [senders, projects] = await Promise.all([
    ctx.db.user.findMany({
      where: { id: { in: rows.map(({ createdByUserId }) => createdByUserId) } },
      select: { id: true, name: true },
    }),
    ctx.db.project.findMany({
      where: { organizationId, id: { in: rows.flatMap(({ projectId }) => projectId ?? []) } },
      select: { id: true, name: true },
    }),
  ]);
  const senderNames = new Map(senders.map(({ id, name }) => [id, name]));
  const projectNames = new Map(projects.map(({ id, name }) => [id, name]));
  return rows.map((row) => ({
    ...toInvitationItem(row),
    projectName: row.projectId === null ? null : (projectNames.get(row.projectId) ?? null),
    invitedBy: senderNames.get(row.createdByUserId) ?? "",
  }));
}
