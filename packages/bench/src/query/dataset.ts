import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type ClickHouse, createClickHouse, defineQuery } from "@plumbline/clickhouse/client";
import { migrateClickHouse } from "@plumbline/clickhouse/migrate";
import { z } from "zod";
import { anchorMs, generatorVersion, insertSpans, insertTexts } from "./dataset-sql.ts";

const sliceRows = 200_000;
/** Inserts at a time: each keeps one core busy and 700 MB of memory. */
const lanes = 3;
/** Above the parts that the inserter beside makes, below those of the data: versions stay apart. */
const mergeAtMostBytes = 20_000_000;
const insertSettings =
  "SETTINGS max_insert_threads = 1, max_block_size = 8192, " +
  "min_insert_block_size_rows = 1000000, min_insert_block_size_bytes = 1500000000";

interface Marker {
  version: number;
  spans: number;
}

/** Throws away a cache of another generator or size; an engine must not run on it. */
export function prepareCache(directory: string, spans: number): void {
  const wanted: Marker = { version: generatorVersion, spans };
  const path = markerPath(directory);
  const found: unknown = existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : null;
  if (JSON.stringify(found) !== JSON.stringify(wanted)) rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
}

/** Brings the cached data up to the present schema, or generates it. Seconds it took to generate, or null. */
export async function ensureDataset(url: string, directory: string, spans: number): Promise<number | null> {
  const clickhouse = createClickHouse({ url, requestTimeoutMs: 1_800_000 });
  try {
    await migrateClickHouse(clickhouse);
    if (existsSync(markerPath(directory))) {
      await dropFreshRows(clickhouse);
      await untilMutated(clickhouse);
      return null;
    }
    const startedAt = performance.now();
    await generate(clickhouse, spans);
    writeFileSync(
      markerPath(directory),
      JSON.stringify({ version: generatorVersion, spans } satisfies Marker),
    );
    return (performance.now() - startedAt) / 1_000;
  } finally {
    await clickhouse.close();
  }
}

function markerPath(directory: string): string {
  return join(directory, "generated.json");
}

/** What the inserter of an earlier run left behind lies in partitions of its own. */
async function dropFreshRows(clickhouse: ClickHouse): Promise<void> {
  const month = new Date(anchorMs).toISOString().slice(0, 7).replace("-", "");
  for (const table of ["spans", "span_io"]) {
    await clickhouse.command(`ALTER TABLE ${table} DROP PARTITION ID '${month}'`);
  }
}

const mutationsQuery = defineQuery({
  name: "bench.mutations",
  params: z.object({}),
  row: z.object({ total: z.number() }),
  sql: "SELECT count() AS total FROM system.mutations WHERE database = currentDatabase() AND NOT is_done",
});

/** A new migration may have given old data something to do. */
async function untilMutated(clickhouse: ClickHouse): Promise<void> {
  while ((await clickhouse.query(mutationsQuery, {})).some(({ total }) => total > 0)) await sleep(1_000);
}

async function generate(clickhouse: ClickHouse, total: number): Promise<void> {
  for (const table of ["spans", "span_io"]) {
    await clickhouse.command(`TRUNCATE TABLE ${table}`);
    await clickhouse.command(
      `ALTER TABLE ${table} MODIFY SETTING max_bytes_to_merge_at_max_space_in_pool = ${mergeAtMostBytes}`,
    );
  }
  const slices = cut(total, sliceRows);
  // As large as the others, so that none is merged with what it supersedes, and each over a fifth of the time.
  const wide = cut(total, 10 * sliceRows);
  for (const [table, toSql] of [["spans", insertSpans] as const, ["span_io", insertTexts] as const]) {
    await insertAll(clickhouse, table, [
      ...slices.map((slice) => toSql({ ...slice, version: 1 })),
      ...wide.map((slice) => toSql({ ...slice, version: 2 })),
    ]);
  }
}

/** The latest first: it is what most queries read. */
function cut(total: number, rows: number): Array<{ from: number; to: number; total: number }> {
  return Array.from({ length: Math.ceil(total / rows) }, (_none, number) => number * rows)
    .reverse()
    .map((from) => ({ from, to: Math.min(total, from + rows), total }));
}

async function insertAll(clickhouse: ClickHouse, table: string, statements: string[]): Promise<void> {
  const waiting = [...statements];
  let done = 0;
  const work = async () => {
    for (let sql = waiting.shift(); sql !== undefined; sql = waiting.shift()) {
      await clickhouse.command(`${sql} ${insertSettings}`);
      done += 1;
      process.stderr.write(`\r${table}: ${done} of ${statements.length} inserts `);
    }
  };
  await Promise.all(Array.from({ length: lanes }, work));
  process.stderr.write("\n");
}
