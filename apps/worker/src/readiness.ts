import type { JobQueue } from "@plumbline/queue/queue";
import type { JobWorker } from "@plumbline/queue/worker";
import type { Readiness } from "@plumbline/runtime/health";
import type { WorkerDeps } from "./deps.ts";

interface ReadinessDeps extends Pick<WorkerDeps, "db" | "clickhouse"> {
  queue: Pick<JobQueue, "ping">;
  worker: Pick<JobWorker, "isRunning">;
}

const checkTimeoutMs = 2_000;

/**
 * Ready while jobs are taken from the queue. PostgreSQL and ClickHouse are reported only: a job that
 * needs them fails and comes again, and restarting this process helps nobody.
 */
export function createReadiness({ db, clickhouse, queue, worker }: ReadinessDeps) {
  return async (): Promise<Readiness> => {
    const [postgres, stored, queued] = await Promise.all([
      inTime(db.$queryRaw`SELECT 1`.then(() => true)),
      inTime(clickhouse.ping()),
      inTime(queue.ping()),
    ]);
    const working = worker.isRunning() && queued;
    return {
      ready: working,
      checks: {
        queue: working ? "ok" : "unreachable",
        postgres: postgres ? "ok" : "unreachable",
        clickhouse: stored ? "ok" : "unreachable",
      },
    };
  };
}

async function inTime(check: Promise<boolean>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), checkTimeoutMs);
  });
  const answer = await Promise.race([check.catch(() => false), late]);
  clearTimeout(timer);
  return answer;
}
