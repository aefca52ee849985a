import type { JobQueue } from "@plumbline/queue/queue";
import type { Logger } from "@plumbline/runtime/logger";
import { listDuePriceRecomputes } from "@plumbline/services/price-recompute";
import type { WorkerDeps } from "./deps.ts";

interface QueueRecomputes {
  deps: Pick<WorkerDeps, "db" | "clock">;
  queue: JobQueue;
  logger: Logger;
  intervalMs?: number;
}

/** One job per recomputation and stretch of time, so that what a dead worker left is queued once more. */
const stretchMs = 10_000;

/**
 * Brings to the queue what people asked for, which the dashboard only writes down, and what a worker left
 * undone. Returns how to stop it.
 */
export function queueRecomputes({ deps, queue, logger, intervalMs = 2_000 }: QueueRecomputes): () => void {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const look = async (): Promise<void> => {
    try {
      const stretch = Math.floor(deps.clock.nowMs() / stretchMs);
      for (const recomputeId of await listDuePriceRecomputes(deps)) {
        await queue.add("recompute-prices", { recomputeId }, { id: `recompute-${recomputeId}-${stretch}` });
      }
    } catch (error) {
      logger.warn({ err: error }, "recomputations could not be queued");
    }
    if (!stopped) timer = setTimeout(() => void look(), intervalMs);
  };
  timer = setTimeout(() => void look(), intervalMs);
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
