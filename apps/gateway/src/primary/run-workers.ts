import cluster, { type Worker } from "node:cluster";
import type { Logger } from "@plumbline/runtime/logger";
import type { MetricValues } from "@plumbline/runtime/metrics";
import type { ToPrimary, ToWorker } from "../messages.ts";
import { gatherMetrics } from "./gather-metrics.ts";
import type { Hub } from "./hub.ts";

export interface WorkerFleet {
  /** Workers that listen. */
  ready(): number;
  /** Workers that died, since the start. */
  deaths(): number;
  /** Asks all to drain and waits until they are gone. */
  stop(): Promise<void>;
}

/** A busy worker makes 300 MB a second that live as long as a call: in Node's 16 MB they cost 7 % of its CPU. */
const workerFlags = ["--max-semi-space-size=64"];
const tickMs = 50;
const firstPauseMs = 100;
const longestPauseMs = 10_000;

/** Keeps so many workers alive; one that dies takes only its own calls with it. */
export function runWorkers(options: {
  hub: Hub;
  count: number;
  logger: Logger;
  /** The primary's own metrics. */
  ownMetrics: () => Promise<MetricValues>;
}): WorkerFleet {
  const { hub, count, logger } = options;
  const workers = new Map<number, Worker>();
  const listening = new Set<Worker>();
  let isStopping = false;
  let deathsInARow = 0;
  let deaths = 0;

  const send = (worker: Worker, message: ToWorker): void => {
    if (worker.isConnected()) worker.send(message);
  };

  const gathering = gatherMetrics({
    collect: (workerId, id) => {
      const worker = cluster.workers?.[workerId];
      if (worker !== undefined) send(worker, { type: "collect", id });
    },
    own: options.ownMetrics,
  });
  const startScrape = (asker: Worker, askerId: number): void => {
    const ids = [...listening].map(({ id }) => id);
    gathering.start(ids, ({ text, contentType }) =>
      send(asker, { type: "page", id: askerId, text, contentType }),
    );
  };

  const receive = (worker: Worker, message: ToPrimary): void => {
    // What it asked for would be lent to nobody.
    if (worker.isDead()) return;
    if (hub.receive(worker.id, message)) return;
    if (message.type === "hello") hub.attach(worker.id, (told) => send(worker, told));
    else if (message.type === "ready") {
      listening.add(worker);
      deathsInARow = 0;
    } else if (message.type === "scrape") startScrape(worker, message.id);
    else if (message.type === "metrics") gathering.take(worker.id, message.id, message.values);
  };

  const fork = (index: number): void => {
    const worker = cluster.fork({ GATEWAY_WORKER_INDEX: String(index) });
    workers.set(index, worker);
    worker.on("message", (message: ToPrimary) => receive(worker, message));
    worker.once("exit", (code, signal) => {
      listening.delete(worker);
      workers.delete(index);
      hub.gone(worker.id);
      gathering.gone(worker.id);
      if (isStopping) return;
      const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** deathsInARow);
      deathsInARow += 1;
      deaths += 1;
      logger.error({ index, code, signal, restartInMs: pauseMs }, "a worker died");
      setTimeout(() => {
        if (!isStopping) fork(index);
      }, pauseMs);
    });
  };

  cluster.setupPrimary({ execArgv: [...process.execArgv, ...workerFlags] });
  for (let index = 0; index < count; index++) fork(index);
  const ticking = setInterval(() => hub.tick(), tickMs);

  return {
    ready: () => listening.size,
    deaths: () => deaths,
    async stop() {
      isStopping = true;
      clearInterval(ticking);
      const gone = [...workers.values()].map(
        (worker) => new Promise<void>((resolve) => void worker.once("exit", () => resolve())),
      );
      for (const worker of workers.values()) send(worker, { type: "drain" });
      await Promise.all(gone);
    },
  };
}
