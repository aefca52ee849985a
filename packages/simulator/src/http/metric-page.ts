import type { Histogram } from "../engine/histogram.ts";

type Labels = Record<string, string | number>;

/** A page of the Prometheus text format. Samples of one family have to be added together. */
export class MetricPage {
  readonly #lines: string[] = [];

  family(name: string, type: "gauge" | "counter" | "histogram", help: string): void {
    this.#lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`);
  }

  sample(name: string, labels: Labels, value: number): void {
    this.#lines.push(`${name}${labelText(labels)} ${formatted(value)}`);
  }

  histogram(name: string, labels: Labels, histogram: Histogram): void {
    let total = 0;
    for (const [place, bound] of histogram.bounds.entries()) {
      total += histogram.counts[place] ?? 0;
      this.sample(`${name}_bucket`, { le: formatted(bound), ...labels }, total);
    }
    this.sample(`${name}_bucket`, { le: "+Inf", ...labels }, histogram.count);
    this.sample(`${name}_count`, labels, histogram.count);
    this.sample(`${name}_sum`, labels, histogram.sum);
  }

  get text(): string {
    return `${this.#lines.join("\n")}\n`;
  }
}

/** The page's content type, as Python's client sends it. */
export const metricPageType = "text/plain; version=0.0.4; charset=utf-8";

function labelText(labels: Labels): string {
  const parts = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(String(value))}"`);
  return parts.length === 0 ? "" : `{${parts.join(",")}}`;
}

const escapeLabel = (value: string): string =>
  value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");

/** Python writes whole floats with a point. */
function formatted(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e15 ? `${value}.0` : String(value);
}
