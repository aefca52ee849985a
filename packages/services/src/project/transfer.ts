import { PlumblineError } from "@plumbline/contracts/errors";
import { runTransaction } from "@plumbline/db/transaction";
import { writeAudit } from "../audit/index.ts";
import { isStoredId, requireOrganizationPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { findRole } from "../membership/rules.ts";
import { lockOrganization } from "../organization/lock.ts";

/**
 * Moves a project with its data and keys to another organisation. The actor may create projects in both,
 * whatever a role inside the project says. Overrides of its members vanish: who works on it is for the new organisation to say.
 */
export async function transferProject(
  ctx: ServiceContext,
  input: { organizationId: string; projectId: string; toOrganizationId: string },
): Promise<void> {
  const from = await requireOrganizationPermission(ctx, input.organizationId, "projects:create");
  const to = await requireOrganizationPermission(ctx, input.toOrganizationId, "projects:create");
  const { projectId } = input;
  if (!isStoredId(projectId)) throw new PlumblineError("not_found");
  if (to.organizationId === from.organizationId) {
    throw new PlumblineError("invalid_request", { message: "The project belongs to this organisation." });
  }
  await runTransaction(ctx.db, async (tx) => {
    // Always in the order of ids: two transfers in opposite directions must not wait for each other.
    for (const id of [from.organizationId, to.organizationId].sort()) await lockOrganization(tx, id);
    if (ctx.actor.type === "user") {
      for (const { organizationId } of [from, to]) {
        const role = await findRole(tx, organizationId, ctx.actor.userId);
        if (role !== "owner" && role !== "admin") throw new PlumblineError("forbidden");
      }
    }
    const ofFrom = { id: projectId, organizationId: from.organizationId, deletedAt: null };
    const project = await tx.project.findFirst({ where: ofFrom, select: { name: true } });
    if (project === null) throw new PlumblineError("not_found");
    await tx.project.update({ where: { id: projectId }, data: { organizationId: to.organizationId } });
    await tx.projectMembership.deleteMany({ where: { projectId } });
    await tx.invitation.updateMany({
      where: { organizationId: from.organizationId, projectId, acceptedAt: null, revokedAt: null },
      data: { projectId: null, projectRole: null },
    });
    const entry = {
      projectId,
      action: "project.transferred",
      entityId: projectId,
    } as const;
    // Each side reads of its own part only: the other organisation is none of its members' business.
    await writeAudit(tx, ctx, {
      ...entry,
      organizationId: from.organizationId,
      before: { organizationId: from.organizationId, name: project.name },
    });
    await writeAudit(tx, ctx, {
      ...entry,
      organizationId: to.organizationId,
      after: { organizationId: to.organizationId, name: project.name },
    });
  });
}
