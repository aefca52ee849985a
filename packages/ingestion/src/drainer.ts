import { setImmediate, setTimeout as sleep } from "node:timers/promises";
import type { FrozenBatch, Journal } from "@plumbline/journal/journal";
import type { CustomPrice } from "@plumbline/pricing/custom-price";
import { type Clock, systemClock } from "@plumbline/runtime/clock";
import { createLlmMetrics, type LlmMetrics } from "@plumbline/runtime/llm-metrics";
import type { Logger } from "@plumbline/runtime/logger";
import type { Metrics } from "@plumbline/runtime/metrics";
import type { BatchReport, FromDrainThread } from "./drain-protocol.ts";
import { type DrainWorker, startDrainWorker } from "./drain-worker.ts";
import { type IngestMetrics, ingestMetrics, observeBacklog } from "./ingest-metrics.ts";
import { type PackedGenerations, unpackGenerations } from "./packed-generations.ts";

export interface DrainerOptions {
  journal: Journal;
  /** With user, password and database, if any. */
  clickhouseUrl: string;
  clickhouseDatabase?: string;
  /** `drain-thread.ts` under a TypeScript loader, or its bundle. */
  workerEntry: URL;
  metrics: Metrics;
  logger: Logger;
  /** null when the process counts the calls itself, as they happen. */
  llmMetrics?: null;
  clock?: Clock;
  /** Prices of projects, for what is drained first. */
  customPrices?: readonly CustomPrice[];
  pace?: DrainPace;
}

/** How long a batch may fill: every insert costs ClickHouse a part for each table, however few its rows. */
interface DrainPace {
  idleWaitMs: number;
  busyWaitMs: number;
  /** The wait grows with the last batch, to the longest where it had so many rows. */
  busyRows: number;
  maxRows: number;
}

export interface DrainerStatus {
  /** Age of the oldest event that is not in ClickHouse; 0 when all are. */
  lagMs: number;
  /** Everything acknowledged before this moment can be read. */
  dataAsOfMs: number;
  /** What the drain waits for, null while it works. */
  lastError: string | null;
  trouble: DrainTroubleKind | null;
}

/** ClickHouse is away; it refuses too much of a batch; our own thread or disk is at fault. */
export type DrainTroubleKind = "store" | "refused" | "journal";

interface Trouble {
  kind: DrainTroubleKind;
  reason: string;
}

export interface Drainer {
  /** Batches that are not done by then come again, under the same ids, when the journal is reopened. */
  stop(): Promise<void>;
  status(): DrainerStatus;
  /** For batches that are drained from now on; rows that are stored keep their price. */
  setCustomPrices(customPrices: readonly CustomPrice[]): void;
}

const usualPace: DrainPace = { idleWaitMs: 200, busyWaitMs: 1_000, busyRows: 500, maxRows: 5_000 };
const maxBatchBytes = 16 * 1024 * 1024;
/** Two, so that one batch is prepared while ClickHouse writes the other. */
const maxInFlight = 2;
const pollMs = 25;
const retryMs = 1_000;
const observedAtOnce = 100;
const stopTimeoutMs = 5_000;

/** Moves what the journal holds into ClickHouse until stopped. This thread does nothing but the journal. */
export function startDrainer(options: DrainerOptions): Drainer {
  const drainer = new RunningDrainer(options);
  return {
    stop: () => drainer.stop(),
    status: () => drainer.status(),
    setCustomPrices: (customPrices) => drainer.setCustomPrices(customPrices),
  };
}

class RunningDrainer {
  readonly #options: DrainerOptions;
  readonly #pace: DrainPace;
  readonly #clock: Clock;
  readonly #ingest: IngestMetrics;
  readonly #llm: Pick<LlmMetrics, "observeGeneration"> | null;
  readonly #inFlight = new Map<string, FrozenBatch>();
  /** What holds a batch up, by its id; "" for the thread and the journal. */
  readonly #troubles = new Map<string, Trouble>();
  readonly #stopping = new AbortController();
  readonly #worker: DrainWorker;
  readonly #loop: Promise<void>;
  #wake: (() => void) | null = null;
  #lastRows = 0;

