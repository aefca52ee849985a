import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { presetTargets, type Target, targetMetrics } from "./metrics.ts";
import { toBounds } from "./stored-bounds.ts";

/** One for each metric, in their order: as the project set it, else the preset. */
export async function listTargets(
  ctx: ServiceContext,
  input: { projectId: string },
): Promise<{ targets: Target[]; mayUpdate: boolean }> {
  const { projectId, permissions } = await requireProjectPermission(ctx, input.projectId, "project:read");
  const stored = await ctx.db.projectTarget.findMany({ where: { projectId } });
  const byMetric = new Map(stored.map((row) => [row.metric, toBounds(row)]));
  return {
    targets: targetMetrics.map((metric) => ({
      metric,
      ...(byMetric.get(metric) ?? presetTargets[metric]),
      isPreset: !byMetric.has(metric),
    })),
    mayUpdate: permissions.includes("targets:update"),
  };
}
