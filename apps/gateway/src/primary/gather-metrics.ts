import { addCounts, aggregateMetrics, type MetricsPage, type MetricValues } from "@plumbline/runtime/metrics";

interface Gathering {
  /** One page for whoever asked; `workerIds` are those to be asked for their part. */
  start(workerIds: Iterable<number>, reply: (page: MetricsPage) => void): void;
  take(workerId: number, id: number, values: MetricValues): void;
  gone(workerId: number): void;
}

interface Scrape {
  missing: Set<number>;
  reply: (page: MetricsPage) => void;
  timer: NodeJS.Timeout;
}

const waitMs = 1_000;

/**
 * Adds up what workers count. No counter of the page goes down: a worker that does not answer in time is
 * shown as it was last, and of one that died its counts stay, as of the last page.
 */
export function gatherMetrics(options: {
  collect: (workerId: number, id: number) => void;
  /** The primary's own. */
  own: () => Promise<MetricValues>;
}): Gathering {
  const scrapes = new Map<number, Scrape>();
  const latest = new Map<number, MetricValues>();
  let dead: Promise<MetricValues> = Promise.resolve([]);
  let lastId = 0;

  const page = async (): Promise<MetricsPage> => {
    // Both are taken in the same turn: whoever dies meanwhile counts among the living, once.
    const living = [...latest.values()];
    const [ofDead, own] = await Promise.all([dead, options.own()]);
    return aggregateMetrics([own, ofDead, ...living]);
  };
  const finish = (id: number): void => {
    const scrape = scrapes.get(id);
    if (scrape === undefined) return;
    scrapes.delete(id);
    clearTimeout(scrape.timer);
    // Without a page the worker that asked says so, in its own time.
    page().then(scrape.reply, () => undefined);
  };
  const answered = (workerId: number, id: number): void => {
    const scrape = scrapes.get(id);
    if (scrape?.missing.delete(workerId) && scrape.missing.size === 0) finish(id);
  };
  return {
    start(workerIds, reply) {
      lastId += 1;
      const id = lastId;
      const missing = new Set(workerIds);
      scrapes.set(id, { missing, reply, timer: setTimeout(() => finish(id), waitMs) });
      for (const workerId of missing) options.collect(workerId, id);
      if (missing.size === 0) finish(id);
    },
    take(workerId, id, values) {
      latest.set(workerId, values);
      answered(workerId, id);
    },
    gone(workerId) {
      const last = latest.get(workerId);
      latest.delete(workerId);
      if (last !== undefined) dead = dead.then((sum) => addCounts([sum, last]));
      for (const id of scrapes.keys()) answered(workerId, id);
    },
  };
}
