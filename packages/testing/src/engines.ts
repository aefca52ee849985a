import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClickHouse } from "@plumbline/clickhouse/client";
import { migrateClickHouse } from "@plumbline/clickhouse/migrate";
import { migrateDatabase } from "@plumbline/db/migrate";
import {
  describeClickHouseEngine,
  describePostgresEngine,
  type Engine,
  type RunningChild,
  spawnChild,
} from "@plumbline/launcher/engines";
import { findFreePort } from "./free-port.ts";

export interface TestEngines {
  /** Server URLs with credentials; `createTestDatabase` puts a fresh database on each. */
  databaseUrl: string;
  clickhouseUrl: string;
  stop(): Promise<void>;
}

export interface TestDatabase {
  databaseUrl: string;
  clickhouseUrl: string;
}

/** One ClickHouse and one PostgreSQL on free ports, their data in a temporary directory. */
export async function startEngines(): Promise<TestEngines> {
  const directory = mkdtempSync(join(tmpdir(), "plumbline-engines-"));
  chmodSync(directory, 0o711);
  const password = randomBytes(12).toString("hex");
  const [postgresPort, clickhousePort] = [await findFreePort(), await findFreePort()];
  const postgres = describePostgresEngine({
    directory: join(directory, "postgres"),
    port: postgresPort,
    password,
    unsafeWithoutFsync: true,
  });
  const clickhouse = describeClickHouseEngine({
    directory: join(directory, "clickhouse"),
    port: clickhousePort,
    password,
  });
  const children = [start(postgres), start(clickhouse)];
  const stop = async () => {
    await Promise.all(children.map((child) => child.stop()));
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    await Promise.all(children.map((child) => child.ready));
  } catch (error) {
    await stop();
    throw error;
  }
  return { databaseUrl: postgres.url, clickhouseUrl: clickhouse.url, stop };
}

function start(engine: Engine): RunningChild {
  return spawnChild(engine.spec, () => undefined);
}

/** The engines of this test run, as `global-setup.ts` started them. */
export async function providedEngines(): Promise<{ databaseUrl: string; clickhouseUrl: string }> {
  // Only inside a test: the module cannot be loaded elsewhere.
  const { inject } = await import("vitest");
  return { databaseUrl: inject("databaseUrl"), clickhouseUrl: inject("clickhouseUrl") };
}

/**
 * A fresh, migrated database on each engine, for one suite. Outside of the integration project pass
 * the engines that you started.
 */
export async function createTestDatabase(
  engines?: Pick<TestEngines, "databaseUrl" | "clickhouseUrl">,
): Promise<TestDatabase> {
  const servers = engines ?? (await providedEngines());
  const name = `test_${randomBytes(6).toString("hex")}`;
  const database = {
    databaseUrl: rename(servers.databaseUrl, name),
    clickhouseUrl: rename(servers.clickhouseUrl, name),
  };
  const clickhouse = createClickHouse({ url: database.clickhouseUrl });
  try {
    await Promise.all([migrateDatabase({ url: database.databaseUrl }), migrateClickHouse(clickhouse)]);
  } finally {
    await clickhouse.close();
  }
  return database;
}

function rename(url: string, database: string): string {
  const renamed = new URL(url);
  renamed.pathname = `/${database}`;
  return renamed.href;
}
