import { z } from "zod";
import type { ClickHouse } from "./client.ts";
import { defineQuery } from "./client.ts";
import { migrations } from "./migrations/index.ts";

/** What differs between one server and a replicated shard. */
export interface Dialect {
  /** "ReplacingMergeTree", "row_version" → the engine clause for this installation. */
  engine(name: string, args?: string): string;
  /** "" or "ON CLUSTER '<name>'". */
  readonly onCluster: string;
}

export interface Migration {
  readonly id: number;
  readonly name: string;
  statements(dialect: Dialect): string[];
}

export interface MigrateOptions {
  /** Name of the cluster; unset for one plain server. */
  cluster?: string;
}

/** The replicated path names the table's UUID, so that a dropped and recreated table starts clean. */
export function createDialect(cluster?: string): Dialect {
  if (cluster === undefined || cluster === "") {
    return { engine: (name, args = "") => `${name}(${args})`, onCluster: "" };
  }
  if (!/^[A-Za-z0-9_.-]+$/.test(cluster))
    throw new TypeError(`Not a cluster name: ${JSON.stringify(cluster)}`);
  const path = "'/clickhouse/tables/{uuid}/{shard}', '{replica}'";
  return {
    engine: (name, args = "") => `Replicated${name}(${args === "" ? path : `${path}, ${args}`})`,
    onCluster: `ON CLUSTER '${cluster}'`,
  };
}

const listApplied = defineQuery({
  name: "schema-migration.list",
  params: z.object({}),
  row: z.object({ id: z.number() }),
  sql: "SELECT DISTINCT toUInt32(id) AS id FROM schema_migrations ORDER BY id",
});

/**
 * Creates the database when it is missing and applies what was not applied yet, in order. Safe to run
 * again and at the same time in two processes: every statement is idempotent by itself, and a migration
 * is recorded only after its last statement.
 */
export async function migrateClickHouse(
  clickhouse: ClickHouse,
  options: MigrateOptions = {},
): Promise<{ applied: string[] }> {
  const dialect = createDialect(options.cluster);
  await clickhouse.createDatabase(dialect.onCluster);
  await clickhouse.command(`CREATE TABLE IF NOT EXISTS schema_migrations ${dialect.onCluster} (
    id UInt32,
    name String,
    applied_at DateTime('UTC') DEFAULT now()
  ) ENGINE = ${dialect.engine("ReplacingMergeTree")} ORDER BY id`);

  const known = new Set((await clickhouse.query(listApplied, {})).map((row) => row.id));
  const applied: string[] = [];
  for (const migration of migrations) {
    if (known.has(migration.id)) continue;
    for (const statement of migration.statements(dialect)) await clickhouse.command(statement);
    await clickhouse.command(
      `INSERT INTO schema_migrations (id, name) VALUES (${migration.id}, '${migration.name}')`,
    );
    applied.push(migration.name);
  }
  return { applied };
}
