export { type DailyMetrics, listDailyMetrics } from "./daily.ts";
export { ExactNumber } from "./exact-number.ts";
export { type MetricsRow, queryMetrics } from "./query.ts";
