import type { JobQueue } from "@plumbline/queue/queue";
import type { JobWorker } from "@plumbline/queue/worker";
import { answersInTime } from "@plumbline/runtime/answers-in-time";
import type { Readiness } from "@plumbline/runtime/health";
import type { WorkerDeps } from "./deps.ts";

interface ReadinessDeps extends Pick<WorkerDeps, "db" | "clickhouse"> {
  queue: Pick<JobQueue, "ping">;
  worker: Pick<JobWorker, "isRunning">;
}

/**
 * Ready while jobs are taken from the queue. PostgreSQL and ClickHouse are reported only: a job that
 * needs them fails and comes again, and restarting this process helps nobody.
 */
export function createReadiness({ db, clickhouse, queue, worker }: ReadinessDeps) {
  return async (): Promise<Readiness> => {
    const [postgres, stored, queued] = await Promise.all([
      answersInTime(db.$queryRaw`SELECT 1`),
      answersInTime(clickhouse.ping()),
      answersInTime(queue.ping()),
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
