import type { ClickHouse } from "@plumbline/clickhouse/client";
import type { Db } from "@plumbline/db/client";
import type { Drainer } from "@plumbline/ingestion/drainer";
import type { Journal } from "@plumbline/journal/journal";
import type { Readiness } from "@plumbline/runtime/health";

interface ReadinessDeps {
  db: Db;
  clickhouse: ClickHouse;
  journal: Pick<Journal, "stats">;
  drainer: Pick<Drainer, "status">;
}

const checkTimeoutMs = 2_000;

/**
 * Ready as long as the journal takes events. PostgreSQL and ClickHouse are reported only: without them
 * known keys go on ingesting, and nothing that was acknowledged is lost.
 */
export function createReadiness({ db, clickhouse, journal, drainer }: ReadinessDeps) {
  return async (): Promise<Readiness> => {
    const [postgres, stored] = await Promise.all([
      answersInTime(db.$queryRaw`SELECT 1`),
      answersInTime(clickhouse.ping().then((alive) => (alive ? alive : Promise.reject(new Error("down"))))),
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

async function answersInTime(check: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), checkTimeoutMs);
  });
  const answered = check.then(
    () => true,
    () => false,
  );
  const outcome = await Promise.race([answered, late]);
  clearTimeout(timer);
  return outcome;
}
