import { PlumblineError } from "@plumbline/contracts/errors";
import type { Clock } from "@plumbline/runtime/clock";
import { batchIdOf } from "./batch-id.ts";
import { writeCleanMarker } from "./clean-marker.ts";
import type { JournalFiles } from "./files.ts";
import {
  encodeBoundary,
  encodeEntryHead,
  encodeFrame,
  encodeRelease,
  encodeRepeat,
  type FrameType,
  frameHeadBytes,
  frameType,
  maxBodyBytes,
} from "./format.ts";
import { type CommitTarget, GroupCommit, type GroupCommitOptions } from "./group-commit.ts";
import { type HeldBatch, HeldBatches } from "./held-batches.ts";
import type { FrozenBatch, Journal, JournalStats } from "./journal.ts";
import type { FreezeLimits } from "./lanes.ts";
import { quarantineCopy } from "./quarantine.ts";
import type { RecordLocation } from "./read.ts";
import type { Incident, Recovered } from "./recover.ts";
import { Space } from "./space.ts";
import { startSegment } from "./start-segment.ts";
import { Waiters } from "./waiters.ts";

export interface DiskJournalOptions extends Pick<GroupCommitOptions, "segmentBytes" | "gatherMs"> {
  directory: string;
  recovered: Recovered;
  keepReleasedMs: number;
  maxDiskBytes: number;
  minFreeBytes: number;
  /** Bytes that may wait for the disk at once. */
  maxQueuedBytes: number;
  clock: Clock;
  files: JournalFiles;
  onIncident(incident: Incident): void;
  unlock(): void;
}

const maxLaneBytes = 1024;
const sweepIntervalMs = 60_000;
/** Space comes back when ClickHouse does, or when somebody makes room: neither is a matter of a moment. */
const fullRetrySeconds = 10;

function isValidTag({ lane, rows }: { lane: string; rows: number }): boolean {
  const rowsAreValid = Number.isInteger(rows) && rows >= 1 && rows <= 0xffffffff;
  return rowsAreValid && Buffer.byteLength(lane) <= maxLaneBytes;
}

export class DiskJournal implements Journal {
  readonly #options: DiskJournalOptions;
  readonly #recovered: Recovered;
  readonly #space: Space;
  readonly #waiters = new Waiters();
  readonly #commits: GroupCommit;
  readonly #held: HeldBatches;
  readonly #sweepTimer: NodeJS.Timeout;
  #nextSequence: number;
  #closed: PlumblineError | null = null;
  #closing: Promise<void> | null = null;

  static async open(options: DiskJournalOptions): Promise<DiskJournal> {
    const target = await startSegment(options, options.recovered.nextSequence);
    const journal = new DiskJournal(options, target);
    const { repeatSinceMs } = options.recovered;
    if (repeatSinceMs !== null) await journal.#commitControl(frameType.repeat, encodeRepeat(repeatSinceMs));
    await journal.#space.refresh(performance.now());
    journal.#sweep();
    return journal;
  }

