import { Counter, type CounterConfiguration, Histogram, type HistogramConfiguration } from "prom-client";

/**
 * Counters and histograms for hot paths: a caller keeps the series of its labels and adds to it, which
 * builds no text. Looking up a label with prom-client builds one for every increment.
 */
export interface CounterSeries {
  value: number;
}

export interface HistogramSeries {
  observe(value: number): void;
}

/** What is not known is left out, and the label with it. */
export type Labels<L extends string> = Partial<Record<L, string>>;

interface Kept<L extends string, S> {
  labels: Labels<L>;
  series: S;
}

/** The same labels get the same series. */
class Shelf<L extends string, S> {
  readonly #names: readonly L[];
  readonly #create: () => S;
  readonly #kept = new Map<string, Kept<L, S>>();

  constructor(names: readonly L[], create: () => S) {
    this.#names = names;
    this.#create = create;
  }

  get(labels: Labels<L>): S {
    const key = JSON.stringify(this.#names.map((name) => labels[name] ?? null));
    const known = this.#kept.get(key);
    if (known !== undefined) return known.series;
    const created = { labels, series: this.#create() };
    this.#kept.set(key, created);
    return created.series;
  }

  all(): Kept<L, S>[] {
    return [...this.#kept.values()];
  }
}

export class SeriesCounter<L extends string> extends Counter<L> {
  readonly #shelf: Shelf<L, CounterSeries>;

  constructor(options: CounterConfiguration<L>) {
    super(options);
    this.#shelf = new Shelf(options.labelNames ?? [], () => ({ value: 0 }));
    // Without labels there is one series, and that nothing was counted is known of it.
    if ((options.labelNames ?? []).length === 0) this.#shelf.get({});
  }

  series(labels: Labels<L>): CounterSeries {
    return this.#shelf.get(labels);
  }

  override async get(): ReturnType<Counter<L>["get"]> {
    const shape = await super.get();
    return {
      ...shape,
      values: this.#shelf.all().map(({ labels, series }) => ({ labels, value: series.value })),
    };
  }
}

class Buckets implements HistogramSeries {
  readonly bounds: readonly number[];
  /** One more than bounds: what is above all of them. Not cumulative. */
  readonly counts: Float64Array;
  sum = 0;

  constructor(bounds: readonly number[]) {
    this.bounds = bounds;
    this.counts = new Float64Array(bounds.length + 1);
  }

  observe(value: number): void {
    const { bounds, counts } = this;
    let index = 0;
    while (index < bounds.length && value > (bounds[index] ?? 0)) index += 1;
    counts[index] = (counts[index] ?? 0) + 1;
    this.sum += value;
  }
}

export type SeriesHistogramOptions<L extends string> = Omit<HistogramConfiguration<L>, "buckets"> & {
  buckets: readonly number[];
};

export class SeriesHistogram<L extends string> extends Histogram<L> {
  readonly #shelf: Shelf<L, Buckets>;
  readonly #shape: ReturnType<Histogram<L>["get"]>;
  readonly #name: string;

  constructor(options: SeriesHistogramOptions<L>) {
    const plain: HistogramConfiguration<L> = { ...options, buckets: [...options.buckets] };
    super(plain);
    this.#name = options.name;
    // One of prom-client's own that nobody sees: it knows the form of the answer.
    this.#shape = new Histogram({ ...plain, registers: [] }).get();
    this.#shelf = new Shelf(options.labelNames ?? [], () => new Buckets(options.buckets));
    if ((options.labelNames ?? []).length === 0) this.#shelf.get({});
  }

  series(labels: Labels<L>): HistogramSeries {
    return this.#shelf.get(labels);
  }

  override async get(): ReturnType<Histogram<L>["get"]> {
    const shape = await this.#shape;
    return { ...shape, values: this.#shelf.all().flatMap((kept) => this.#samples(kept)) };
  }

  /** prom-client asks for this one when it writes the page, and for the other when it hands over JSON. */
  getForPromString(): ReturnType<Histogram<L>["get"]> {
    return this.get();
  }

  #samples({ labels, series }: Kept<L, Buckets>): Sample<L>[] {
    const samples: Sample<L>[] = [];
    let below = 0;
    for (const [index, count] of series.counts.entries()) {
      below += count;
      const le = series.bounds[index] ?? "+Inf";
      samples.push({ metricName: `${this.#name}_bucket`, labels: { le, ...labels }, value: below });
    }
    samples.push({ metricName: `${this.#name}_sum`, labels, value: series.sum });
    samples.push({ metricName: `${this.#name}_count`, labels, value: below });
    return samples;
  }
}

type Sample<L extends string> = Awaited<ReturnType<Histogram<L>["get"]>>["values"][number];
