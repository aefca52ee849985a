import { PlumblineError } from "@plumbline/contracts/errors";
import type { ColumnCondition } from "@plumbline/contracts/langfuse-filter";
import type { MetricAggregation, MetricViewName } from "@plumbline/contracts/langfuse-metrics";
import { z } from "zod";
import { defineQuery } from "../../query.ts";
import { compileConditions } from "../condition/compile-conditions.ts";
import { Binder, boundValue } from "../filter/binder.ts";
import type { TraceColumn } from "../trace/columns.ts";
import { windowParams } from "../window.ts";
import { observationsView } from "./observations-view.ts";
import { booleanScoresView, categoricalScoresView, numericScoresView } from "./scores-view.ts";
import { tracesView } from "./traces-view.ts";
import type { Dimension, Measure, MetricView } from "./view.ts";

const views: Readonly<Record<MetricViewName, MetricView>> = {
  traces: tracesView,
  observations: observationsView,
  "scores-numeric": numericScoresView,
  "scores-boolean": booleanScoresView,
  "scores-categorical": categoricalScoresView,
};

export interface TimeStep {
  amount: number;
  unit: "minute" | "hour" | "day" | "week" | "month";
}

export interface MetricsPlan {
  view: MetricViewName;
  dimensions: readonly string[];
  /** Whether one may group by what has as many values as there are rows. */
  allowHighCardinality: boolean;
  metrics: ReadonlyArray<{ measure: string; aggregation: MetricAggregation }>;
  conditions: readonly ColumnCondition[];
  step: TimeStep | null;
  orderBy: ReadonlyArray<{ field: string; direction: "asc" | "desc" }>;
  bins: number;
}

/** What a column of the answer is called, and under which key it stands in a row. */
export interface MetricColumn {
  name: string;
  key: string;
  kind: Dimension["kind"] | "time" | "money" | "histogram";
  /** What it is where there is nothing: 0 for counts and sums, null for what only rows can have. */
  ofNothing: 0 | null;
}

export const timeDimensionName = "time_dimension";

const params = windowParams
  .extend({
    lookFromUs: z.number().int(),
    lookToUs: z.number().int(),
    nowUs: z.number().int(),
    limit: z.number().int(),
  })
  .catchall(boundValue);

const row = z.custom<Record<string, unknown>>((value) => typeof value === "object" && value !== null);

/** Throws `invalid_request` that names what the view does not know. */
export function planMetrics(plan: MetricsPlan) {
  const view = views[plan.view];
  const binder = new Binder();
  const { sql: where, ofTrace } = compileConditions(plan.conditions, view.columns, binder);
  const dimensions = [...new Set(plan.dimensions)].map((name) => ({
    name,
    ...requireDimension(plan, view, name),
  }));
  const metrics = plan.metrics.map((metric) => ({
    ...metric,
    name: `${metric.aggregation}_${metric.measure}`,
    ...requireMeasure(plan, view, metric.measure),
  }));
  const needed = new Set<TraceColumn>([
    ...ofTrace,
    ...[...dimensions, ...metrics].flatMap((part) => part.ofTrace ?? []),
  ]);
  const joins = new Set(
    [...dimensions, ...metrics].flatMap(({ join }) => (join === undefined ? [] : [join])),
  );
  const columns: MetricColumn[] = [
    ...(plan.step === null
      ? []
      : [{ name: timeDimensionName, key: "t", kind: "time" as const, ofNothing: null }]),
    ...dimensions.map(({ name, kind }, index) => ({ name, key: `d${index}`, kind, ofNothing: null })),
    ...metrics.map(({ name, ...metric }, index) => ({
      name,
      key: `m${index}`,
      kind: kindOf(metric),
      ofNothing: metric.aggregation === "count" || metric.aggregation === "sum" ? (0 as const) : null,
    })),
  ];
  const groups = columns.slice(0, columns.length - metrics.length).map(({ key }) => key);
  const selected = [
    ...(plan.step === null ? [] : [`${bucket(view.time, plan.step)} AS t`]),
    ...dimensions.map(({ sql }, index) => `${sql} AS d${index}`),
    ...metrics.map((metric, index) => `${aggregate(metric, plan.bins)} AS m${index}`),
  ];
  const query = defineQuery({
    name: `metrics.${plan.view}`,
    params,
    row,
    sql: `SELECT ${selected.join(",\n      ")}
    ${view.from({ where, ofTrace: needed, joins })}
    ${groups.length === 0 ? "" : `GROUP BY ${groups.join(", ")}`}
    ORDER BY ${orderOf(plan, columns, groups)}
    LIMIT {limit:UInt32}`,
  });
  return { query, columns, values: binder.values };
}

