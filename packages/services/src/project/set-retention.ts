import { runTransaction } from "@plumbline/db/transaction";
import { z } from "zod";
import { writeAudit } from "../audit/index.ts";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { writeOutbox } from "../outbox/index.ts";
import { parseInput } from "../parse-input.ts";

const setRetentionInput = z.strictObject({
  projectId: z.string(),
  /** Whole days; null keeps traces for ever. */
  retentionDays: z.int().min(1).max(3_650).nullable(),
});

/** The next sweep of the worker erases what is older; what it erased does not come back. */
export async function setProjectRetention(
  ctx: ServiceContext,
  input: z.input<typeof setRetentionInput>,
): Promise<{ id: string; retentionDays: number | null }> {
  const { retentionDays, ...wanted } = parseInput(setRetentionInput, input);
  const access = await requireProjectPermission(ctx, wanted.projectId, "retention:update");
  const { projectId, organizationId } = access;
  const answer = { id: projectId, retentionDays };
  if (retentionDays === access.retentionDays) return answer;
  return runTransaction(ctx.db, async (tx) => {
    await tx.project.update({ where: { id: projectId }, data: { retentionDays } });
    await writeAudit(tx, ctx, {
      organizationId,
      projectId,
      action: "project.retention-changed",
      entityId: projectId,
      before: { retentionDays: access.retentionDays },
      after: { retentionDays },
    });
    await writeOutbox(tx, { type: "project.changed", projectId, payload: { projectId } });
    return answer;
  });
}
