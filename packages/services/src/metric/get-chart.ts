import { chartMetricExponential } from "@plumbline/clickhouse/queries/metric/chart-exponential";
import { chartMetricHistograms } from "@plumbline/clickhouse/queries/metric/chart-histograms";
import { chartMetricNumbers } from "@plumbline/clickhouse/queries/metric/chart-numbers";
import { chartMetricSummaries } from "@plumbline/clickhouse/queries/metric/chart-summaries";
import { listMetricNames } from "@plumbline/clickhouse/queries/metric/list";
import type { z } from "zod";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { homeWindow } from "../home/home-window.ts";
import type { Buckets } from "../home/types.ts";
import { reading } from "../read-rows.ts";
import { groupRows } from "./group-rows.ts";
import { cutCell, exponentialCell, histogramGroups } from "./histogram-groups.ts";
import { shownKind } from "./list.ts";
import { summaryGroups } from "./summary-groups.ts";
import type { MetricChart, MetricGroup, MetricKind, MetricValues } from "./types.ts";

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
  const groups = await readGroups(ctx, kind, asked, buckets);
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

async function readGroups(
  { clickhouse }: ServiceContext,
  kind: MetricKind,
  asked: z.output<typeof chartMetricNumbers.params>,
  buckets: Buckets,
): Promise<MetricGroup[]> {
  const { edges } = asked;
  if (kind === "summary") {
    return summaryGroups(await reading(clickhouse.query(chartMetricSummaries, asked)), edges, asked.groupBy);
  }
  if (kind === "sum" || kind === "gauge") {
    return numberGroups(await reading(clickhouse.query(chartMetricNumbers, asked)), buckets, edges, kind);
  }
  // One sender cuts its buckets itself, another lets them grow: both are read.
  const [explicit, exponential] = await reading(
    Promise.all([
      clickhouse.query(chartMetricHistograms, asked),
      clickhouse.query(chartMetricExponential, asked),
    ]),
  );
  return histogramGroups([...explicit.map(cutCell), ...exponential.map(exponentialCell)], edges);
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
): MetricGroup[] {
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
