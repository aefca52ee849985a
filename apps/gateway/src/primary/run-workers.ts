import cluster, { type Worker } from "node:cluster";
import type { Logger } from "@plumbline/runtime/logger";
import { aggregateMetrics } from "@plumbline/runtime/metrics";
import type { ToPrimary, ToWorker } from "../messages.ts";
import type { Hub } from "./hub.ts";

export interface WorkerFleet {
  /** Workers that listen. */
  ready(): number;
  /** Asks all to drain and waits until they are gone. */
  stop(): Promise<void>;
}

const tickMs = 50;
const scrapeWaitMs = 1_000;
const firstPauseMs = 100;
const longestPauseMs = 10_000;

interface Scrape {
  asker: Worker;
  askerId: number;
  missing: Set<Worker>;
  parts: unknown[][];
  timer: NodeJS.Timeout;
}

/** Keeps so many workers alive; one that dies takes only its own calls with it. */
export function runWorkers(options: { hub: Hub; count: number; logger: Logger }): WorkerFleet {
  const { hub, count, logger } = options;
  const workers = new Map<number, Worker>();
  const listening = new Set<Worker>();
  const scrapes = new Map<number, Scrape>();
  let lastScrape = 0;
  let isStopping = false;
  let deaths = 0;

  const send = (worker: Worker, message: ToWorker): void => {
    if (worker.isConnected()) worker.send(message);
  };

  const finishScrape = (id: number): void => {
    const scrape = scrapes.get(id);
    if (scrape === undefined) return;
    scrapes.delete(id);
    clearTimeout(scrape.timer);
    void aggregateMetrics(scrape.parts).then(({ text, contentType }) =>
      send(scrape.asker, { type: "page", id: scrape.askerId, text, contentType }),
    );
  };
  const startScrape = (asker: Worker, askerId: number): void => {
    lastScrape += 1;
    const id = lastScrape;
    const timer = setTimeout(() => finishScrape(id), scrapeWaitMs);
    const missing = new Set(listening);
    scrapes.set(id, { asker, askerId, missing, parts: [], timer });
    for (const worker of missing) send(worker, { type: "collect", id });
  };

  const receive = (worker: Worker, message: ToPrimary): void => {
    if (hub.receive(worker.id, message)) return;
    if (message.type === "hello") hub.attach(worker.id, (told) => send(worker, told));
    else if (message.type === "ready") {
      listening.add(worker);
      deaths = 0;
    } else if (message.type === "scrape") startScrape(worker, message.id);
    else if (message.type === "metrics") {
      const scrape = scrapes.get(message.id);
      if (scrape === undefined || !scrape.missing.delete(worker)) return;
      scrape.parts.push(message.values);
      if (scrape.missing.size === 0) finishScrape(message.id);
    }
  };

  const fork = (index: number): void => {
    const worker = cluster.fork({ GATEWAY_WORKER_INDEX: String(index) });
    workers.set(index, worker);
    worker.on("message", (message: ToPrimary) => receive(worker, message));
    worker.once("exit", (code, signal) => {
      listening.delete(worker);
      workers.delete(index);
      hub.gone(worker.id);
      for (const [id, scrape] of scrapes) {
        if (scrape.missing.delete(worker) && scrape.missing.size === 0) finishScrape(id);
      }
      if (isStopping) return;
      const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** deaths);
      deaths += 1;
      logger.error({ index, code, signal, restartInMs: pauseMs }, "a worker died");
      setTimeout(() => {
        if (!isStopping) fork(index);
      }, pauseMs);
    });
  };

  for (let index = 0; index < count; index++) fork(index);
  const ticking = setInterval(() => hub.tick(), tickMs);

  return {
    ready: () => listening.size,
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
