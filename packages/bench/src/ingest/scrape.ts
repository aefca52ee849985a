import { request } from "undici";

/** One moment of a process's /metrics: samples by name, then by label text. */
export class Scrape {
  readonly #samples = new Map<string, Map<string, number>>();

  constructor(text: string) {
    for (const line of text.split("\n")) {
      const match = /^([a-z_0-9]+)(?:\{(.*)\})? (\S+)/i.exec(line);
      if (!match?.[1]) continue;
      const bySeries = this.#samples.get(match[1]) ?? new Map<string, number>();
      bySeries.set(match[2] ?? "", Number(match[3]));
      this.#samples.set(match[1], bySeries);
    }
  }

  /** Null when the process does not expose it. */
  sum(name: string): number | null {
    const series = this.#samples.get(name);
    return series ? [...series.values()].reduce((total, value) => total + value, 0) : null;
  }

  byLabel(name: string, label: string): Map<string, number> {
    const values = new Map<string, number>();
    for (const [labels, value] of this.#samples.get(name) ?? []) {
      const key = new RegExp(`${label}="([^"]*)"`).exec(labels)?.[1];
      if (key !== undefined) values.set(key, (values.get(key) ?? 0) + value);
    }
    return values;
  }
}

export async function scrape(apiUrl: string): Promise<Scrape> {
  const response = await request(`${apiUrl}/metrics`);
  return new Scrape(await response.body.text());
}

export interface Backlog {
  rows: number;
  lagSeconds: number;
}

export async function readBacklog(apiUrl: string): Promise<Backlog> {
  const now = await scrape(apiUrl);
  return {
    rows: now.sum("plumbline_journal_backlog_rows") ?? Number.NaN,
    lagSeconds: now.sum("plumbline_drain_lag_seconds") ?? Number.NaN,
  };
}

const standstillMs = 60_000;

/** Resolves when everything acknowledged is in ClickHouse; throws when nothing moves for a minute. */
export async function untilCommitted(apiUrl: string): Promise<void> {
  let fewest = Number.POSITIVE_INFINITY;
  let movedAt = performance.now();
  for (;;) {
    const { rows } = await readBacklog(apiUrl);
    if (rows === 0) return;
    if (rows < fewest) {
      fewest = rows;
      movedAt = performance.now();
    }
    if (performance.now() - movedAt > standstillMs) {
      throw new Error(`The drain stands still with ${rows} rows to go.`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
