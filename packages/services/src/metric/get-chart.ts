import {
  chartMetricHistograms,
  type HistogramRow,
} from "@plumbline/clickhouse/queries/metric/chart-histograms";
import { chartMetricNumbers } from "@plumbline/clickhouse/queries/metric/chart-numbers";
import { listMetricNames } from "@plumbline/clickhouse/queries/metric/list";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { homeWindow } from "../home/home-window.ts";
import type { Buckets } from "../home/types.ts";
import { reading } from "../read-rows.ts";
import { shownKind } from "./list.ts";
import { quantileOf } from "./quantile.ts";
import type { MetricChart, MetricStatistic, MetricValues } from "./types.ts";

/** A chart tells no more groups apart. */
const shownGroups = 8;
/** Longer than clients pause between two exports. */
const lookBackUs = 600_000_000;

export interface MetricChartInput {
  projectId: string;
  name: string;
  /** Key of an attribute. */
  groupBy?: string | undefined;
  /** Milliseconds since the epoch, half-open. */
  fromMs: number;
  toMs: number;
  /** IANA name; days and hours begin by its clock. */
  zone: string;
}

/** One metric over time; null when the window has no point of it. */
export async function getMetricChart(
  ctx: ServiceContext,
  input: MetricChartInput,
): Promise<MetricChart | null> {
  const { projectId, name, groupBy = "", fromMs, toMs, zone } = input;
  await requireProjectPermission(ctx, projectId, "traces:read");
  const { buckets, params } = homeWindow(ctx, { projectId, fromMs, toMs, zone });
  const { fromUs, toUs, edges } = params;
  const window = { projectId, fromUs, toUs };
  const known = await reading(ctx.clickhouse.query(listMetricNames, window));
  const metric = known.find((candidate) => candidate.name === name);
  if (metric === undefined) return null;
  const kind = shownKind(metric.kind, metric.monotonic);
  const asked = { ...window, name, groupBy, edges, lookBackUs: fromUs - lookBackUs };
  const groups =
    kind === "histogram"
      ? histogramGroups(await reading(ctx.clickhouse.query(chartMetricHistograms, asked)), edges)
      : numberGroups(await reading(ctx.clickhouse.query(chartMetricNumbers, asked)), buckets, edges, kind);
  const { unit } = metric;
  return {
    name,
    groupBy,
    kind,
    unit,
    buckets,
    groups: groups.slice(0, shownGroups),
    entities: groups.length,
  };
}

type Group = MetricChart["groups"][number];

/** Rows by group, those with the most first. */
function groupRows<Row extends { name: string }>(
  rows: readonly Row[],
  weigh: (row: Row) => number,
): Array<[name: string, rows: Row[]]> {
  const groups = new Map<string, { rows: Row[]; weight: number }>();
  for (const row of rows) {
    const group = groups.get(row.name) ?? { rows: [], weight: 0 };
    group.rows.push(row);
    group.weight += weigh(row);
    groups.set(row.name, group);
  }
  return [...groups]
    .sort(([left, one], [right, other]) => other.weight - one.weight || (left < right ? -1 : 1))
    .map(([name, group]) => [name, group.rows]);
}

interface NumberRow {
  bucketS: number;
  name: string;
  added: number | null;
  average: number | null;
  points: number;
}

function numberGroups(
  rows: readonly NumberRow[],
  buckets: Buckets,
  edges: readonly number[],
  kind: "sum" | "gauge",
): Group[] {
  return groupRows(rows, ({ points, added }) => (kind === "sum" ? (added ?? 0) : points)).map(
    ([name, own]) => {
      const byBucket = new Map(own.map((row) => [row.bucketS, row]));
      const found = edges.map((edge) => byBucket.get(edge));
      const statistics: MetricValues[] = kind === "sum" ? [rates(found, buckets)] : [averages(found)];
      return { name, statistics };
    },
  );
}

function rates(found: readonly (NumberRow | undefined)[], { startsMs, fromMs, toMs }: Buckets): MetricValues {
  const perSecond = (added: number | null | undefined, from: number, to: number): number | null =>
    added === null || added === undefined || to <= from ? null : added / ((to - from) / 1_000);
  const values = found.map((row, index) =>
    perSecond(
      row?.added,
      Math.max(fromMs, startsMs[index] ?? fromMs),
      Math.min(toMs, startsMs[index + 1] ?? toMs),
    ),
  );
  const all = found.flatMap((row) => (row === undefined || row.added === null ? [] : [row.added]));
  const added = all.length === 0 ? null : all.reduce((sum, part) => sum + part, 0);
  return { statistic: "rate", values, whole: perSecond(added, fromMs, toMs) };
}

function averages(found: readonly (NumberRow | undefined)[]): MetricValues {
  const known = found.flatMap((row) => (row === undefined || row.average === null ? [] : [row]));
  const points = known.reduce((sum, row) => sum + row.points, 0);
  const weighed = known.reduce((sum, row) => sum + (row.average ?? 0) * row.points, 0);
  const values = found.map((row) => row?.average ?? null);
  return { statistic: "average", values, whole: points === 0 ? null : weighed / points };
}

function histogramGroups(rows: readonly HistogramRow[], edges: readonly number[]): Group[] {
  return groupRows(rows, ({ total }) => total).map(([name, own]) => {
    const cells = edges.map((edge) => own.filter(({ bucketS }) => bucketS === edge));
    const of = (statistic: MetricStatistic, read: (cell: readonly HistogramRow[]) => number | null) => ({
      statistic,
      values: cells.map(read),
      whole: read(own),
    });
    return {
      name,
      statistics: [
        of("p50", (cell) => quantileOf(cell, 0.5)),
        of("p95", (cell) => quantileOf(cell, 0.95)),
        of("average", averageOf),
      ],
    };
  });
}

/** Sums are optional on the wire: without all of them the average is not known. */
function averageOf(cell: readonly HistogramRow[]): number | null {
  const total = cell.reduce((sum, row) => sum + row.total, 0);
  if (total === 0 || cell.some(({ amount }) => amount === null)) return null;
  return cell.reduce((sum, { amount }) => sum + (amount ?? 0), 0) / total;
}
