import { PlumblineError } from "@plumbline/contracts/errors";
import { runTransaction, type Transaction } from "@plumbline/db/transaction";
import { writeAudit } from "../audit/index.ts";
import { requireOrganizationPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { writeOutbox } from "../outbox/index.ts";
import { lockOrganization } from "./lock.ts";

/**
 * Hides the organisation and its projects from everybody and stops their keys within 5 s; the data waits
 * for erasure. `confirmation` is the name as its owner typed it.
 */
export async function deleteOrganization(
  ctx: ServiceContext,
  input: { organizationId: string; confirmation: string },
): Promise<void> {
  const { organizationId } = await requireOrganizationPermission(
    ctx,
    input.organizationId,
    "organisation:delete",
  );
  await runTransaction(ctx.db, async (tx) => {
    const { name } = await lockOrganization(tx, organizationId);
    if (input.confirmation.trim() !== name) {
      throw new PlumblineError("invalid_request", {
        message: "The name does not match: type it exactly as it is shown.",
        details: { fields: ["confirmation"] },
      });
    }
    const deletedAt = new Date(ctx.clock.nowMs());
    const projects = await tx.project.findMany({ where: { organizationId, deletedAt: null } });
    await tx.organization.update({ where: { id: organizationId }, data: { deletedAt } });
    await tx.project.updateMany({ where: { organizationId, deletedAt: null }, data: { deletedAt } });
    await tx.invitation.updateMany({
      where: { organizationId, acceptedAt: null, revokedAt: null },
      data: { revokedAt: deletedAt },
    });
    await announceKeys(
      tx,
      projects.map(({ id }) => id),
    );
    await writeAudit(tx, ctx, {
      organizationId,
      action: "organization.deleted",
      entityId: organizationId,
      before: { name, projects: projects.map((project) => ({ id: project.id, name: project.name })) },
    });
  });
}

async function announceKeys(tx: Transaction, projectIds: string[]): Promise<void> {
  const keys = await tx.apiKey.findMany({
    where: { projectId: { in: projectIds }, revokedAt: null },
    select: { id: true, projectId: true },
  });
  for (const { id, projectId } of keys) {
    await writeOutbox(tx, { type: "api-key.changed", projectId, payload: { keyId: id } });
  }
}
