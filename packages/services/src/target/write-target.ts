import { runTransaction } from "@plumbline/db/transaction";
import { writeAudit } from "../audit/index.ts";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { presetTargets, type Target, type TargetBounds, type TargetMetric } from "./metrics.ts";
import { toBounds, toStored } from "./stored-bounds.ts";

interface Change {
  projectId: string;
  metric: TargetMetric;
  bounds: TargetBounds;
  action: "target.set" | "target.deleted";
}

export async function writeTarget(ctx: ServiceContext, change: Change): Promise<Target> {
  const { projectId, organizationId } = await requireProjectPermission(
    ctx,
    change.projectId,
    "targets:update",
  );
  const { metric, bounds, action } = change;
  return runTransaction(ctx.db, async (tx) => {
    const key = { projectId_metric: { projectId, metric } };
    const stored = await tx.projectTarget.findUnique({ where: key });
    await tx.projectTarget.upsert({
      where: key,
      create: { projectId, metric, ...toStored(bounds) },
      update: toStored(bounds),
    });
    await writeAudit(tx, ctx, {
      organizationId,
      projectId,
      action,
      entityId: metric,
      before: { ...(stored === null ? presetTargets[metric] : toBounds(stored)) },
      after: { ...bounds },
    });
    return { metric, ...bounds, isPreset: false };
  });
}
