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

export type { Counter, Gauge, Histogram } from "prom-client";

export interface Metrics {
  readonly registry: Registry;
  counter<L extends string = never>(options: CounterConfiguration<L>): Counter<L>;
  gauge<L extends string = never>(options: GaugeConfiguration<L>): Gauge<L>;
  histogram<L extends string = never>(options: HistogramConfiguration<L>): Histogram<L>;
  /** The exposition text and its content type. */
  expose(): Promise<{ contentType: string; text: string }>;
  /** The same as plain JSON, for `aggregateMetrics` in another process. */
  values(): Promise<unknown[]>;
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
    expose: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
    values: () => registry.getMetricsAsJSON(),
  };
}

/** One page of what several processes of a kind count: sums, unless a metric says otherwise. */
export async function aggregateMetrics(
  parts: readonly unknown[][],
): Promise<{ contentType: string; text: string }> {
  const registry = AggregatorRegistry.aggregate([...parts]);
  return { contentType: registry.contentType, text: await registry.metrics() };
}