function requireDimension(plan: MetricsPlan, view: MetricView, name: string): Dimension {
  const dimension = view.dimensions.get(name);
  if (dimension === undefined) throw unknown("dimension", name, plan.view, offered(plan, view));
  if (view.highCardinality.has(name) && !plan.allowHighCardinality) {
    throw new PlumblineError("invalid_request", {
      message: `"${name}" has too many values to group by: use it in filters.`,
      details: { issues: [`dimensions: ${name} has too many values`] },
    });
  }
  return dimension;
}

function offered(plan: MetricsPlan, view: MetricView): string[] {
  const names = [...view.dimensions.keys()];
  return plan.allowHighCardinality ? names : names.filter((name) => !view.highCardinality.has(name));
}

function requireMeasure(plan: MetricsPlan, view: MetricView, name: string): Measure {
  const measure = view.measures.get(name);
  if (measure !== undefined) return measure;
  throw unknown("measure", name, plan.view, [...view.measures.keys()]);
}

function unknown(what: string, name: string, view: string, known: readonly string[]): PlumblineError {
  const shown = name.slice(0, 60);
  return new PlumblineError("invalid_request", {
    message: `The view "${view}" has no ${what} "${shown}". It has ${known.join(", ")}.`,
    details: { issues: [`unknown ${what} ${shown}`] },
  });
}

function kindOf({ kind, aggregation }: Measure & { aggregation: MetricAggregation }): MetricColumn["kind"] {
  if (aggregation === "histogram") return "histogram";
  const isExact = aggregation === "sum" || aggregation === "min" || aggregation === "max";
  return kind === "money" && isExact ? "money" : "number";
}

const levels = { p50: 0.5, p75: 0.75, p90: 0.9, p95: 0.95, p99: 0.99 } as const;

/** NULL over nothing that is known. */
function aggregate(
  { sql, kind, aggregation, measure }: Measure & MetricsPlan["metrics"][number],
  bins: number,
): string {
  if (kind === "distinct") {
    if (aggregation === "count" || aggregation === "sum") return `uniqExactIf(${sql}, ${sql} != '')`;
    throw new PlumblineError("invalid_request", {
      message: `"${measure}" counts different values: its aggregation can only be count or sum.`,
      details: { issues: [`metrics: ${aggregation} of ${measure}`] },
    });
  }
  switch (aggregation) {
    case "count":
      return kind === "rows" ? "count()" : `count(${sql})`;
    case "sum":
      return kind === "rows" ? "count()" : `sumOrNull(${sql})`;
    case "avg":
      return `avgOrNull(toFloat64(${sql}))`;
    case "min":
    case "max":
      return `${aggregation}OrNull(${sql})`;
    case "histogram":
      return `histogramIf(${bins})(ifNull(toFloat64(${sql}), 0), isNotNull(${sql}))`;
    default:
      return `quantileOrNull(${levels[aggregation]})(toFloat64(${sql}))`;
  }
}

/** By the calendar of UTC; weeks begin on Monday. */
function bucket(time: string, { amount, unit }: TimeStep): string {
  return `toUnixTimestamp(toDateTime(toStartOfInterval(${time}, INTERVAL ${amount} ${unit.toUpperCase()}, 'UTC'), 'UTC'))`;
}

function orderOf(plan: MetricsPlan, columns: readonly MetricColumn[], groups: readonly string[]): string {
  const asked = plan.orderBy.map(({ field, direction }) => {
    const column = columns.find(({ name }) => name === field);
    if (column !== undefined && column.kind !== "histogram")
      return `${column.key} ${direction.toUpperCase()} NULLS LAST`;
    throw new PlumblineError("invalid_request", {
      message: `The answer cannot be ordered by "${field.slice(0, 60)}": it has ${columns.map(({ name }) => name).join(", ")}.`,
      details: { issues: [`orderBy: ${field.slice(0, 60)}`] },
    });
  });
  const first = columns.find(({ key, kind }) => key.startsWith("m") && kind !== "histogram");
  const usual = plan.step !== null ? ["t ASC"] : first === undefined ? [] : [`${first.key} DESC NULLS LAST`];
  return [...(asked.length === 0 ? usual : asked), ...groups, "1"].join(", ");
}
