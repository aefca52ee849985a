import type { ExponentialBuckets } from "@plumbline/contracts/events";
import type { AttributeValue, RawResource } from "../otlp/raw-span.ts";

/** One data point as the wire gave it. Times are microseconds, 0 when absent, NaN when unreadable. */
export interface RawPoint {
  startUs: number;
  timeUs: number;
  value?: number;
  count?: number;
  sum?: number;
  min?: number;
  max?: number;
  bounds: number[];
  bucketCounts: number[];
  exponential?: ExponentialBuckets;
  quantiles?: Array<{ level: number; value: number }>;
  keys: string[];
  values: AttributeValue[];
  /** The sender says that there is nothing to say (flag 1). */
  isEmpty: boolean;
}

export interface RawMetric {
  name: string;
  unit: string;
  kind: "sum" | "gauge" | "histogram" | "exponential" | "summary" | "other";
  /** 1 delta, 2 cumulative. */
  temporality: number;
  monotonic: boolean;
  points: RawPoint[];
}

/** Who sent the metrics of one scope. */
export interface MetricSender {
  resource: RawResource;
  scopeName: string;
}

export function createRawMetric(): RawMetric {
  return { name: "", unit: "", kind: "other", temporality: 0, monotonic: false, points: [] };
}

export function createRawPoint(): RawPoint {
  return { startUs: 0, timeUs: 0, bounds: [], bucketCounts: [], keys: [], values: [], isEmpty: false };
}

export function createExponentialBuckets(): ExponentialBuckets {
  return {
    scale: 0,
    zeroCount: 0,
    zeroThreshold: 0,
    positive: { offset: 0, counts: [] },
    negative: { offset: 0, counts: [] },
  };
}
