import { createClickHouse } from "@plumbline/clickhouse/client";
import { createDb } from "@plumbline/db/client";
import { createQueue } from "@plumbline/queue/queue";
import { startWorker } from "@plumbline/queue/worker";
import { systemClock } from "@plumbline/runtime/clock";
import { createHealthServer } from "@plumbline/runtime/health";
import { createLogger } from "@plumbline/runtime/logger";
import { createMetrics } from "@plumbline/runtime/metrics";
import { configureShutdown, exitWhenParentGone, onShutdown, shutdown } from "@plumbline/runtime/shutdown";
import { readEnv, type WorkerEnv } from "./env.ts";
import { createHandlers } from "./jobs/index.ts";
import { queueRecomputes } from "./queue-recomputes.ts";
import { createReadiness } from "./readiness.ts";
import { watchQueue } from "./watch-queue.ts";

/** A mutation of a large table takes minutes; jobs wait for it rather than start it twice. */
const clickhouseTimeoutMs = 15 * 60_000;

const env = readEnv();
const logger = createLogger({ name: "worker", level: env.LOG_LEVEL });

/** What was opened first closes last: jobs end before the clients that they use. */
async function start(env: WorkerEnv): Promise<void> {
  configureShutdown({ logger });
  exitWhenParentGone(env.PLUMBLINE_SUPERVISED);
  const metrics = createMetrics({ process: "worker" });
  const db = createDb({ url: env.DATABASE_URL });
  onShutdown("postgres", () => db.$disconnect());
  const clickhouse = createClickHouse({ url: env.CLICKHOUSE_URL, requestTimeoutMs: clickhouseTimeoutMs });
  onShutdown("clickhouse", () => clickhouse.close());

  const connection = { databaseUrl: env.DATABASE_URL, redisUrl: env.REDIS_URL };
  const queue = await createQueue({ ...connection, logger });
  onShutdown("queue", () => queue.close());
  await queue.applySchedules();
  watchQueue(metrics, queue);
  const handlers = createHandlers({ db, clickhouse, clock: systemClock });
  const worker = await startWorker({ ...connection, handlers, logger, metrics });
  onShutdown("jobs", () => worker.close());
  const stopQueueing = queueRecomputes({ deps: { db, clock: systemClock }, queue, logger });
  onShutdown("recomputations", async () => stopQueueing());

  const health = await createHealthServer({
    port: env.WORKER_PORT,
    host: env.WORKER_HOST,
    isReady: createReadiness({ db, clickhouse, queue, worker }),
    metrics,
  });
  onShutdown("health", () => health.close());
  logger.info(
    { port: health.port, store: env.REDIS_URL === undefined ? "postgres" : "redis" },
    "worker listens",
  );
}

start(env).catch(async (error: unknown) => {
  logger.fatal({ err: error }, "worker cannot start");
  await shutdown("start failed", 1);
});
