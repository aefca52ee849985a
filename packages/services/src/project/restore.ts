import { PlumblineError } from "@plumbline/contracts/errors";
import { runTransaction } from "@plumbline/db/transaction";
import { z } from "zod";
import { writeAudit } from "../audit/index.ts";
import { isStoredId, requireOrganizationPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { writeOutbox } from "../outbox/index.ts";
import { parseInput } from "../parse-input.ts";
import { restorableSince } from "./restore-window.ts";

const restoreProjectInput = z.strictObject({ organizationId: z.string(), projectId: z.string() });

/**
 * Brings a project back as it was, its keys with it. Asked of the organisation, since nobody has rights
 * in a deleted project. `not_found` once the window has closed.
 */
export async function restoreProject(
  ctx: ServiceContext,
  input: z.input<typeof restoreProjectInput>,
): Promise<{ id: string; name: string }> {
  const { projectId, ...wanted } = parseInput(restoreProjectInput, input);
  const access = await requireOrganizationPermission(ctx, wanted.organizationId, "project:delete");
  const { organizationId } = access;
  if (!isStoredId(projectId)) throw new PlumblineError("not_found");
  const since = restorableSince(ctx.clock.nowMs());
  return runTransaction(ctx.db, async (tx) => {
    const ofOrganization = { id: projectId, organizationId };
    const deleted = await tx.project.findFirst({ where: { ...ofOrganization, deletedAt: { gt: since } } });
    const { count } = await tx.project.updateMany({
      where: { ...ofOrganization, deletedAt: { gt: since } },
      data: { deletedAt: null },
    });
    if (deleted === null || count === 0) throw new PlumblineError("not_found");
    await writeAudit(tx, ctx, {
      organizationId,
      projectId,
      action: "project.restored",
      entityId: projectId,
      before: { deletedAt: deleted.deletedAt?.toISOString() ?? null },
      after: { name: deleted.name, deletedAt: null },
    });
    await writeOutbox(tx, { type: "project.changed", projectId, payload: { projectId } });
    return { id: projectId, name: deleted.name };
  });
}
