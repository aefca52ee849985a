import { mkdirSync, readdirSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { join } from "node:path";
import { type Drainer, startDrainer } from "@plumbline/ingestion/drainer";
import { type Journal, openJournal } from "@plumbline/journal/journal";
import { systemClock } from "@plumbline/runtime/clock";
import type { Logger } from "@plumbline/runtime/logger";
import { createMetrics, type Metrics } from "@plumbline/runtime/metrics";
import type { GatewayEnv } from "../env.ts";

export interface WorkerJournal {
  journal: Journal;
  drainer: Drainer;
  close(): Promise<void>;
}

const mostBytes = 20 * 1024 ** 3;
/** No call waits for its record: 20 calls at 1,000 a second share a sync, which costs more than a record. */
const gatherMs = 20;
/** ClickHouse takes one insert of thousands of rows with the CPU of one of dozens. */
const pace = { idleWaitMs: 200, busyWaitMs: 2_000, busyRows: 100, maxRows: 10_000 };

interface OpenOptions {
  env: GatewayEnv;
  logger: Logger;
  onFailure: () => void;
}

/** The journal of one worker, which nobody else writes, and its way into ClickHouse. */
export async function openWorkerJournal(
  index: number,
  options: OpenOptions & { metrics: Metrics },
): Promise<WorkerJournal> {
  const { env, logger, metrics, onFailure } = options;
  const directory = join(rootOf(env), String(index));
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const journal = await openJournal({
    directory,
    gatherMs,
    maxDiskBytes: env.JOURNAL_MAX_DISK_BYTES || (await shareOfDisk(directory, env.GATEWAY_WORKERS)),
    onIncident: (incident) => {
      logger.error({ incident }, "journal incident");
      if (incident.kind === "sync-failed") onFailure();
    },
  });
  const drainer = startDrainer({
    journal,
    clickhouseUrl: env.CLICKHOUSE_URL,
    workerEntry: drainThreadEntry(),
    metrics,
    llmMetrics: null,
    logger,
    clock: systemClock,
    pace,
  });
  return {
    journal,
    drainer,
    async close() {
      await drainer.stop();
      await journal.close();
    },
  };
}

const pollMs = 1_000;

/**
 * Empties what workers left that are no more, since there are fewer of them now. Each directory falls to
 * one of today's workers.
 */
export async function adoptJournals(index: number, options: OpenOptions): Promise<void> {
  const { env, logger } = options;
  for (const name of readdirSync(rootOf(env))) {
    const orphan = Number(name);
    if (!Number.isInteger(orphan) || orphan < env.GATEWAY_WORKERS) continue;
    if (orphan % env.GATEWAY_WORKERS !== index) continue;
    // Its numbers are those of another life; they are not shown.
    const metrics = createMetrics({ process: "gateway" });
    const adopted = await openWorkerJournal(orphan, { ...options, metrics });
    logger.info({ directory: name }, "draining the journal of a worker that is no more");
    const timer = setInterval(() => {
      const { backlogRecords, replayBatches } = adopted.journal.stats();
      if (backlogRecords + replayBatches > 0) return;
      clearInterval(timer);
      void adopted.close();
    }, pollMs);
  }
}

function rootOf(env: GatewayEnv): string {
  return join(env.PLUMBLINE_DATA_DIR, "journal", "gateway");
}

/** Half of what is free, for all workers together. */
async function shareOfDisk(directory: string, workers: number): Promise<number> {
  const disk = await statfs(directory);
  return Math.floor(Math.min(mostBytes, (disk.bavail * disk.bsize) / 2) / workers);
}

/** A bundle has the thread beside it; from source the thread needs the loader first. */
function drainThreadEntry(): URL {
  const isSource = import.meta.url.endsWith(".ts");
  return new URL(isSource ? "../drain-thread-from-source.mjs" : "./drain-thread.js", import.meta.url);
}
