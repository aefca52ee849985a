import { PlumblineError } from "@plumbline/contracts/errors";
import { runTransaction } from "@plumbline/db/transaction";
import { z } from "zod";
import { writeAudit } from "../audit/index.ts";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { writeOutbox } from "../outbox/index.ts";
import { parseInput } from "../parse-input.ts";
import { restorableUntil } from "./restore-window.ts";

const deleteProjectInput = z.strictObject({
  projectId: z.string(),
  /** The project's name, typed by whoever deletes it. */
  confirmation: z.string(),
});

export interface DeletedProject {
  id: string;
  name: string;
  organizationId: string;
  deletedAt: string;
  /** Until then `restoreProject` brings it back. */
  restorableUntil: string;
}

/**
 * Nobody reaches the project from now on and its keys stop within 5 s. Its data stays until it can no
 * longer be restored. `invalid_request` when the confirmation is not its name.
 */
export async function deleteProject(
  ctx: ServiceContext,
  input: z.input<typeof deleteProjectInput>,
): Promise<DeletedProject> {
  const { confirmation, ...wanted } = parseInput(deleteProjectInput, input);
  const access = await requireProjectPermission(ctx, wanted.projectId, "project:delete");
  const { projectId, projectName: name, organizationId } = access;
  if (confirmation.trim() !== name) {
    throw new PlumblineError("invalid_request", {
      message: "The confirmation is not the name of the project.",
      details: { fields: ["confirmation"] },
    });
  }
  const deletedAt = new Date(ctx.clock.nowMs());
  return runTransaction(ctx.db, async (tx) => {
    const { count } = await tx.project.updateMany({
      where: { id: projectId, deletedAt: null },
      data: { deletedAt },
    });
    if (count === 0) throw new PlumblineError("not_found");
    await writeAudit(tx, ctx, {
      organizationId,
      projectId,
      action: "project.deleted",
      entityId: projectId,
      before: { name, deletedAt: null },
      after: { deletedAt: deletedAt.toISOString() },
    });
    await writeOutbox(tx, { type: "project.changed", projectId, payload: { projectId } });
    return {
      id: projectId,
      name,
      organizationId,
      deletedAt: deletedAt.toISOString(),
      restorableUntil: restorableUntil(deletedAt).toISOString(),
    };
  });
}
