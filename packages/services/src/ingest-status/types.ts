export const ingestTroubles = ["", "store", "refused", "journal"] as const;
/** What draining waits for: nothing, ClickHouse, an operator (it refuses too much), its own disk. */
export type IngestTrouble = (typeof ingestTroubles)[number];

/** Older words are no words: an API that works speaks more often. */
export const silentAfterMs = 60_000;

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
