import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import { migrateDatabase } from "./migrate.ts";

const migrationsDirectory = fileURLToPath(new URL("../../../prisma/migrations", import.meta.url));
const names = readdirSync(migrationsDirectory).filter((name) => !name.endsWith(".toml"));
let databases = 0;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "plumbline-migrations-"));
  cpSync(migrationsDirectory, folder, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

function freshUrl(): string {
  const url = new URL(inject("databaseUrl"));
  url.pathname = `/migrate "${process.pid}" ${databases++}`;
  return url.href;
}

async function select<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

function addMigration(name: string, sql: string): void {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, "migration.sql"), sql);
}

describe("migrateDatabase", () => {
  test("creates the database and applies every migration once, however many processes try", async () => {
    const url = freshUrl();
    const results = await Promise.all([1, 2, 3, 4].map(() => migrateDatabase({ url })));
    expect(results.flatMap((result) => result.applied)).toEqual(names);
    expect(await migrateDatabase({ url })).toEqual({ applied: [] });
  });

  test("leaves the records that Prisma leaves", async () => {
    const url = freshUrl();
    await migrateDatabase({ url });
    const rows = await select(url, "SELECT * FROM _prisma_migrations ORDER BY migration_name");
    expect(rows).toEqual(
      names.map((name) => ({
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        checksum: createHash("sha256")
          .update(readFileSync(join(migrationsDirectory, name, "migration.sql")))
          .digest("hex"),
        finished_at: expect.any(Date),
        migration_name: name,
        logs: null,
        rolled_back_at: null,
        started_at: expect.any(Date),
        applied_steps_count: 1,
      })),
    );
  });

  test("keeps the record of a failure, half of nothing, and stops until somebody resolves it", async () => {
    const url = freshUrl();
    addMigration("29990101000000_broken", "CREATE TABLE half (id int); SELECT 1 / 0;");
    await expect(migrateDatabase({ url, migrationsDirectory: folder })).rejects.toThrow("division by zero");
    expect(await select(url, "SELECT to_regclass('half') AS half")).toEqual([{ half: null }]);
    expect(
      await select(
        url,
        "SELECT logs FROM _prisma_migrations WHERE finished_at IS NULL AND applied_steps_count = 0",
      ),
    ).toEqual([{ logs: "division by zero" }]);

    addMigration("29990101000000_broken", "CREATE TABLE half (id int);");
    await expect(migrateDatabase({ url, migrationsDirectory: folder })).rejects.toThrow(
      "prisma migrate resolve",
    );
    await select(url, "UPDATE _prisma_migrations SET rolled_back_at = now() WHERE finished_at IS NULL");
    const retried = await migrateDatabase({ url, migrationsDirectory: folder });
    expect(retried.applied).toEqual(["29990101000000_broken"]);
  });

  test("refuses a migration that changed after it had been applied", async () => {
    const url = freshUrl();
    await migrateDatabase({ url, migrationsDirectory: folder });
    addMigration(String(names[0]), "SELECT 1;");
    await expect(migrateDatabase({ url, migrationsDirectory: folder })).rejects.toThrow("was changed after");
  });
});

/** Everything that Prisma's schema can say about a database. CHECKs, partial indexes, triggers and functions are ours. */
const describeSql = {
  columns: `SELECT table_name, column_name, udt_name, datetime_precision, is_nullable, column_default
    FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> '_prisma_migrations' ORDER BY 1, 2`,
  indexes: `SELECT indexdef FROM pg_indexes
    WHERE schemaname = 'public' AND tablename <> '_prisma_migrations' AND indexdef NOT LIKE '% WHERE %' ORDER BY 1`,
  constraints: `SELECT conrelid::regclass::text AS "table", conname, pg_get_constraintdef(oid) AS definition
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype IN ('p', 'f', 'u')
    AND conrelid <> coalesce(to_regclass('_prisma_migrations'), 0) ORDER BY 1, 2`,
  enums: `SELECT typname, enumlabel FROM pg_enum JOIN pg_type ON pg_type.oid = enumtypid ORDER BY 1, enumsortorder`,
};

describe("migrations", () => {
  test("end in the database that schema.prisma describes", async () => {
    const [migrated, wanted] = [freshUrl(), freshUrl()];
    await migrateDatabase({ url: migrated });
    const draftMigration = fileURLToPath(new URL("../draft-migration.mjs", import.meta.url));
    const drafted = await promisify(execFile)(process.execPath, [
      draftMigration,
      inject("databaseUrl"),
      "empty",
    ]);
    rmSync(folder, { recursive: true });
    addMigration("1_whole_schema", drafted.stdout);
    await migrateDatabase({ url: wanted, migrationsDirectory: folder });

    for (const sql of Object.values(describeSql)) {
      const rows = await select(migrated, sql);
      expect(rows).not.toEqual([]);
      expect(rows).toEqual(await select(wanted, sql));
    }
  });
});
