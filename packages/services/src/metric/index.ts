export { getMetricChart } from "./get-chart.ts";
export { listMetrics } from "./list.ts";
export { listMetricAttributes } from "./list-attributes.ts";
