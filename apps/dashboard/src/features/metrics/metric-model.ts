import type { MetricChart } from "../../trpc/types.ts";
import type { ChartModel, ChartSeries } from "../home/chart-model.ts";
import { colorsOf, dashes, type SeriesColor } from "../home/series-style.ts";
import type { ValueUnit } from "../home/values.ts";

type Statistic = MetricChart["groups"][number]["statistics"][number];

const looks: Record<Statistic["statistic"], { name: string; color: SeriesColor; dash: readonly number[] }> = {
  rate: { name: "Rate", color: "--series-5", dash: [] },
  average: { name: "Average", color: "--series-3", dash: dashes[2] ?? [] },
  p50: { name: "p50", color: "--series-5", dash: [] },
  p95: { name: "p95", color: "--series-1", dash: dashes[1] ?? [] },
};

const notes = {
  sum: "The increase in each second, over all senders.",
  gauge: "The average of the points.",
  histogram: "Percentiles are read from the buckets that the sender cut: they are as exact as those.",
};

/** One metric as a chart: each statistic a line, or the `grouped` one for each group. */
export function metricModel(chart: MetricChart, grouped: string): ChartModel {
  const { factor, unit } = shownUnit(chart);
  const { name, groupBy, groups, entities, kind } = chart;
  const [only] = groups;
  const colors = colorsOf(groups.map((group) => group.name));
  const series =
    groupBy === ""
      ? (only?.statistics ?? []).map((statistic) => toSeries(statistic, factor, looks[statistic.statistic]))
      : groups.flatMap((group, index) => {
          const statistic =
            group.statistics.find((candidate) => candidate.statistic === grouped) ?? group.statistics[0];
          const look = {
            name: group.name === "" ? `no ${groupBy}` : group.name,
            color: colors[index] ?? "--series-8",
            dash: dashes[index] ?? [],
          };
          return statistic === undefined ? [] : [toSeries(statistic, factor, look)];
        });
  return {
    id: "metric",
    title: unit === "plain" && chart.unit !== "" ? `${name} (${chart.unit})` : name,
    note: notes[kind],
    unit,
    look: "line",
    series,
    legend: groupBy === "" ? "longWhenNarrow" : "long",
    ...(entities > groups.length ? { shownOf: `top ${groups.length} of ${entities}` } : {}),
  };
}

function toSeries(
  { values, whole }: Statistic,
  factor: number,
  look: { name: string; color: SeriesColor; dash: readonly number[] },
): ChartSeries {
  const scaled = (value: number | null): number | null => (value === null ? null : value * factor);
  return { ...look, values: values.map(scaled), whole: scaled(whole) };
}

/** Units of the GenAI conventions as the rest of the pages writes them. */
function shownUnit({ kind, unit }: MetricChart): { unit: ValueUnit; factor: number } {
  if (kind === "sum") return { unit: "frequency", factor: 1 };
  if (unit === "s") return { unit: "duration", factor: 1_000 };
  if (unit === "ms") return { unit: "duration", factor: 1 };
  return { unit: "plain", factor: 1 };
}
