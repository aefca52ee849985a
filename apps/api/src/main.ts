import { join } from "node:path";
import { createClickHouse } from "@plumbline/clickhouse/client";
import { createDb } from "@plumbline/db/client";
import { startDrainer } from "@plumbline/ingestion/drainer";
import { openJournal } from "@plumbline/journal/journal";
import { systemClock } from "@plumbline/runtime/clock";
import { createLogger, type Logger } from "@plumbline/runtime/logger";
import { createMetrics } from "@plumbline/runtime/metrics";
import { configureShutdown, exitWhenParentGone, onShutdown, shutdown } from "@plumbline/runtime/shutdown";
import { type ApiEnv, readEnv } from "./env.ts";
import { startMediaEraser } from "./erase-media.ts";
import { startGrpcServer } from "./grpc/start-grpc-server.ts";
import { instanceIdOf } from "./instance.ts";
import { defaultJournalAllowance } from "./journal-allowance.ts";
import { openMediaStore } from "./media-store.ts";
import { openPriceFeed } from "./price-feed.ts";
import { createReadiness } from "./readiness.ts";
import { startReplays } from "./replay.ts";
import { startIngestReporter } from "./report-ingest.ts";
import { createApiServer } from "./server.ts";

/** What requests under way get when the process ends. */
const lingerMs = 10_000;

/** What was opened first closes last: the door, then the drainer, the journal, the clients. */
async function start(env: ApiEnv, logger: Logger): Promise<void> {
  configureShutdown({ logger });
  exitWhenParentGone(env.PLUMBLINE_SUPERVISED);
  const clock = systemClock;
  const metrics = createMetrics({ process: "api" });
  const db = createDb({ url: env.DATABASE_URL });
  onShutdown("postgres", () => db.$disconnect());
  const clickhouse = createClickHouse({ url: env.CLICKHOUSE_URL });
  onShutdown("clickhouse", () => clickhouse.close());

  const directory = join(env.PLUMBLINE_DATA_DIR, "journal", "api");
  const journal = await openJournal({
    directory,
    maxDiskBytes: env.JOURNAL_MAX_DISK_BYTES || (await defaultJournalAllowance(directory)),
    clock,
    onIncident: (incident) => {
      logger.error({ incident }, "journal incident");
      // Only a new process may write again, and whoever supervises this one starts it.
      if (incident.kind === "sync-failed") void shutdown("the journal could not write", 1);
    },
  });
  onShutdown("journal", () => journal.close());
  const prices = await openPriceFeed({
    db,
    file: join(env.PLUMBLINE_DATA_DIR, "custom-prices.json"),
    logger,
  });
  const drainer = startDrainer({
    journal,
    customPrices: prices.current,
    clickhouseUrl: env.CLICKHOUSE_URL,
    workerEntry: drainThreadEntry(),
    metrics,
    logger,
    clock,
  });
  onShutdown("drainer", () => drainer.stop());
  prices.watch((changed) => drainer.setCustomPrices(changed));
  onShutdown("prices", () => prices.close());
  const reporter = startIngestReporter({
    instance: await instanceIdOf(env.PLUMBLINE_DATA_DIR),
    db,
    journal,
    drainer,
    clock,
    logger,
  });
  onShutdown("ingest reporter", () => reporter.stop());
  const media = await openMediaStore(env);
  const eraser = startMediaEraser({ db, clickhouse, clock, logger, media });
  onShutdown("media eraser", () => eraser.stop());

  const { server, deps } = await createApiServer({
    db,
    clickhouse,
    journal,
    media,
    clock,
    logger,
    metrics,
    pepper: env.PLUMBLINE_KEY_PEPPER,
    limits: env,
    isReady: createReadiness({ db, clickhouse, journal, drainer }),
  });
  const { scoreConfigs } = deps;
  const stores = { db, clickhouse, journal, drainer };
  const replays = startReplays({ ...stores, clock, metrics, limits: env, logger, scoreConfigs });
  onShutdown("replays", () => replays.stop());
  await server.listen({ port: env.API_PORT, host: env.API_HOST });
  onShutdown("http", async () => {
    // A client that dawdles must not keep the journal from being closed in time.
    const impatience = setTimeout(() => server.server.closeAllConnections(), lingerMs);
    await server.close();
    clearTimeout(impatience);
  });
  logger.info({ port: env.API_PORT, host: env.API_HOST }, "api listens");
  if (env.OTLP_GRPC_PORT !== 0) {
    const grpc = await startGrpcServer(deps, { port: env.OTLP_GRPC_PORT, host: env.API_HOST });
    onShutdown("grpc", () => grpc.close());
  }
}

/** A bundle has the thread beside it; from source the thread needs the loader first. */
function drainThreadEntry(): URL {
  const file = import.meta.url.endsWith(".ts") ? "./drain-thread-from-source.mjs" : "./drain-thread.js";
  return new URL(file, import.meta.url);
}

const env = readEnv();
const logger = createLogger({ name: "api", level: env.LOG_LEVEL });
start(env, logger).catch(async (error: unknown) => {
  logger.fatal({ err: error }, "api cannot start");
  await shutdown("start failed", 1);
});
