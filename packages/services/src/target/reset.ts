import { runTransaction } from "@plumbline/db/transaction";
import { writeAudit } from "../audit/index.ts";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { toBounds } from "./stored-bounds.ts";

/** Every metric, or one, is the preset again. Writes no audit entry when nothing was set. */
export async function resetTargets(
  ctx: ServiceContext,
  input: { projectId: string; metric?: string },
): Promise<void> {
  const { projectId, organizationId } = await requireProjectPermission(
    ctx,
    input.projectId,
    "targets:update",
  );
  await runTransaction(ctx.db, async (tx) => {
    const where = { projectId, metric: input.metric };
    const stored = await tx.projectTarget.findMany({ where });
    if (stored.length === 0) return;
    await tx.projectTarget.deleteMany({ where });
    await writeAudit(tx, ctx, {
      organizationId,
      projectId,
      action: "target.reset",
      entityId: input.metric ?? projectId,
      before: Object.fromEntries(stored.map((row) => [row.metric, { ...toBounds(row) }])),
      after: {},
    });
  });
}
