import { PlumblineError } from "@plumbline/contracts/errors";
import { runTransaction } from "@plumbline/db/transaction";
import { writeAudit } from "../audit/index.ts";
import { requireOrganizationPermission, requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { findRole } from "../membership/rules.ts";
import { lockOrganization } from "../organization/lock.ts";

/**
 * Moves a project with its data and keys to another organisation in which the actor may create projects.
 * Overrides of its members vanish: who works on it is for the new organisation to say.
 */
export async function transferProject(
  ctx: ServiceContext,
  input: { projectId: string; organizationId: string },
): Promise<void> {
  const project = await requireProjectPermission(ctx, input.projectId, "project:update");
  const from = await requireOrganizationPermission(ctx, project.organizationId, "projects:create");
  const to = await requireOrganizationPermission(ctx, input.organizationId, "projects:create");
  if (to.organizationId === from.organizationId) {
    throw new PlumblineError("invalid_request", { message: "The project belongs to this organisation." });
  }
  const { projectId } = project;
  await runTransaction(ctx.db, async (tx) => {
    // Always in the order of ids: two transfers in opposite directions must not wait for each other.
    for (const id of [from.organizationId, to.organizationId].sort()) await lockOrganization(tx, id);
    if (ctx.actor.type === "user") {
      for (const { organizationId } of [from, to]) {
        const role = await findRole(tx, organizationId, ctx.actor.userId);
        if (role !== "owner" && role !== "admin") throw new PlumblineError("forbidden");
      }
    }
    const { count } = await tx.project.updateMany({
      where: { id: projectId, organizationId: from.organizationId, deletedAt: null },
      data: { organizationId: to.organizationId },
    });
    if (count === 0) throw new PlumblineError("conflict");
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
      before: { organizationId: from.organizationId, name: project.projectName },
    });
    await writeAudit(tx, ctx, {
      ...entry,
      organizationId: to.organizationId,
      after: { organizationId: to.organizationId, name: project.projectName },
    });
  });
}
