import type { chartMetricSummaries } from "@plumbline/clickhouse/queries/metric/chart-summaries";
import type { z } from "zod";
import { groupRows } from "./group-rows.ts";
import type { MetricGroup, MetricStatistic } from "./types.ts";

type SummaryRow = z.output<typeof chartMetricSummaries.row>;

/**
 * Each series as its sender sees it, the quantiles that it worked out as they are: no quantile of the whole
 * follows from those of parts. Over the whole window stands what was said last.
 */
export function summaryGroups(
  rows: readonly SummaryRow[],
  edges: readonly number[],
  groupBy: string,
): MetricGroup[] {
  const names = seriesNames(rows, groupBy);
  const bySeries = rows.map((row) => ({ ...row, name: row.series, group: row.name }));
  return groupRows(bySeries, ({ points }) => points).map(([series, own]) => ({
    name: names.get(series) ?? "",
    statistics: levelsOf(own).map((level) => {
      const byBucket = new Map(own.map((row) => [row.bucketS, valueAt(row, level)]));
      const values = edges.map((edge) => byBucket.get(edge) ?? null);
      return {
        statistic: statisticOf(level),
        values,
        whole: values.findLast((value) => value !== null) ?? null,
      };
    }),
  }));
}

function levelsOf(rows: readonly SummaryRow[]): number[] {
  return [...new Set(rows.flatMap(({ levels }) => levels))].toSorted((left, right) => left - right);
}

function valueAt({ levels, values }: SummaryRow, level: number): number | null {
  const place = levels.indexOf(level);
  return place === -1 ? null : (values[place] ?? null);
}

/** 0.999 × 100 is not quite 99.9 in binary. */
function statisticOf(level: number): MetricStatistic {
  return `p${Number((level * 100).toPrecision(12))}`;
}

/** A series by the attributes in which it differs from the others. */
function seriesNames(rows: readonly SummaryRow[], groupBy: string): Map<string, string> {
  const bySeries = new Map(rows.map((row) => [row.series, row]));
  const all = [...bySeries.values()];
  const keys = [...new Set(all.flatMap(({ attributes }) => Object.keys(attributes)))].toSorted();
  const differing = keys.filter(
    (key) => key !== groupBy && new Set(all.map(({ attributes }) => attributes[key] ?? "")).size > 1,
  );
  return new Map(
    all.map(({ series, name, attributes }) => {
      const parts = differing.map((key) => `${key} ${attributes[key] ?? "none"}`);
      return [series, [...(name === "" ? [] : [name]), ...parts].join(", ")];
    }),
  );
}
