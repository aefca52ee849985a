import type { Target } from "../../trpc/types.ts";
import type { ValueUnit } from "./values.ts";
import { formatValue } from "./values.ts";

export type TargetMetric = Target["metric"];

interface MetricFacts {
  label: string;
  unit: ValueUnit;
  /** Which way is better. */
  better: "lower" | "higher";
  explanation: string;
}

export const metricFacts: Record<TargetMetric, MetricFacts> = {
  ttft_ms: {
    label: "Time to first token",
    unit: "duration",
    better: "lower",
    explanation: "From the start of a call to its first token, at p95.",
  },
  tokens_per_second: {
    label: "Output speed",
    unit: "speed",
    better: "higher",
    explanation: "Output tokens for each second between the first token and the end, at p50.",
  },
  latency_ms: {
    label: "Latency",
    unit: "duration",
    better: "lower",
    explanation: "From the start to the end, at p95.",
  },
  error_rate: {
    label: "Error rate",
    unit: "rate",
    better: "lower",
    explanation: "What failed, of everything.",
  },
  cache_hit_rate: {
    label: "Cache hits",
    unit: "rate",
    better: "higher",
    explanation: "Tokens read from a cache, of the input tokens of calls that say so.",
  },
  cost_per_call: {
    label: "Cost per call",
    unit: "money",
    better: "lower",
    explanation: "Everything billable, divided by the calls.",
  },
};

export interface TargetState {
  met: boolean;
  words: string;
}

export const hasBounds = (target: Pick<Target, "lower" | "upper">) =>
  target.lower !== null || target.upper !== null;

/** Null where there is no target, or nothing to hold against it. */
export function judge(value: number | null, target: Target | undefined): TargetState | null {
  if (value === null || target === undefined || !hasBounds(target)) return null;
  const { lower, upper } = target;
  const { better } = metricFacts[target.metric];
  if (lower !== null && value < Number(lower)) return { met: better === "lower", words: "below target" };
  if (upper !== null && value > Number(upper)) return { met: better === "higher", words: "above target" };
  return { met: true, words: "within target" };
}

/** "≤ 500 ms", "30.0/s – 50.0/s". */
export function describeTarget(target: Target): string {
  const { unit } = metricFacts[target.metric];
  const shown = (bound: string) => formatValue(Number(bound), unit, bound);
  const { lower, upper } = target;
  if (lower !== null && upper !== null) return `${shown(lower)} – ${shown(upper)}`;
  if (upper !== null) return `≤ ${shown(upper)}`;
  return lower === null ? "no target" : `≥ ${shown(lower)}`;
}
