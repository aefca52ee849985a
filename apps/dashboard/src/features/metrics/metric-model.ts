import type { MetricChart } from "../../trpc/types.ts";
import type { ChartModel, ChartSeries } from "../home/chart-model.ts";
import { colorsOf, dashes, type SeriesColor } from "../home/series-style.ts";
import type { ValueUnit } from "../home/values.ts";

type Statistic = MetricChart["groups"][number]["statistics"][number];

interface Look {
  name: string;
  color: SeriesColor;
  dash: readonly number[];
}

const looks: Partial<Record<Statistic["statistic"], Look>> = {
  rate: { name: "Rate", color: "--series-5", dash: [] },
  average: { name: "Average", color: "--series-3", dash: dashes[2] ?? [] },
  p50: { name: "p50", color: "--series-5", dash: [] },
  p95: { name: "p95", color: "--series-1", dash: dashes[1] ?? [] },
};

const notes = {
  sum: "The increase in each second, over all senders.",
  gauge: "The average of the points.",
  histogram: "Percentiles are read from the buckets of the sender: they are as exact as those.",
  summary:
    "Percentiles as each sender worked them out, the last of each time. Those of several do not add up to one of all.",
};

/** One metric as a chart: each statistic a line, or the `grouped` one for each group. */
export function metricModel(chart: MetricChart, grouped: string): ChartModel {
  const { factor, unit } = shownUnit(chart);
  const { name, groupBy, groups, entities, kind } = chart;
  const [only] = groups;
  const colors = colorsOf(groups.map((group) => group.name));
  if (kind === "summary") return summaryModel(chart, { factor, unit });
  const series =
    groupBy === ""
      ? (only?.statistics ?? []).map((statistic, index) =>
          toSeries(statistic, factor, looks[statistic.statistic] ?? lookOf(statistic.statistic, index)),
        )
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

const mostLines = 12;

/** Every series with all of its percentiles: a colour for each series, a dash for each percentile. */
function summaryModel(
  { name, unit: given, groups, entities }: MetricChart,
  { factor, unit }: { factor: number; unit: ValueUnit },
): ChartModel {
  const isOne = groups.length === 1;
  const colors = colorsOf(groups.map((group) => group.name));
  const lines = groups.flatMap((group, place) =>
    group.statistics.map((statistic, index) => {
      const look = lookOf(statistic.statistic, index);
      const title = [group.name, statistic.statistic].filter((part) => part !== "").join(", ");
      return toSeries(
        statistic,
        factor,
        isOne ? look : { ...look, name: title, color: colors[place] ?? look.color },
      );
    }),
  );
  const hasMore = entities > groups.length || lines.length > mostLines;
  return {
    id: "metric",
    title: unit === "plain" && given !== "" ? `${name} (${given})` : name,
    note: notes.summary,
    unit,
    look: "line",
    series: lines.slice(0, mostLines),
    legend: isOne ? "longWhenNarrow" : "long",
    ...(hasMore ? { shownOf: `${Math.min(mostLines, lines.length)} lines of ${entities} series` } : {}),
  };
}

function lookOf(name: string, index: number): Look {
  return { name, color: fallbackColors[index] ?? "--series-8", dash: dashes[index] ?? [] };
}

const fallbackColors: readonly SeriesColor[] = ["--series-5", "--series-1", "--series-3", "--series-2"];

function toSeries({ values, whole }: Statistic, factor: number, look: Look): ChartSeries {
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
