import {
  AggregatorRegistry,
  Counter,
  type CounterConfiguration,
  collectDefaultMetrics,
  Gauge,
  type GaugeConfiguration,
  Histogram,
  type HistogramConfiguration,
  Registry,
} from "prom-client";
import { SeriesCounter, SeriesHistogram, type SeriesHistogramOptions } from "./series.ts";

export type { Counter, Gauge, Histogram } from "prom-client";
export type { CounterSeries, HistogramSeries } from "./series.ts";

export interface Metrics {
  readonly registry: Registry;
  counter<L extends string = never>(options: CounterConfiguration<L>): Counter<L>;
  gauge<L extends string = never>(options: GaugeConfiguration<L>): Gauge<L>;
  histogram<L extends string = never>(options: HistogramConfiguration<L>): Histogram<L>;
  /** For hot paths, as is the next one. */
  seriesCounter<L extends string = never>(options: CounterConfiguration<L>): SeriesCounter<L>;
  seriesHistogram<L extends string = never>(options: SeriesHistogramOptions<L>): SeriesHistogram<L>;
  /** The exposition text and its content type. */
  expose(): Promise<MetricsPage>;
  /** The same as plain JSON, for `aggregateMetrics` in another process. */
  values(): Promise<MetricValues>;
}

export interface MetricsPage {
  contentType: string;
  text: string;
}

/** One process's metrics, as they travel to another. */
export type MetricValues = readonly Family[];

interface Family {
  name: string;
  /** As written after `# TYPE`. */
  type: unknown;
  values: { value: number }[];
}

/**
 * One registry per process. Default process metrics are prefixed `plumbline_`; which process it is says
 * `plumbline_process_info{process}`, so that no other metric grows a label.
 */
export function createMetrics({ process }: { process: string }): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: "plumbline_" });
  const registers = [registry];
  new Gauge({
    name: "plumbline_process_info",
    help: "Which process this is.",
    labelNames: ["process"],
    registers,
  })
    .labels(process)
    .set(1);
  return {
    registry,
    counter: (options) => new Counter({ ...options, registers }),
    gauge: (options) => new Gauge({ ...options, registers }),
    histogram: (options) => new Histogram({ ...options, registers }),
    seriesCounter: (options) => new SeriesCounter({ ...options, registers }),
    seriesHistogram: (options) => new SeriesHistogram({ ...options, registers }),
    expose: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
    values: () => valuesOf(registry),
  };
}

/** One page of what several processes of a kind count: sums, unless a metric says otherwise. */
export async function aggregateMetrics(parts: readonly MetricValues[]): Promise<MetricsPage> {
  const registry = AggregatorRegistry.aggregate([...parts]);
  return { contentType: registry.contentType, text: await registry.metrics() };
}

/** What processes counted that are no more, added up: without what was true only while they lived. */
export function addCounts(parts: readonly MetricValues[]): Promise<MetricValues> {
  const counts = parts.map((part) => part.filter(({ type }) => type === "counter" || type === "histogram"));
  return valuesOf(AggregatorRegistry.aggregate(counts));
}

async function valuesOf(registry: Pick<Registry, "getMetricsAsJSON">): Promise<MetricValues> {
  const families = await registry.getMetricsAsJSON();
  // JSON has no NaN and no infinity; between processes they would become null.
  return families.map((family) => ({
    ...family,
    values: family.values.filter(({ value }) => Number.isFinite(value)),
  }));
}
