import { createClickHouse } from "@plumbline/clickhouse/client";
import { migrateClickHouse } from "@plumbline/clickhouse/migrate";
import { createDb } from "@plumbline/db/client";
import { migrateDatabase } from "@plumbline/db/migrate";
import { createLogger, type Logger } from "@plumbline/runtime/logger";
import { runHeadlessInit } from "@plumbline/services/init";
import { asksForInit, type MigrateEnv, readEnv } from "./env.ts";

const env = readEnv();
const logger = createLogger({ name: "migrate", level: env.LOG_LEVEL });

/** Brings both databases up to date, creates what PLUMBLINE_INIT_* ask for, and ends. Repeatable. */
async function migrate(env: MigrateEnv, logger: Logger): Promise<void> {
  const postgres = await migrateDatabase({ url: env.DATABASE_URL });
  logger.info({ applied: postgres.applied }, "postgres migrated");
  const clickhouse = createClickHouse({ url: env.CLICKHOUSE_URL });
  try {
    const cluster = env.CLICKHOUSE_CLUSTER;
    const { applied } = await migrateClickHouse(clickhouse, cluster === undefined ? {} : { cluster });
    logger.info({ applied }, "clickhouse migrated");
  } finally {
    await clickhouse.close();
  }
  if (asksForInit(env)) await createAccounts(env, logger);
}

async function createAccounts(env: MigrateEnv, logger: Logger): Promise<void> {
  const db = createDb({ url: env.DATABASE_URL, maxConnections: 2 });
  try {
    const { project, keys, user } = await runHeadlessInit({ db, pepper: env.PLUMBLINE_KEY_PEPPER }, env);
    logger.info({ project }, "project present");
    // Readable this once and nowhere else, so they leave by the front door and not by the log.
    if (keys) process.stdout.write(`Public key ${keys.publicKey}\nSecret key ${keys.secretKey}\n`);
    if (user?.password) process.stdout.write(`Sign in as ${user.email} with ${user.password}\n`);
  } finally {
    await db.$disconnect();
  }
}

migrate(env, logger).catch((error: unknown) => {
  logger.fatal({ err: error }, "migration failed");
  process.exitCode = 1;
});
