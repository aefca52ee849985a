export { deleteTarget } from "./delete.ts";
export { listTargets } from "./list.ts";
export { type Target, type TargetMetric, targetMetrics } from "./metrics.ts";
export { resetTargets } from "./reset.ts";
export { setTarget } from "./set.ts";
