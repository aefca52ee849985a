import type { FrozenBatch, RecordLocation } from "@plumbline/journal/journal";
import type { ObservedGeneration } from "@plumbline/runtime/llm-metrics";
import type { DrainStage } from "./stage-clock.ts";

/** What the main thread hands to the drain thread when it starts it. */
export interface DrainThreadOptions {
  clickhouseUrl: string;
  clickhouseDatabase?: string;
}

export type ToDrainThread = { type: "batch"; batch: FrozenBatch } | { type: "stop" };

/** What one drained batch did, in a few numbers. */
export interface BatchReport {
  rows: Record<string, number>;
  rejected: Record<string, number>;
  cpuSeconds: Record<DrainStage, number>;
  generations: ObservedGeneration[];
  /** Records whose bytes are not those that were appended; the journal sets them aside. */
  damaged: RecordLocation[];
}

/**
 * An outage waits for ClickHouse. A flood is a batch of which ClickHouse refuses too much: nothing is
 * dead-lettered, somebody has to look.
 */
interface DrainTrouble {
  kind: "outage" | "flood";
  message: string;
  retryInMs: number;
}

export type FromDrainThread =
  | { type: "done"; batchId: string; report: BatchReport }
  | { type: "trouble"; batchId: string; trouble: DrainTrouble }
  | { type: "recovered"; batchId: string };
