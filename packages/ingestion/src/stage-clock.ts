import { readFileSync } from "node:fs";

/** Where the CPU time of a drained batch goes. "insert" is all the rest: sending, waiting loops, messages. */
const drainStages = ["read", "fold", "price", "encode", "insert"] as const;
export type DrainStage = (typeof drainStages)[number];

/** Attributes the CPU time of this thread to stages. */
export interface StageClock {
  /** Runs synchronous work on account of a stage. */
  measure<T>(stage: DrainStage, work: () => T): T;
  /** Seconds per stage since the last call; what no stage claimed is "insert". */
  take(): Record<DrainStage, number>;
}

export function createStageClock(cpuSeconds: () => number = threadCpuSeconds): StageClock {
  const claimed: Record<DrainStage, number> = { read: 0, fold: 0, price: 0, encode: 0, insert: 0 };
  let takenAt = cpuSeconds();
  return {
    measure(stage, work) {
      const startedAt = cpuSeconds();
      try {
        return work();
      } finally {
        claimed[stage] += cpuSeconds() - startedAt;
      }
    },
    take() {
      const now = cpuSeconds();
      const sum = claimed.read + claimed.fold + claimed.price + claimed.encode;
      const taken = { ...claimed, insert: Math.max(0, now - takenAt - sum) };
      takenAt = now;
      for (const stage of drainStages) claimed[stage] = 0;
      return taken;
    },
  };
}

/**
 * CPU time of this thread. Node 20 cannot tell; Linux can, in steps of a scheduler tick (errors cancel
 * out over batches). Elsewhere the wall clock has to do.
 */
function threadCpuSeconds(): number {
  try {
    return Number.parseInt(readFileSync("/proc/thread-self/schedstat", "latin1"), 10) / 1e9;
  } catch {
    return performance.now() / 1_000;
  }
}
