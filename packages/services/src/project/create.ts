import { runTransaction } from "@plumbline/db/transaction";
import { z } from "zod";
import { writeAudit } from "../audit/index.ts";
import { requireOrganizationPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { writeOutbox } from "../outbox/index.ts";
import { parseInput } from "../parse-input.ts";
import { projectName } from "./project-name.ts";

const createProjectInput = z.strictObject({ organizationId: z.string(), name: projectName });

/** Keeps traces for ever until somebody sets a retention. */
export async function createProject(
  ctx: ServiceContext,
  input: z.input<typeof createProjectInput>,
): Promise<{ id: string; name: string }> {
  const wanted = parseInput(createProjectInput, input);
  const access = await requireOrganizationPermission(ctx, wanted.organizationId, "projects:create");
  const { organizationId } = access;
  return runTransaction(ctx.db, async (tx) => {
    const { id, name } = await tx.project.create({ data: { organizationId, name: wanted.name } });
    await writeAudit(tx, ctx, {
      organizationId,
      projectId: id,
      action: "project.created",
      entityId: id,
      after: { name, retentionDays: null },
    });
    await writeOutbox(tx, { type: "project.changed", projectId: id, payload: { projectId: id } });
    return { id, name };
  });
}
