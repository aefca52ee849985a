import { createHash, randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { PlumblineError } from "@plumbline/contracts/errors";
import pg from "pg";
import { ensureDatabase } from "./ensure-database.ts";

/** The number that Prisma's own `migrate deploy` locks, so that the two never run at once. */
const migrationLock = 72707369;
const lockTimeoutMs = 60_000;

export interface MigrateDatabaseOptions {
  url: string;
  /** Prisma's folder of migrations; found above this file or the working directory when absent. */
  migrationsDirectory?: string;
}

export interface MigrateDatabaseResult {
  /** Names of the migrations that this call applied, in order; empty when nothing was to do. */
  applied: string[];
}

/**
 * Creates the database when it is missing and applies what `prisma migrate deploy` would apply, with
 * the same records, so that either tool continues the other's work. Safe to run from many processes.
 */
export async function migrateDatabase(options: MigrateDatabaseOptions): Promise<MigrateDatabaseResult> {
  const migrations = await readMigrations(options.migrationsDirectory ?? findMigrationsDirectory());
  await ensureDatabase(options.url);
  const client = new pg.Client({ connectionString: options.url });
  await client.connect();
  try {
    await client.query(`SET lock_timeout = ${lockTimeoutMs}`);
    await client.query("SELECT pg_advisory_lock($1)", [migrationLock]);
    await client.query("RESET lock_timeout");
    await client.query(createLedgerSql);
    return { applied: await applyMissing(client, migrations) };
  } finally {
    await client.end();
  }
}

interface MigrationFile {
  name: string;
  sql: string;
  checksum: string;
}

interface LedgerRow {
  migration_name: string;
  checksum: string;
  finished_at: Date | null;
  rolled_back_at: Date | null;
}

async function applyMissing(client: pg.Client, migrations: MigrationFile[]): Promise<string[]> {
  const ledger = await client.query<LedgerRow>(
    "SELECT migration_name, checksum, finished_at, rolled_back_at FROM _prisma_migrations ORDER BY started_at",
  );
  const standing = ledger.rows.filter((row) => row.rolled_back_at === null);
  const failed = standing.find((row) => row.finished_at === null);
  if (failed) {
    throw migrationError(
      `Migration ${failed.migration_name} failed before and was not resolved. Repair the database, then run ` +
        `"prisma migrate resolve --applied ${failed.migration_name}" or "--rolled-back ${failed.migration_name}".`,
    );
  }
  const known = new Map(standing.map((row) => [row.migration_name, row.checksum]));
  const applied: string[] = [];
  for (const migration of migrations) {
    const checksum = known.get(migration.name);
    if (checksum === undefined) {
      await applyOne(client, migration);
      applied.push(migration.name);
    } else if (checksum !== migration.checksum) {
      throw migrationError(
        `Migration ${migration.name} was changed after it had been applied. Restore its file.`,
      );
    }
  }
  return applied;
}

/** The script runs as one implicit transaction, unless it manages its own; the record outlives a failure. */
async function applyOne(client: pg.Client, migration: MigrationFile): Promise<void> {
  const id = randomUUID();
  await client.query("INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ($1, $2, $3)", [
    id,
    migration.checksum,
    migration.name,
  ]);
  try {
    await client.query(migration.sql);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    await client.query("UPDATE _prisma_migrations SET logs = $2 WHERE id = $1", [id, reason]);
    throw migrationError(`Migration ${migration.name} failed: ${reason}`, cause);
  }
  await client.query(
    "UPDATE _prisma_migrations SET finished_at = now(), applied_steps_count = 1 WHERE id = $1",
    [id],
  );
}

async function readMigrations(directory: string): Promise<MigrationFile[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => {
      const bytes = await readFile(join(directory, name, "migration.sql"));
      return {
        name,
        sql: bytes.toString("utf8"),
        checksum: createHash("sha256").update(bytes).digest("hex"),
      };
    }),
  );
}

/** A bundle lies elsewhere than this source does, so every folder above both starting points is tried. */
function findMigrationsDirectory(): string {
  for (const start of [dirname(fileURLToPath(import.meta.url)), process.cwd()]) {
    for (let folder = start; ; folder = dirname(folder)) {
      const candidate = join(folder, "prisma", "migrations");
      if (existsSync(join(candidate, "migration_lock.toml"))) return candidate;
      if (folder === dirname(folder)) break;
    }
  }
  throw migrationError("No folder prisma/migrations was found; pass migrationsDirectory.");
}

function migrationError(message: string, cause?: unknown): PlumblineError {
  return new PlumblineError("internal", { message, cause });
}

/** As Prisma creates it. */
const createLedgerSql = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum VARCHAR(64) NOT NULL,
  finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL,
  logs TEXT,
  rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`;