  constructor(options: DrainerOptions) {
    this.#options = options;
    this.#pace = options.pace ?? usualPace;
    this.#clock = options.clock ?? systemClock;
    this.#ingest = ingestMetrics(options.metrics);
    this.#llm =
      options.llmMetrics === null ? null : createLlmMetrics(options.metrics, { clock: this.#clock });
    observeBacklog(options.metrics, () => ({
      ...options.journal.stats(),
      lagSeconds: this.status().lagMs / 1_000,
    }));
    this.#worker = startDrainWorker(
      options.workerEntry,
      {
        clickhouseUrl: options.clickhouseUrl,
        clickhouseDatabase: options.clickhouseDatabase,
        customPrices: options.customPrices ?? [],
      },
      {
        onMessage: (message) => this.#onMessage(message),
        onDeath: (reason, restartInMs) => {
          this.#troubles.set("", { kind: "journal", reason: `drain thread: ${reason}` });
          options.logger.error({ reason, restartInMs }, "drain thread died");
        },
      },
    );
    this.#loop = this.#run();
  }

  status(): DrainerStatus {
    const nowMs = this.#clock.nowMs();
    const { oldestRecordAtMs } = this.#options.journal.stats();
    const [trouble] = this.#troubles.values();
    return {
      lagMs: oldestRecordAtMs === null ? 0 : Math.max(0, nowMs - oldestRecordAtMs),
      dataAsOfMs: oldestRecordAtMs ?? nowMs,
      lastError: trouble?.reason ?? null,
      trouble: trouble?.kind ?? null,
    };
  }

  setCustomPrices(customPrices: readonly CustomPrice[]): void {
    this.#worker.setCustomPrices(customPrices);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#wake?.();
    await this.#loop;
    const deadline = this.#clock.nowMs() + stopTimeoutMs;
    while (this.#inFlight.size > 0 && this.#troubles.size === 0 && this.#clock.nowMs() < deadline) {
      await sleep(pollMs);
    }
    await this.#worker.stop(stopTimeoutMs);
  }

  async #run(): Promise<void> {
    const { journal, logger } = this.#options;
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      try {
        await journal.waitForRecords(signal);
        await this.#gather();
        while (this.#inFlight.size >= maxInFlight && !signal.aborted) await this.#nextMessage();
        if (signal.aborted) return;
        const batch = await journal.freeze({ maxRows: this.#pace.maxRows, maxBytes: maxBatchBytes });
        if (batch === null) continue;
        this.#lastRows = batch.rows;
        this.#inFlight.set(batch.id, batch);
        this.#worker.send(batch);
      } catch (error) {
        if (signal.aborted) return;
        logger.error({ err: error }, "the journal cannot be drained");
        const reason = error instanceof Error ? error.message : String(error);
        this.#troubles.set("", { kind: "journal", reason });
        await sleep(retryMs, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  /** Lets a batch fill: briefly when little comes in, longer when a part per second saves real work. */
  async #gather(): Promise<void> {
    const { journal } = this.#options;
    const { idleWaitMs, busyWaitMs, busyRows, maxRows } = this.#pace;
    const busyShare = Math.min(1, this.#lastRows / busyRows);
    const waitMs = idleWaitMs + busyShare * (busyWaitMs - idleWaitMs);
    const startedAt = performance.now();
    while (!this.#stopping.signal.aborted && performance.now() - startedAt < waitMs) {
      let { backlogRows, backlogBytes } = journal.stats();
      for (const batch of this.#inFlight.values()) {
        backlogRows -= batch.rows;
        backlogBytes -= batch.bytes;
      }
      if (backlogRows >= maxRows || backlogBytes >= maxBatchBytes) return;
      await sleep(pollMs);
    }
  }

  #nextMessage(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  #onMessage(message: FromDrainThread): void {
    const { logger } = this.#options;
    const { batchId } = message;
    switch (message.type) {
      case "done":
        this.#settle(batchId, message.report);
        break;
      case "recovered":
        this.#troubles.delete(batchId);
        logger.info({ batchId }, "ClickHouse is back");
        break;
      case "trouble": {
        const { kind, message: reason, retryInMs } = message.trouble;
        this.#troubles.set(batchId, { kind: kind === "flood" ? "refused" : "store", reason });
        if (kind === "flood") {
          this.#ingest.setAlarm(true);
          logger.error({ batchId, reason, retryInMs }, "draining stands still: too many rows are refused");
        } else {
          logger.warn({ batchId, reason, retryInMs }, "draining waits for ClickHouse");
        }
        break;
      }
    }
  }

  #settle(batchId: string, report: BatchReport): void {
    const batch = this.#inFlight.get(batchId);
    if (batch === undefined) return;
    this.#troubles.clear();
    this.#ingest.setAlarm(false);
    this.#count(report, batch.replay);
    for (const location of report.damaged) this.#options.journal.quarantineRecord(location);
    this.#options.journal
      .release(batchId)
      .catch((error: unknown) => {
        // Harmless for the data: the batch is drained again after the next start and counts once.
        this.#options.logger.error({ err: error, batchId }, "a drained batch could not be released");
      })
      .finally(() => {
        this.#inFlight.delete(batchId);
        this.#wake?.();
      });
  }

  /** A replay was counted in its first life. */
  #count(report: BatchReport, isReplay: boolean): void {
    for (const [stage, seconds] of Object.entries(report.cpuSeconds))
      this.#ingest.addCpuSeconds(stage, seconds);
    for (const [table, rows] of Object.entries(report.rows)) this.#ingest.addRows(table, rows);
    if (isReplay) return;
    for (const [code, events] of Object.entries(report.rejected)) this.#ingest.addRejected(code, events);
    if (this.#llm !== null) void this.#observe(report.generations);
  }

  /** In pieces: thousands at once would hold up whatever else this thread serves. */
  async #observe(generations: PackedGenerations): Promise<void> {
    let observed = 0;
    for (const generation of unpackGenerations(generations)) {
      this.#llm?.observeGeneration(generation);
      observed += 1;
      if (observed % observedAtOnce === 0) await setImmediate();
    }
  }
}
