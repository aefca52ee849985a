import type { Buckets } from "../home/types.ts";

export type MetricKind = "sum" | "gauge" | "histogram" | "summary";

export interface MetricName {
  name: string;
  unit: string;
  kind: MetricKind;
  points: number;
  lastAt: string;
}

/** What is drawn: of sums the increase a second, of gauges the average, of the others percentiles too. */
export type MetricStatistic = "rate" | "average" | `p${number}`;

export interface MetricValues {
  statistic: MetricStatistic;
  /** One for each bucket; null is not known. */
  values: (number | null)[];
  /** Over the whole window. */
  whole: number | null;
}

export interface MetricGroup {
  name: string;
  statistics: MetricValues[];
}

export interface MetricChart {
  name: string;
  /** Key of an attribute, "" for none. */
  groupBy: string;
  kind: MetricKind;
  unit: string;
  buckets: Buckets;
  /**
   * The groups with the most points; one named "" when nothing is grouped or a point lacks the attribute.
   * Of a summary each series is one.
   */
  groups: MetricGroup[];
  /** How many there are, of which `groups` shows the first. */
  entities: number;
}
