import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { type Clock, systemClock } from "@plumbline/runtime/clock";
import { removeCleanMarker } from "./clean-marker.ts";
import { DiskJournal } from "./disk-journal.ts";
import { diskFiles, type JournalFiles } from "./files.ts";
import type { FreezeLimits } from "./lanes.ts";
import { takeLock } from "./lock.ts";
import type { RecordLocation } from "./read.ts";
import { type Incident, recover } from "./recover.ts";

export type { FreezeLimits } from "./lanes.ts";
export type { RecordLocation } from "./read.ts";
export type { Incident, IncidentKind } from "./recover.ts";

export interface FrozenBatch {
  /** 32 hex digits, derived from the content and the same after every reopening. */
  id: string;
  /** By ascending sequence. */
  records: RecordLocation[];
  rows: number;
  bytes: number;
  /** True when this batch was frozen before the journal was opened. */
  replay: boolean;
}

export interface JournalStats {
  /** Records that were appended and not released; repeats of released batches are not among them. */
  backlogRecords: number;
  backlogRows: number;
  backlogBytes: number;
  oldestRecordAtMs: number | null;
  /** Released batches that wait to be repeated after an unclean end. */
  replayBatches: number;
  diskBytes: number;
  /** What `diskBytes` may become at most; null without a limit. */
  allowanceBytes: number | null;
  /** True while appends are refused for want of disk space. */
  full: boolean;
  quarantinedRecords: number;
  /** True after a failed write or sync: reopen the journal. */
  failed: boolean;
}

export interface Journal {
  /**
   * Resolves with the record's sequence once it is on disk. The payload is not copied and must not
   * change before. Rejects with `unavailable` when the disk allowance is used up, after a failed sync
   * and after close; the record may then still turn up after reopening (at least once, never lost).
   */
  append(payload: Uint8Array, tag: { lane: string; rows: number }): Promise<number>;
  /**
   * The next batch, its boundary on disk; null when nothing waits. After reopening, batches that were
   * not released come first; repeats of released ones alternate with fresh records.
   */
  freeze(limits: FreezeLimits): Promise<FrozenBatch | null>;
  /** The batch is stored elsewhere. `not_found` for an unknown or already released id. */
  release(batchId: string): Promise<void>;
  /** For a record that readRecord calls damaged: keeps its bytes aside and counts it. */
  quarantineRecord(location: RecordLocation): void;
  /** Resolves when freeze would return something, or when the signal aborts; rejects after a failure or close. */
  waitForRecords(signal?: AbortSignal): Promise<void>;
  stats(): JournalStats;
  /** Syncs what is under way and leaves the mark of an orderly end. */
  close(): Promise<void>;
}

export interface JournalOptions {
  directory: string;
  /** A segment is closed before it would exceed this. Default 64 MiB. */
  segmentBytes?: number;
  /**
   * How long a record may wait for others to share its write and sync; for writers that nobody waits for.
   * What is appended in the last of it is lost when the process is killed. Default 0.
   */
  gatherMs?: number;
  /** How long released segments stay, for a replay after an unclean end. Default 30 minutes. */
  keepReleasedMs?: number;
  /** Appends are refused at 90 % of it; released segments go early at 80 %. Default: no limit. */
  maxDiskBytes?: number;
  /** Appends are refused while the disk has less than this left. Default 64 MiB. */
  minFreeBytes?: number;
  /** Appends are refused while this much waits for the disk. Default 128 MiB. */
  maxQueuedBytes?: number;
  clock?: Clock;
  files?: JournalFiles;
  onIncident?: (incident: Incident) => void;
}

/** Rejects with `unavailable` when another living process writes to the directory. */
export async function openJournal(options: JournalOptions): Promise<Journal> {
  const directory = resolve(options.directory);
  const clock = options.clock ?? systemClock;
  const onIncident = options.onIncident ?? (() => undefined);
  const keepReleasedMs = options.keepReleasedMs ?? 30 * 60_000;
  const maxDiskBytes = options.maxDiskBytes ?? Number.POSITIVE_INFINITY;
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const unlock = takeLock(directory);
  try {
    const recovered = await recover({ directory, keepReleasedMs, nowMs: clock.nowMs(), onIncident });
    removeCleanMarker(directory);
    return await DiskJournal.open({
      directory,
      recovered,
      segmentBytes: segmentSize(options.segmentBytes ?? 64 * 1024 * 1024, maxDiskBytes),
      gatherMs: options.gatherMs ?? 0,
      keepReleasedMs,
      maxDiskBytes,
      minFreeBytes: options.minFreeBytes ?? 64 * 1024 * 1024,
      maxQueuedBytes: options.maxQueuedBytes ?? 128 * 1024 * 1024,
      clock,
      files: options.files ?? diskFiles,
      onIncident,
      unlock,
    });
  } catch (error) {
    unlock();
    throw error;
  }
}

const smallestSegment = 256 * 1024;

/** Space comes back a segment at a time: a small allowance wants small segments. */
function segmentSize(wantedBytes: number, maxDiskBytes: number): number {
  return Math.min(wantedBytes, Math.max(smallestSegment, Math.floor(maxDiskBytes / 16)), 2 ** 31);
}
