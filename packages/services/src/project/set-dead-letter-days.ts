import { runTransaction } from "@plumbline/db/transaction";
import { z } from "zod";
import { writeAudit } from "../audit/index.ts";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { writeOutbox } from "../outbox/index.ts";
import { parseInput } from "../parse-input.ts";

const setDeadLetterDaysInput = z.strictObject({
  projectId: z.string(),
  /** Whole days. */
  deadLetterDays: z.int().min(1).max(90),
});

/** Reads obey at once, for what lies there already too; the worker's next sweep erases it. */
export async function setDeadLetterDays(
  ctx: ServiceContext,
  input: z.input<typeof setDeadLetterDaysInput>,
): Promise<{ id: string; deadLetterDays: number }> {
  const { deadLetterDays, ...wanted } = parseInput(setDeadLetterDaysInput, input);
  const access = await requireProjectPermission(ctx, wanted.projectId, "retention:update");
  const { projectId, organizationId } = access;
  const answer = { id: projectId, deadLetterDays };
  if (deadLetterDays === access.deadLetterDays) return answer;
  return runTransaction(ctx.db, async (tx) => {
    await tx.project.update({ where: { id: projectId }, data: { deadLetterDays } });
    await writeAudit(tx, ctx, {
      organizationId,
      projectId,
      action: "project.dead-letter-days-changed",
      entityId: projectId,
      before: { deadLetterDays: access.deadLetterDays },
      after: { deadLetterDays },
    });
    await writeOutbox(tx, { type: "project.changed", projectId, payload: { projectId } });
    return answer;
  });
}
