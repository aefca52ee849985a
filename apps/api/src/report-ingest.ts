import { hostname } from "node:os";
import type { Db } from "@plumbline/db/client";
import type { Drainer } from "@plumbline/ingestion/drainer";
import type { Journal } from "@plumbline/journal/journal";
import type { Clock } from "@plumbline/runtime/clock";
import type { Logger } from "@plumbline/runtime/logger";
import { type IngestReport, reportIngest } from "@plumbline/services/ingest-status";

interface ReporterDeps {
  /** See instance.ts. */
  instance: string;
  db: Db;
  journal: Pick<Journal, "stats">;
  drainer: Pick<Drainer, "status">;
  clock: Clock;
  logger: Logger;
  intervalMs?: number;
}

/** In peace it only has to say that it lives. */
const peacefulMs = 20_000;
const lagWorthTellingMs = 5_000;

/**
 * Tells the pages how far they lag, through a row of its own in PostgreSQL: every few seconds while they do, else
 * three times a minute. Nobody waits for it, and it may fail.
 */
export function startIngestReporter(deps: ReporterDeps): { stop(): void } {
  const { db, clock, logger, intervalMs = 2_500 } = deps;
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let last: IngestReport | null = null;

  const tell = async (): Promise<void> => {
    const report = readReport(deps);
    if (last !== null && isPeaceful(last) && isPeaceful(report)) {
      if (clock.nowMs() - last.nowMs < peacefulMs) return;
    }
    await reportIngest(db, report);
    last = report;
  };
  const again = async (): Promise<void> => {
    await tell().catch((error: unknown) => {
      logger.debug({ err: error }, "the ingestion status could not be reported");
    });
    if (!isStopped) timer = setTimeout(() => void again(), intervalMs);
  };
  void again();
  return {
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}

function isPeaceful(report: IngestReport): boolean {
  const lagMs = report.backlogRows === 0 ? 0 : report.nowMs - report.dataAsOfMs;
  return report.trouble === "" && !report.full && lagMs < lagWorthTellingMs;
}

function readReport({ instance, journal, drainer, clock }: ReporterDeps): IngestReport {
  const { backlogRows, backlogBytes, diskBytes, allowanceBytes, quarantinedRecords, full } = journal.stats();
  const { dataAsOfMs, trouble } = drainer.status();
  // What holds nothing up is worth no banner.
  const shown = backlogRows === 0 ? "" : (trouble ?? "");
  return {
    instance,
    host: hostname(),
    dataAsOfMs,
    backlogRows,
    backlogBytes,
    diskBytes,
    allowanceBytes,
    damagedRecords: quarantinedRecords,
    trouble: shown,
    full,
    nowMs: clock.nowMs(),
  };
}
