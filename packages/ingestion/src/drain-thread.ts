import { setTimeout as sleep } from "node:timers/promises";
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { createClickHouse } from "@plumbline/clickhouse/client";
import type { FrozenBatch } from "@plumbline/journal/journal";
import { withCustomPrices } from "@plumbline/pricing/custom-price";
import { createPriceBook } from "@plumbline/pricing/price-book";
import { lowerThreadPriority } from "@plumbline/runtime/lower-priority";
import { countThreadEntry, createTokenCounter } from "./count-tokens/token-counter.ts";
import { drainBatch } from "./drain-batch.ts";
import type { DrainDeps } from "./drain-deps.ts";
import type { DrainThreadOptions, FromDrainThread, ToDrainThread } from "./drain-protocol.ts";
import { FaultFlood } from "./insert-rows.ts";
import { unpackBatch } from "./packed-batch.ts";
import { backoffMs, createPatience } from "./patience.ts";
import { createStageClock } from "./stage-clock.ts";

/**
 * Entry of the drain thread. It owns no state that matters: killed at any point, the batches that it had
 * are handed to its successor under the same ids.
 */
function run(port: MessagePort, options: DrainThreadOptions): void {
  const stopping = new AbortController();
  const send = (message: FromDrainThread): void => port.postMessage(message);
  const clickhouse = createClickHouse({
    url: options.clickhouseUrl,
    database: options.clickhouseDatabase,
    requestTimeoutMs: 60_000,
    maxOpenConnections: 4,
  });
  const publicBook = createPriceBook();
  let book = withCustomPrices(publicBook, options.customPrices);
  const counter = createTokenCounter(countThreadEntry());
  const shared = { clickhouse, counter, stages: createStageClock() };

  const drain = async (batch: FrozenBatch): Promise<void> => {
    const batchId = batch.id;
    const patience = createPatience(stopping.signal, {
      onTrouble: (message, retryInMs) =>
        send({ type: "trouble", batchId, trouble: { kind: "outage", message, retryInMs } }),
      onRecovered: () => send({ type: "recovered", batchId }),
    });
    const deps: DrainDeps = { ...shared, book, patience };
    for (let attempt = 0; !stopping.signal.aborted; attempt++) {
      try {
        send({ type: "done", batchId, report: await drainBatch(deps, batch) });
        return;
      } catch (error) {
        if (stopping.signal.aborted) return;
        const retryInMs = backoffMs(attempt);
        const message = error instanceof Error ? error.message : String(error);
        const kind = error instanceof FaultFlood ? "flood" : "outage";
        send({ type: "trouble", batchId, trouble: { kind, message, retryInMs } });
        await sleep(retryInMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      }
    }
  };

  const underWay = new Set<Promise<void>>();
  port.on("message", (message: ToDrainThread) => {
    if (message.type === "prices") {
      book = withCustomPrices(publicBook, message.customPrices);
      return;
    }
    if (message.type === "stop") {
      stopping.abort();
      void Promise.allSettled(underWay)
        .then(() => counter.close())
        .then(() => clickhouse.close())
        .then(() => port.close());
      return;
    }
    const draining: Promise<void> = drain(unpackBatch(message.batch)).finally(() =>
      underWay.delete(draining),
    );
    underWay.add(draining);
  });
}

if (parentPort !== null) {
  // What is drained is safe already; those whose calls this process takes wait by the millisecond.
  lowerThreadPriority();
  run(parentPort, workerData);
}
