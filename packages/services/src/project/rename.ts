import { runTransaction } from "@plumbline/db/transaction";
import { z } from "zod";
import { writeAudit } from "../audit/index.ts";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { writeOutbox } from "../outbox/index.ts";
import { parseInput } from "../parse-input.ts";
import { projectName } from "./project-name.ts";

const renameProjectInput = z.strictObject({ projectId: z.string(), name: projectName });

/** The same name again changes nothing. */
export async function renameProject(
  ctx: ServiceContext,
  input: z.input<typeof renameProjectInput>,
): Promise<{ id: string; name: string }> {
  const { name, ...wanted } = parseInput(renameProjectInput, input);
  const access = await requireProjectPermission(ctx, wanted.projectId, "project:update");
  const { projectId, projectName: oldName, organizationId } = access;
  if (name === oldName) return { id: projectId, name };
  return runTransaction(ctx.db, async (tx) => {
    await tx.project.update({ where: { id: projectId }, data: { name } });
    await writeAudit(tx, ctx, {
      organizationId,
      projectId,
      action: "project.renamed",
      entityId: projectId,
      before: { name: oldName },
      after: { name },
    });
    await writeOutbox(tx, { type: "project.changed", projectId, payload: { projectId } });
    return { id: projectId, name };
  });
}
