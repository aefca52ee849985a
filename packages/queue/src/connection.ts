import { PlumblineError } from "@plumbline/contracts/errors";
import type { Logger } from "@plumbline/runtime/logger";
import {
  createPostgresBackend,
  type Job,
  Queue,
  type QueueOptions,
  runMigrations,
  Worker,
  type WorkerOptions,
} from "bullmq";
import { Redis } from "ioredis";
import pg from "pg";

export interface QueueConnection {
  /** Where jobs live unless Redis is named. */
  databaseUrl: string;
  redisUrl?: string | undefined;
}

type BullQueue = Pick<
  Queue,
  "add" | "upsertJobScheduler" | "getJobSchedulers" | "removeJobScheduler" | "getJobCounts" | "close"
>;
type BullWorker = Pick<Worker, "close" | "isRunning">;
type Processor = (job: Pick<Job, "id" | "name" | "data" | "attemptsMade">) => Promise<void>;

/** One open store of jobs. Queues and workers share its connections; close them first, then this. */
export interface QueueBackend {
  openQueue(name: string, options: Omit<QueueOptions, "connection">): Promise<BullQueue>;
  openWorker(name: string, run: Processor, options: Omit<WorkerOptions, "connection">): Promise<BullWorker>;
  ping(): Promise<boolean>;
  close(): Promise<void>;
}

interface Role {
  /** Producers answer a request that waits and fail fast; workers wait for the store as long as it takes. */
  role: "producer" | "worker";
  logger: Logger;
}

/** Same code above either: only the URL decides. Throws one line when the store cannot be used. */
export function openBackend(connection: QueueConnection, role: Role): Promise<QueueBackend> {
  return connection.redisUrl === undefined
    ? openPostgres(connection.databaseUrl, role)
    : openRedis(connection.redisUrl, role);
}

const connectTimeoutMs = 5_000;

async function openPostgres(databaseUrl: string, { role, logger }: Role): Promise<QueueBackend> {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    // A worker holds one connection per queue for LISTEN, and a few more for its jobs' state.
    max: role === "worker" ? 8 : 3,
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
    application_name: "plumbline-queue",
    // The namespace of the backend; its SQL does not name it.
    options: "-c search_path=bullmq",
  });
  pool.on("error", (error) => logger.warn({ err: error }, "queue connection lost"));
  try {
    await migrate(pool);
  } catch (error) {
    await pool.end();
    throw unavailable("PostgreSQL", error);
  }
  const watch = (error: Error) => logger.warn({ err: error }, "queue store failed");
  return {
    openQueue: async (name, options) => {
      const queue = new Queue(name, { ...options, connection: pool }, createPostgresBackend);
      queue.on("error", watch);
      await queue.waitUntilReady();
      return queue;
    },
    openWorker: async (name, run, options) => {
      const worker = new Worker(name, run, { ...options, connection: pool }, createPostgresBackend);
      worker.on("error", watch);
      await worker.waitUntilReady();
      return worker;
    },
    ping: () => succeeds(pool.query("SELECT 1")),
    close: () => pool.end(),
  };
}

async function migrate(pool: pg.Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await runMigrations(client);
  } finally {
    client.release();
  }
}

async function openRedis(redisUrl: string, { role, logger }: Role): Promise<QueueBackend> {
  const redis = new Redis(redisUrl, {
    lazyConnect: true,
    connectTimeout: connectTimeoutMs,
    // BullMQ demands null for workers, whose blocking calls outlive any retry count.
    maxRetriesPerRequest: role === "worker" ? null : 1,
    enableOfflineQueue: role === "worker",
    ...(role === "producer" ? { commandTimeout: connectTimeoutMs } : {}),
  });
  redis.on("error", (error) => logger.warn({ err: error }, "queue connection lost"));
  try {
    await redis.connect();
    await refuseEviction(redis);
  } catch (error) {
    redis.disconnect();
    throw PlumblineError.isInstance(error) ? error : unavailable("Redis", error);
  }
  const watch = (error: Error) => logger.warn({ err: error }, "queue store failed");
  return {
    openQueue: async (name, options) => {
      const queue = new Queue(name, { ...options, connection: redis });
      queue.on("error", watch);
      await queue.waitUntilReady();
      return queue;
    },
    openWorker: async (name, run, options) => {
      const worker = new Worker(name, run, { ...options, connection: redis });
      worker.on("error", watch);
      await worker.waitUntilReady();
      return worker;
    },
    ping: async () => redis.status === "ready" && (await succeeds(redis.ping())),
    close: async () => redis.disconnect(),
  };
}

/** Any other policy lets a full Redis drop jobs without a word. */
async function refuseEviction(redis: Redis): Promise<void> {
  const policy = /^maxmemory_policy:(\S+)/m.exec(await redis.info("memory"))?.[1];
  if (policy === undefined || policy === "noeviction") return;
  throw new PlumblineError("unavailable", {
    message: `REDIS_URL names a server with maxmemory-policy ${policy}, which may drop jobs: set it to noeviction`,
  });
}

function unavailable(store: string, cause: unknown): PlumblineError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new PlumblineError("unavailable", {
    message: `The job queue cannot use ${store}: ${reason}`,
    cause,
  });
}

async function succeeds(work: Promise<unknown>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch {
    return false;
  }
}
