import type { ServiceContext } from "../context.ts";
import type { Target, TargetMetric } from "./metrics.ts";
import { writeTarget } from "./write-target.ts";

/** The project aims at nothing there from now on; the preset does not come back by itself. Idempotent. */
export function deleteTarget(
  ctx: ServiceContext,
  input: { projectId: string; metric: TargetMetric },
): Promise<Target> {
  return writeTarget(ctx, { ...input, bounds: { lower: null, upper: null }, action: "target.deleted" });
}
