import type { RecordLocation } from "@plumbline/journal/journal";
import type { CustomPrice } from "@plumbline/pricing/custom-price";
import type { PackedBatch } from "./packed-batch.ts";
import type { PackedGenerations } from "./packed-generations.ts";
import type { DrainStage } from "./stage-clock.ts";

/** What the main thread hands to the drain thread when it starts it. */
export interface DrainThreadOptions {
  clickhouseUrl: string;
  clickhouseDatabase?: string;
  /** As they were when the thread started. */
  customPrices: readonly CustomPrice[];
}

export type ToDrainThread =
  | { type: "batch"; batch: PackedBatch }
  /** Hold for every batch that comes after. */
  | { type: "prices"; customPrices: readonly CustomPrice[] }
  | { type: "stop" };

/** What one drained batch did, in a few numbers. */
export interface BatchReport {
  rows: Record<string, number>;
  rejected: Record<string, number>;
  cpuSeconds: Record<DrainStage, number>;
  generations: PackedGenerations;
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
