import type { ExponentialRow } from "@plumbline/clickhouse/queries/metric/chart-exponential";
import type { HistogramRow } from "@plumbline/clickhouse/queries/metric/chart-histograms";
import { type Exponential, mergeExponential, slicesOfExponential } from "./exponential.ts";
import { groupRows } from "./group-rows.ts";
import { quantileOfSlices, type Slice, slicesOf } from "./quantile.ts";
import type { MetricGroup, MetricStatistic } from "./types.ts";

/** What some senders recorded in one bucket of time. */
interface HistogramCell {
  bucketS: number;
  name: string;
  total: number;
  amount: number | null;
  /** Of buckets that the sender cut. */
  slices: Slice[];
  /** Of buckets that grow: brought to one scale before anything is read from them. */
  exponential: Exponential | null;
}

export function cutCell(row: HistogramRow): HistogramCell {
  const { bucketS, name, total, amount } = row;
  return { bucketS, name, total, amount, slices: slicesOf(row), exponential: null };
}

export function exponentialCell(row: ExponentialRow): HistogramCell {
  const { bucketS, name, total, amount, scale, zeroThreshold, zeros, lowest, highest } = row;
  const toMap = ([indices, counts]: ExponentialRow["positive"]): Map<number, number> =>
    new Map(indices.map((index, place) => [index, counts[place] ?? 0]));
  const exponential = {
    scale,
    zeroThreshold,
    zeros,
    positive: toMap(row.positive),
    negative: toMap(row.negative),
    lowest,
    highest,
  };
  return { bucketS, name, total, amount, slices: [], exponential };
}

export function histogramGroups(rows: readonly HistogramCell[], edges: readonly number[]): MetricGroup[] {
  return groupRows(rows, ({ total }) => total).map(([name, own]) => {
    const cells = edges.map((edge) => own.filter(({ bucketS }) => bucketS === edge));
    const of = (statistic: MetricStatistic, read: (cell: readonly HistogramCell[]) => number | null) => ({
      statistic,
      values: cells.map(read),
      whole: read(own),
    });
    return {
      name,
      statistics: [
        of("p50", (cell) => quantileOfSlices(slicesOfCell(cell), 0.5)),
        of("p95", (cell) => quantileOfSlices(slicesOfCell(cell), 0.95)),
        of("average", averageOf),
      ],
    };
  });
}

function slicesOfCell(cell: readonly HistogramCell[]): Slice[] {
  const growing = cell.flatMap(({ exponential }) => (exponential === null ? [] : [exponential]));
  const merged = mergeExponential(growing);
  return [...cell.flatMap(({ slices }) => slices), ...(merged === null ? [] : slicesOfExponential(merged))];
}

/** Sums are optional on the wire: without all of them the average is not known. */
function averageOf(cell: readonly HistogramCell[]): number | null {
  const total = cell.reduce((sum, row) => sum + row.total, 0);
  if (total === 0 || cell.some(({ amount }) => amount === null)) return null;
  return cell.reduce((sum, { amount }) => sum + (amount ?? 0), 0) / total;
}
