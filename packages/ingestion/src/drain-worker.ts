import { setTimeout as sleep } from "node:timers/promises";
import type { Worker } from "node:worker_threads";
import type { FrozenBatch } from "@plumbline/journal/journal";
import type { CustomPrice } from "@plumbline/pricing/custom-price";
import type { DrainThreadOptions, FromDrainThread, ToDrainThread } from "./drain-protocol.ts";
import { packBatch } from "./packed-batch.ts";
import { backoffMs } from "./patience.ts";
import { startThread } from "./start-thread.ts";

export interface DrainWorkerListener {
  onMessage(message: FromDrainThread): void;
  /** The thread died and a new one comes in `restartInMs`; what it had under way is sent again. */
  onDeath(reason: string, restartInMs: number): void;
}

/** A drain thread that is replaced when it dies. */
export interface DrainWorker {
  send(batch: FrozenBatch): void;
  /** For batches that are sent from now on, also to a thread that replaces this one. */
  setCustomPrices(customPrices: readonly CustomPrice[]): void;
  /** Lets the calls under way end, for a while; batches not reported as done stay undone. */
  stop(timeoutMs: number): Promise<void>;
}

export function startDrainWorker(
  entry: URL,
  options: DrainThreadOptions,
  listener: DrainWorkerListener,
): DrainWorker {
  let { customPrices } = options;
  const underWay = new Map<string, FrozenBatch>();
  const stopping = new AbortController();
  let deaths = 0;
  let worker = start();

  function start(): Worker {
    const started = startThread(entry, { name: "drain", workerData: { ...options, customPrices } });
    let reason = "exit";
    started.on("error", (error: unknown) => {
      reason = error instanceof Error ? error.message : String(error);
    });
    started.on("message", (message: FromDrainThread) => {
      if (message.type === "done") {
        underWay.delete(message.batchId);
        deaths = 0;
      }
      listener.onMessage(message);
    });
    started.once("exit", () => {
      if (!stopping.signal.aborted) void replace(reason);
    });
    return started;
  }

  async function replace(reason: string): Promise<void> {
    const restartInMs = backoffMs(deaths);
    deaths += 1;
    listener.onDeath(reason, restartInMs);
    await sleep(restartInMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    if (stopping.signal.aborted) return;
    worker = start();
    for (const batch of underWay.values()) post({ type: "batch", batch: packBatch(batch) });
  }

  function post(message: ToDrainThread): void {
    worker.postMessage(message);
  }

  return {
    send(batch) {
      underWay.set(batch.id, batch);
      post({ type: "batch", batch: packBatch(batch) });
    },
    setCustomPrices(changed) {
      customPrices = changed;
      post({ type: "prices", customPrices });
    },
    async stop(timeoutMs) {
      stopping.abort();
      const exited = new Promise<void>((resolve) => {
        worker.once("exit", () => resolve());
        if (worker.threadId === -1) resolve();
      });
      post({ type: "stop" });
      await Promise.race([exited, sleep(timeoutMs, undefined, { ref: false })]);
      await worker.terminate();
    },
  };
}
