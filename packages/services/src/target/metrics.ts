/** What a project may aim at. Latency and first token are milliseconds at p95, rates 0 to 1, cost USD. */
export const targetMetrics = [
  "ttft_ms",
  "tokens_per_second",
  "latency_ms",
  "error_rate",
  "cache_hit_rate",
  "cost_per_call",
] as const;
export type TargetMetric = (typeof targetMetrics)[number];

/** Decimal strings; null is no bound on that side. */
export interface TargetBounds {
  lower: string | null;
  upper: string | null;
}

/** What stands until a project says otherwise. */
export const presetTargets: Readonly<Record<TargetMetric, TargetBounds>> = {
  ttft_ms: { lower: null, upper: "500" },
  tokens_per_second: { lower: "30", upper: "50" },
  latency_ms: { lower: null, upper: "2000" },
  error_rate: { lower: null, upper: "0.001" },
  cache_hit_rate: { lower: "0.5", upper: null },
  cost_per_call: { lower: null, upper: "0.001" },
};

/** Both null: the project has no target there, not even the preset. */
export interface Target extends TargetBounds {
  metric: TargetMetric;
  /** Nobody has changed it. */
  isPreset: boolean;
}
