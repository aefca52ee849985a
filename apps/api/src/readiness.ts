import type { ClickHouse } from "@plumbline/clickhouse/client";
import type { Db } from "@plumbline/db/client";
import type { Drainer } from "@plumbline/ingestion/drainer";
import type { Journal } from "@plumbline/journal/journal";
import { answersInTime } from "@plumbline/runtime/answers-in-time";
import type { Readiness } from "@plumbline/runtime/health";

interface ReadinessDeps {
  db: Db;
  clickhouse: ClickHouse;
  journal: Pick<Journal, "stats">;
  drainer: Pick<Drainer, "status">;
}

/**
 * Ready as long as the journal takes events. PostgreSQL and ClickHouse are reported only: without them
 * known keys go on ingesting, and nothing that was acknowledged is lost.
 */
export function createReadiness({ db, clickhouse, journal, drainer }: ReadinessDeps) {
  return async (): Promise<Readiness> => {
    const [postgres, stored] = await Promise.all([
      answersInTime(db.$queryRaw`SELECT 1`),
      answersInTime(clickhouse.ping()),
    ]);
    const writable = !journal.stats().failed;
    const { lagMs, lastError } = drainer.status();
    return {
      ready: writable,
      checks: {
        journal: writable ? "ok" : "failed",
        postgres: postgres ? "ok" : "unreachable",
        clickhouse: stored ? "ok" : "unreachable",
        drain: lastError === null ? "ok" : "waiting",
        drainLagMs: String(Math.round(lagMs)),
      },
    };
  };
}
