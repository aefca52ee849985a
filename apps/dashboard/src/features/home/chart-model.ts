import type { SeriesColor } from "./series-style.ts";
import type { TargetMetric } from "./target-state.ts";
import type { ValueUnit } from "./values.ts";

export interface ChartSeries {
  name: string;
  /** One for each bucket; null is not known. */
  values: readonly (number | null)[];
  /** Money as it is stored, beside what is drawn. */
  exact?: readonly (string | null)[];
  /** Over the whole window. */
  whole: number | null;
  wholeExact?: string | null;
  color: SeriesColor;
  dash: readonly number[];
  /** What narrows the list of traces to this series. */
  terms?: readonly string[];
  /** Drawn fainter, and left out of what is said of the chart. */
  isPrevious?: boolean;
}

export interface ChartModel {
  id: string;
  title: string;
  /** What exactly is counted. */
  note: string;
  unit: ValueUnit;
  look: "line" | "bars";
  series: readonly ChartSeries[];
  target?: TargetMetric;
  /** "top 8 of 37", where not everything is shown. */
  shownOf?: string;
  wide?: boolean;
  /** In place of a chart without points. */
  emptyText?: string;
  /** Where a pinned bucket leads; "Traces of this time" unless it says otherwise. */
  linkText?: string;
  /** How many lines the names of its series need: two where there are many. */
  legend?: "long" | "longWhenNarrow";
}

export interface Buckets {
  startsMs: readonly number[];
  fromMs: number;
  toMs: number;
  step: { amount: number; unit: "second" | "minute" | "hour" | "day" | "month" };
}
