import type { CostByModel, ErrorsByClass, Timings, Usage } from "../../trpc/types.ts";
import type { ChartModel, ChartSeries } from "./chart-model.ts";
import type { HomeUnit } from "./home-params.ts";
import { colorsOf, dashes, type SeriesColor } from "./series-style.ts";
import { queryTerm } from "./traces-link.ts";

export interface HomeData {
  timings: Timings | undefined;
  usage: Usage | undefined;
  previousTimings: Timings | undefined;
  previousUsage: Usage | undefined;
  costByModel: CostByModel | undefined;
  errorsByClass: ErrorsByClass | undefined;
}

type TimingsPoint = Timings["whole"];
type UsagePoint = Usage["whole"];

interface Look {
  color: SeriesColor;
  dash?: readonly number[];
  terms?: readonly string[];
}

const plain: Look = { color: "--series-5" };
const levels = {
  p50: { color: "--series-5" },
  p95: { color: "--series-1", dash: dashes[1] },
  p99: { color: "--series-6", dash: dashes[2] },
} as const;
const before: Look & { isPrevious: true } = { color: "--text-faint", dash: [3, 3], isPrevious: true };

type Reader<Point> = (point: Point) => number | null;

function pickFrom<Point>(source: { points: Point[]; whole: Point } | undefined, pick: Reader<Point>) {
  return { values: source?.points.map(pick) ?? [], whole: source ? pick(source.whole) : null };
}

/** The charts of one unit, group by group, from whatever of their data has come. */
export function homeCharts(data: HomeData, unit: HomeUnit): { title: string; charts: ChartModel[] }[] {
  const { timings, previousTimings, usage, previousUsage } = data;
  const one = (name: string, pick: Reader<TimingsPoint>, look: Look): ChartSeries => ({
    name,
    ...pickFrom(timings, pick),
    dash: [],
    ...look,
  });
  const past = (pick: Reader<TimingsPoint>, name = "Period before"): ChartSeries[] =>
    previousTimings ? [{ name, ...pickFrom(previousTimings, pick), dash: [], ...before }] : [];
  const what = unit === "calls" ? "Calls" : "Traces";
  const failed = { terms: ["level:ERROR"] };
  return [
    {
      title: "Traffic and errors",
      charts: [
        {
          id: "traffic",
          title: what,
          note:
            unit === "calls"
              ? "Spans of kind generation or embedding. Agents and chains that wrap them are not counted."
              : "Whole traces, by the time at which they began.",
          unit: "count",
          look: "bars",
          series: [one(what, (point) => point.total, plain), ...past((point) => point.total)],
        },
        errorRateChart(one, past, unit, failed),
        errorsChart(data.errorsByClass, unit),
      ],
    },
    { title: "Speed", charts: speedCharts(one, past, unit) },
    { title: "Cost", charts: costCharts(usage, previousUsage, data.costByModel) },
    { title: "Tokens", charts: tokenCharts(usage, previousUsage) },
  ];
}

type Narrowing = { terms: readonly string[] };
type One = (name: string, pick: Reader<TimingsPoint>, look: Look) => ChartSeries;
type Past = (pick: Reader<TimingsPoint>, name?: string) => ChartSeries[];

function errorRateChart(one: One, past: Past, unit: HomeUnit, failed: Narrowing): ChartModel {
  const pick: Reader<TimingsPoint> = (point) => point.errorRate;
  return {
    id: "error-rate",
    title: "Error rate",
    note: `${unit === "calls" ? "Calls" : "Traces"} that failed, of all of them.`,
    unit: "rate",
    look: "line",
    series: [one("Error rate", pick, { color: "--series-6", ...failed }), ...past(pick)],
    target: "error_rate",
  };
}

function errorsChart(errors: ErrorsByClass | undefined, unit: HomeUnit): ChartModel {
  const colors = colorsOf((errors?.series ?? []).map(({ name }) => name));
  const series = (errors?.series ?? []).map(({ name, values, total }, index) => ({
    name,
    values,
    whole: total,
    color: colors[index] ?? "--series-8",
    dash: dashes[index] ?? [],
    terms: name === "unknown" ? ["level:ERROR"] : [queryTerm("error", name)],
  }));
  return {
    id: "errors",
    title: "Errors by class",
    note:
      unit === "calls"
        ? "Failed calls. One without a class is “unknown”."
        : "Failed traces. One counts in every class that it failed with.",
    unit: "count",
    look: "line",
    series,
    legend: "long",
    ...shownOf(errors),
  };
}

