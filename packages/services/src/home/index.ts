export { getCostByModel } from "./get-cost-by-model.ts";
export { getErrorsByClass } from "./get-errors-by-class.ts";
export { getHomeOptions } from "./get-options.ts";
export { getTimings } from "./get-timings.ts";
export { getUsage } from "./get-usage.ts";
export { hasTraces } from "./has-traces.ts";
export { homeWindow } from "./home-window.ts";
export type { Buckets as HomeBuckets } from "./types.ts";
