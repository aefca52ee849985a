export const ingestTroubles = ["", "store", "refused", "journal"] as const;
/** What draining waits for: nothing, ClickHouse, an operator (it refuses too much), its own disk. */
export type IngestTrouble = (typeof ingestTroubles)[number];

/** Older words are no words: an API that works speaks more often. */
export const silentAfterMs = 60_000;
/** A process that is gone for good leaves the pages after a day. */
export const forgottenAfterMs = 86_400_000;

export interface IngestStatusItem {
  /** Everything acknowledged before this moment can be read. */
  dataAsOf: string;
  lagMs: number;
  backlogRows: number;
  trouble: IngestTrouble;
  /** New events are being refused for want of disk space. */
  full: boolean;
  /** True when the API has not been heard of for a minute: then the rest is what it said last. */
  silent: boolean;
}

/** The journal of one API process, as it said last. */
export interface IngestInstance extends IngestStatusItem {
  instance: string;
  host: string;
  backlogBytes: number;
  diskBytes: number;
  /** null: without a limit. */
  allowanceBytes: number | null;
  damagedRecords: number;
  saidAt: string;
}

/** All of them together: sums, and the longest lag, of those that are not silent. */
export interface IngestTotal {
  heard: number;
  silent: number;
  backlogRows: number;
  backlogBytes: number;
  diskBytes: number;
  damagedRecords: number;
  lagMs: number;
  /** Storing stands still somewhere because ClickHouse refuses too much. */
  alarm: boolean;
}