  private constructor(options: DiskJournalOptions, target: CommitTarget) {
    this.#options = options;
    this.#recovered = options.recovered;
    this.#nextSequence = options.recovered.nextSequence + 1;
    this.#held = new HeldBatches(options.recovered.index, options.recovered.batches);
    this.#space = new Space(options);
    this.#commits = new GroupCommit({
      ...options,
      target,
      roll: (firstSequence) => startSegment(options, firstSequence),
      onWritten: (number, bytes) => {
        const segment = this.#recovered.segments.get(number);
        if (segment) this.#recovered.segments.grew(segment, bytes);
        this.#space.wrote(bytes);
      },
      onFailed: (error) => {
        const message = error.cause instanceof Error ? error.cause.message : error.message;
        options.onIncident({ kind: "sync-failed", message });
        this.#waiters.failAll(error);
      },
    });
    this.#sweepTimer = setInterval(() => void this.#age(), sweepIntervalMs);
    this.#sweepTimer.unref();
  }

  append(payload: Uint8Array, tag: { lane: string; rows: number }): Promise<number> {
    const refusal = this.#refusal(payload, tag);
    if (refusal) return Promise.reject(refusal);
    const { index, lanes, segments, salt } = this.#recovered;
    const { rows } = tag;
    const sequence = this.#takeSequence();
    const appendedAtMs = this.#options.clock.nowMs();
    const { head, bodyCrc: crc } = encodeEntryHead(
      sequence,
      { lane: tag.lane, rows, appendedAtMs },
      payload,
      salt,
    );
    return new Promise((resolve, reject) => {
      this.#commits.enqueue({
        sequence,
        head,
        payload,
        onDurable: (segment, offset) => {
          const lane = lanes.id(tag.lane);
          const length = payload.length;
          lanes.push(index.add({ sequence, appendedAtMs, segment, offset, length, crc, rows, lane }));
          const holder = segments.get(segment);
          if (holder) holder.waiting += 1;
          this.#waiters.wakeAll();
          resolve(sequence);
        },
        onFailed: reject,
      });
    });
  }

  async freeze(limits: FreezeLimits): Promise<FrozenBatch | null> {
    this.#assertUsable();
    const { lanes, index } = this.#recovered;
    const recovered = this.#held.nextRecovered(lanes.records > 0);
    if (recovered) return this.#describe(recovered, true);
    const { slots } = lanes.take(limits);
    if (slots.length === 0) return null;
    slots.sort((a, b) => index.sequence(a) - index.sequence(b));
    const batch = this.#held.add(batchIdOf(this.#recovered, slots), slots);
    const sequences = slots.map((slot) => index.sequence(slot));
    await this.#commitControl(frameType.boundary, encodeBoundary(batch.id, sequences));
    return this.#describe(batch, false);
  }

  async release(batchId: string): Promise<void> {
    this.#assertUsable();
    const batch = this.#held.get(batchId);
    if (!batch || batch.releasing) {
      throw new PlumblineError("not_found", { message: "No frozen batch has this id." });
    }
    batch.releasing = true;
    const releasedAtMs = this.#options.clock.nowMs();
    await this.#commitControl(frameType.release, encodeRelease(batchId, releasedAtMs));
    this.#held.delete(batchId);
    const { index, segments } = this.#recovered;
    for (const slot of batch.slots) {
      const segment = segments.get(index.segment(slot));
      if (segment) {
        segment.waiting -= 1;
        segment.lastReleasedAtMs = Math.max(segment.lastReleasedAtMs, releasedAtMs);
      }
      index.remove(slot);
    }
    this.#sweep();
  }

  quarantineRecord(location: RecordLocation): void {
    const file = quarantineCopy(this.#options.directory, location);
    this.#recovered.quarantined += 1;
    const message = `Record ${location.sequence} of ${location.file} is damaged; its bytes were copied to ${file}.`;
    this.#options.onIncident({ kind: "quarantined", message });
  }

  waitForRecords(signal?: AbortSignal): Promise<void> {
    const unusable = this.#closed ?? this.#commits.failure;
    if (unusable) return Promise.reject(unusable);
    if (this.#recovered.lanes.records > 0 || this.#held.recoveredWait) return Promise.resolve();
    return this.#waiters.wait(signal);
  }

  stats(): JournalStats {
    const { lanes, segments, quarantined } = this.#recovered;
    const held = this.#held.totals();
    void this.#space.refresh(performance.now());
    const waitingAtMs = lanes.oldestAtMs() ?? held.oldestAtMs;
    return {
      backlogRecords: lanes.records + held.records,
      backlogRows: lanes.rows + held.rows,
      backlogBytes: lanes.bytes + held.bytes,
      oldestRecordAtMs: waitingAtMs === null ? null : Math.min(waitingAtMs, held.oldestAtMs ?? waitingAtMs),
      replayBatches: held.repeats,
      diskBytes: segments.bytes,
      allowanceBytes: Number.isFinite(this.#options.maxDiskBytes) ? this.#options.maxDiskBytes : null,
      full: this.#space.isFull(segments.bytes),
      quarantinedRecords: quarantined,
      failed: this.#commits.failure !== null,
    };
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#closed = new PlumblineError("unavailable", { message: "The journal is closed." });
    clearInterval(this.#sweepTimer);
    this.#waiters.failAll(this.#closed);
    try {
      await this.#commits.closeFile();
      // Repeats that were not all released are owed to the next opening.
      if (!this.#commits.failure && this.#held.totals().repeats === 0) {
        const released = this.#recovered.segments.list().filter((segment) => segment.released);
        const releasedAtMs = new Map(released.map((segment) => [segment.stem, segment.lastReleasedAtMs]));
        writeCleanMarker(this.#options.directory, { releasedAtMs });
      }
    } finally {
      this.#options.unlock();
    }
  }

  #assertUsable(): void {
    const unusable = this.#closed ?? this.#commits.failure;
    if (unusable) throw unusable;
  }

  #refusal(payload: Uint8Array, tag: { lane: string; rows: number }): PlumblineError | null {
    const unusable = this.#closed ?? this.#commits.failure;
    if (unusable) return unusable;
    if (!isValidTag(tag)) {
      return new PlumblineError("invalid_request", {
        message: "A record needs a short lane and at least one row.",
      });
    }
    const bytes = frameHeadBytes + maxLaneBytes + payload.length;
    if (bytes > maxBodyBytes) return new PlumblineError("too_large");
    void this.#space.refresh(performance.now());
    const { segments } = this.#recovered;
    const coming = bytes + this.#commits.queuedBytes;
    if (coming > this.#options.maxQueuedBytes && this.#commits.queuedBytes > 0) {
      return new PlumblineError("unavailable", { message: "The journal's disk does not keep up." });
    }
    if (segments.bytes + coming > this.#space.trimBytes || this.#space.isTight(coming)) this.#sweep(coming);
    if (this.#space.allows(segments.bytes, coming)) return null;
    return new PlumblineError("unavailable", {
      message: "The journal's disk space is used up.",
      details: { retryAfterSeconds: fullRetrySeconds },
    });
  }

  #takeSequence(): number {
    return this.#nextSequence++;
  }

  #commitControl(type: FrameType, body: Buffer): Promise<void> {
    const sequence = this.#takeSequence();
    const head = encodeFrame(type, sequence, body, this.#recovered.salt);
    return new Promise((resolve, reject) => {
      this.#commits.enqueue({ sequence, head, payload: null, onDurable: () => resolve(), onFailed: reject });
    });
  }

  #describe(batch: HeldBatch, replay: boolean): FrozenBatch {
    const { index, lanes, segments } = this.#recovered;
    const records: RecordLocation[] = [];
    for (const slot of batch.slots) {
      records.push({
        sequence: index.sequence(slot),
        lane: lanes.name(index.lane(slot)),
        rows: index.rows(slot),
        file: segments.get(index.segment(slot))?.path ?? "",
        offset: index.offset(slot),
        length: index.length(slot),
      });
    }
    return { id: batch.id, records, rows: batch.rows, bytes: batch.bytes, replay };
  }

  /** `comingBytes` are about to be written. */
  #sweep(comingBytes = 0): void {
    const { segments } = this.#recovered;
    const usedBytes = segments.bytes;
    const releasedBeforeMs = this.#options.clock.nowMs() - this.#options.keepReleasedMs;
    const wantedBytes = this.#space.isTight(comingBytes) ? 0 : this.#space.trimBytes;
    const early = segments.sweep(this.#commits.activeSegment, { releasedBeforeMs, wantedBytes });
    this.#space.deleted(usedBytes - segments.bytes);
    const message = `${early} released segments were deleted early, since disk space ran short.`;
    if (early > 0) this.#options.onIncident({ kind: "kept-short", message });
  }

  /** A quiet journal rolls too, so that what was released does not lie in its last segment for ever. */
  async #age(): Promise<void> {
    const active = this.#recovered.segments.get(this.#commits.activeSegment);
    const releasedBeforeMs = this.#options.clock.nowMs() - this.#options.keepReleasedMs;
    const isOld = active && active.lastReleasedAtMs > 0 && active.lastReleasedAtMs < releasedBeforeMs;
    if (isOld && active.waiting === 0) await this.#commits.rollWhenIdle(this.#takeSequence());
    this.#sweep();
  }
}