function speedCharts(one: One, past: Past, unit: HomeUnit): ChartModel[] {
  const of = unit === "calls" ? "a call" : "a trace";
  return [
    {
      id: "latency",
      title: "Latency",
      note: `From the start of ${of} to its end.`,
      unit: "duration",
      look: "line",
      series: [
        one("p50", (point) => point.latencyP50Ms, levels.p50),
        one("p95", (point) => point.latencyP95Ms, levels.p95),
        one("p99", (point) => point.latencyP99Ms, levels.p99),
        ...past((point) => point.latencyP95Ms, "p95 before"),
      ],
      target: "latency_ms",
      legend: "longWhenNarrow",
    },
    {
      id: "first-token",
      title: "Time to first token",
      note: `From the start of ${of} to its first token, where one is reported.`,
      unit: "duration",
      look: "line",
      series: [
        one("p50", (point) => point.firstTokenP50Ms, levels.p50),
        one("p95", (point) => point.firstTokenP95Ms, levels.p95),
        one("p99", (point) => point.firstTokenP99Ms, levels.p99),
        ...past((point) => point.firstTokenP95Ms, "p95 before"),
      ],
      target: "ttft_ms",
      legend: "longWhenNarrow",
    },
    {
      id: "speed",
      title: "Output speed",
      note: "Output tokens for each second between the first token and the end.",
      unit: "speed",
      look: "line",
      series: [
        one("p50", (point) => point.tokensPerSecondP50, levels.p50),
        one("p5", (point) => point.tokensPerSecondP5, levels.p95),
        ...past((point) => point.tokensPerSecondP50, "p50 before"),
      ],
      target: "tokens_per_second",
    },
  ];
}

const amount = (cost: string | null) => (cost === null ? null : Number(cost));

function money(
  name: string,
  usage: Usage | undefined,
  pick: (point: UsagePoint) => string | null,
  look: Look,
): ChartSeries {
  const exact = usage?.points.map(pick) ?? [];
  const wholeExact = usage ? pick(usage.whole) : null;
  return { name, values: exact.map(amount), exact, whole: amount(wholeExact), wholeExact, dash: [], ...look };
}

function costCharts(
  usage: Usage | undefined,
  previous: Usage | undefined,
  byModel: CostByModel | undefined,
): ChartModel[] {
  const cost = (point: UsagePoint) => point.cost;
  const perCall = (point: UsagePoint) => point.costPerCall;
  const colors = colorsOf((byModel?.series ?? []).map(({ name }) => name));
  return [
    {
      id: "cost",
      title: "Cost",
      note: "Everything billable, wherever it happened; what has no known price is left out.",
      unit: "money",
      look: "bars",
      series: [
        money("Cost", usage, cost, { color: "--series-3" }),
        ...(previous ? [money("Period before", previous, cost, before)] : []),
      ],
    },
    {
      id: "cost-per-call",
      title: "Cost per call",
      note: "The cost divided by the calls.",
      unit: "money",
      look: "line",
      series: [
        money("Cost per call", usage, perCall, { color: "--series-3" }),
        ...(previous ? [money("Period before", previous, perCall, before)] : []),
      ],
      target: "cost_per_call",
    },
    {
      id: "cost-by-model",
      title: "Cost by model",
      note: "The dearest models. Costs of tools have no model.",
      unit: "money",
      look: "line",
      series: (byModel?.series ?? []).map(({ name, values, total }, index) => ({
        name: name === "" ? "no model" : name,
        values: values.map(amount),
        exact: values,
        whole: amount(total),
        wholeExact: total,
        color: colors[index] ?? "--series-8",
        dash: dashes[index] ?? [],
        terms: name === "" ? [] : [queryTerm("model", name)],
      })),
      legend: "long",
      ...shownOf(byModel),
    },
  ];
}

function tokenCharts(usage: Usage | undefined, previous: Usage | undefined): ChartModel[] {
  const tokens = (name: string, pick: Reader<UsagePoint>, look: Look): ChartSeries => ({
    name,
    ...pickFrom(usage, pick),
    dash: [],
    ...look,
  });
  const past = (pick: Reader<UsagePoint>): ChartSeries[] =>
    previous ? [{ name: "Period before", ...pickFrom(previous, pick), dash: [], ...before }] : [];
  return [
    {
      id: "tokens",
      title: "Tokens by kind",
      note: "Cached tokens are a part of the input, reasoning is a part of the output.",
      unit: "tokens",
      look: "line",
      wide: true,
      legend: "longWhenNarrow",
      series: [
        tokens("Input", (point) => point.inputTokens, { color: "--series-5" }),
        tokens("Cached", (point) => point.cachedTokens, { color: "--series-2", dash: dashes[1] }),
        tokens("Output", (point) => point.outputTokens, { color: "--series-6", dash: dashes[3] }),
        tokens("Reasoning", (point) => point.reasoningTokens, { color: "--series-7", dash: dashes[2] }),
      ],
    },
    {
      id: "cache",
      title: "Cache hits",
      note: "Tokens read from a cache of the input tokens, and calls that read any, of the calls that say so.",
      unit: "rate",
      look: "line",
      series: [
        tokens("Of tokens", (point) => point.cacheHitRate, { color: "--series-5" }),
        tokens("Of calls", (point) => point.cacheReadShare, { color: "--series-2", dash: dashes[2] }),
        ...past((point) => point.cacheHitRate),
      ],
      target: "cache_hit_rate",
    },
  ];
}

function shownOf(breakdown: { series: readonly unknown[]; entities: number } | undefined) {
  if (!breakdown || breakdown.entities <= breakdown.series.length) return {};
  return { shownOf: `top ${breakdown.series.length} of ${breakdown.entities}` };
}
