import { createTestDatabase } from "@plumbline/testing/engines";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { type ClickHouse, createClickHouse, defineQuery } from "./client.ts";
import { createDialect, migrateClickHouse } from "./migrate.ts";
import { compression } from "./migrations/0012-compression.ts";
import { migrations } from "./migrations/index.ts";

let clickhouse: ClickHouse;

/** A database as the release before this migration left it. */
beforeAll(async () => {
  const { clickhouseUrl } = await createTestDatabase();
  const url = new URL(clickhouseUrl);
  url.pathname = `${url.pathname}_before`;
  clickhouse = createClickHouse({ url: url.toString() });
  await clickhouse.createDatabase();
  await clickhouse.command(`CREATE TABLE schema_migrations (id UInt32, name String,
    applied_at DateTime('UTC') DEFAULT now()) ENGINE = ReplacingMergeTree ORDER BY id`);
  for (const migration of migrations.filter(({ id }) => id < compression.id)) {
    for (const statement of migration.statements(createDialect())) await clickhouse.command(statement);
    await clickhouse.command(
      `INSERT INTO schema_migrations (id, name) VALUES (${migration.id}, '${migration.name}')`,
    );
  }
});
afterAll(() => clickhouse.close());

async function read(sql: string): Promise<Array<Record<string, unknown>>> {
  const row = z.record(z.string(), z.unknown());
  return clickhouse.query(defineQuery({ name: "test", params: z.object({}), row, sql }), {});
}

const key =
  "'p', concat('t', toString(number % 7)), toString(number), toDateTime64('2026-11-01 00:00:00', 6) + number";

test("rows of an older release stay as they are, before and after their parts are merged", async () => {
  await clickhouse.command(`INSERT INTO spans (project_id, trace_id, span_id, start_time, input_tokens,
      cache_read_tokens, usage_details, cost, input_cost, cost_details, finish_reasons, input_preview, received_at)
    SELECT ${key}, if(number % 3 = 0, NULL, number * 1000000007), if(number % 2 = 0, NULL, number),
      map('input', number), toDecimal64(number, 12) / 1000000, NULL, map('input', toDecimal64(number, 12) / 7),
      ['stop'], repeat('größe ', number % 40), now64(6) FROM numbers(2000)`);
  await clickhouse.command(`INSERT INTO span_io (project_id, trace_id, span_id, start_time, input, claimed_keys)
    SELECT ${key}, repeat('text ', number), 'abcdefgh' FROM numbers(2000)`);
  const spans = "SELECT * FROM spans FINAL WHERE project_id = 'p' ORDER BY start_time";
  const texts = "SELECT * FROM span_io FINAL WHERE project_id = 'p' AND trace_id = 't3' ORDER BY start_time";
  const before = [await read(spans), await read(texts)];
  expect(before.map((rows) => rows.length)).toEqual([2000, 286]);

  const { applied } = await migrateClickHouse(clickhouse);
  expect(applied[0]).toBe("compression");
  expect([await read(spans), await read(texts)]).toEqual(before);

  for (const table of ["spans", "span_io"]) await clickhouse.command(`OPTIMIZE TABLE ${table} FINAL`);
  expect([await read(spans), await read(texts)]).toEqual(before);
  expect(await migrateClickHouse(clickhouse)).toEqual({ applied: [] });
});

test("its statements may run twice", async () => {
  for (const statement of compression.statements(createDialect())) await clickhouse.command(statement);
  const [codec] = await read(
    `SELECT compression_codec AS codec FROM system.columns
     WHERE database = currentDatabase() AND table = 'spans' AND name = 'input_preview'`,
  );
  expect(codec).toEqual({ codec: "CODEC(ZSTD(3))" });
});
