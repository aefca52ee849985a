import { createTestDatabase } from "@plumbline/testing/engines";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { type ClickHouse, ClickHouseError, createClickHouse, defineQuery, isRowFault } from "./client.ts";
import { migrateClickHouse } from "./migrate.ts";
import { migrations } from "./migrations/index.ts";
import { RowBinaryWriter } from "./row-binary.ts";

let url: string;
let clickhouse: ClickHouse;

beforeAll(async () => {
  url = (await createTestDatabase()).clickhouseUrl;
  clickhouse = createClickHouse({ url });
  await clickhouse.command(
    `CREATE TABLE words (id UInt64, word String, CONSTRAINT clean CHECK word != 'poison')
     ENGINE = MergeTree ORDER BY id SETTINGS non_replicated_deduplication_window = 100`,
  );
});
afterAll(() => clickhouse.close());

const countWords = defineQuery({
  name: "test.count",
  params: z.object({ prefix: z.string() }),
  row: z.object({ n: z.number() }),
  sql: "SELECT count() AS n FROM words WHERE startsWith(word, {prefix:String})",
});

function wordsOf(...words: string[]): Buffer {
  const writer = new RowBinaryWriter();
  words.forEach((word, id) => {
    writer.uint64(id);
    writer.string(word);
  });
  return writer.view();
}

async function errorOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => null,
    (error: unknown) => error,
  );
}

describe("migrateClickHouse", () => {
  test("creates a missing database, once, even when two start together", async () => {
    const fresh = createClickHouse({ url, database: "migrate_twice" });
    await Promise.all([migrateClickHouse(fresh), migrateClickHouse(fresh)]);
    expect(await migrateClickHouse(fresh)).toEqual({ applied: [] });
    const list = defineQuery({
      name: "test.migrations",
      params: z.object({}),
      row: z.object({ name: z.string() }),
      sql: "SELECT name FROM schema_migrations FINAL ORDER BY id",
    });
    expect(await fresh.query(list, {})).toEqual(migrations.map(({ name }) => ({ name })));
    await fresh.close();
  });
});

describe("ClickHouse client", () => {
  test("bound parameters are values, however they look and however long they are", async () => {
    await clickhouse.insertRowBinary("words", ["id", "word"], wordsOf("it's {fine:String} \\' --"));
    expect(await clickhouse.query(countWords, { prefix: "it's {fine:String} \\' --" })).toEqual([{ n: 1 }]);
    expect(await clickhouse.query(countWords, { prefix: "x".repeat(100_000) })).toEqual([{ n: 0 }]);
  });

  test("a query cannot write", async () => {
    const write = defineQuery({
      name: "test.write",
      params: z.object({}),
      row: z.unknown(),
      sql: "INSERT INTO words SELECT 1, 'x'",
    });
    expect(await errorOf(clickhouse.query(write, {}))).toBeInstanceOf(ClickHouseError);
  });

  test("a reader who leaves takes the query along, and nobody else's", async () => {
    const slow = defineQuery({
      name: "test.slow",
      params: z.object({ reader: z.string() }),
      row: z.unknown(),
      sql: `SELECT sum(sleepEachRow(0.1)), {reader:String} FROM numbers(300)
        SETTINGS max_block_size = 1, function_sleep_max_microseconds_per_block = 0`,
    });
    const running = defineQuery({
      name: "test.running",
      params: z.object({}),
      row: z.object({ n: z.number() }),
      sql: "SELECT count() AS n FROM system.processes WHERE position(query, concat('sleep', 'EachRow')) > 0",
    });
    const [leaving, staying] = [new AbortController(), new AbortController()];
    const left = errorOf(clickhouse.until(leaving.signal).query(slow, { reader: "leaves" }));
    const stayed = errorOf(clickhouse.until(staying.signal).query(slow, { reader: "stays" }));
    await expect.poll(() => clickhouse.query(running, {})).toEqual([{ n: 2 }]);
    leaving.abort();
    expect(await left).toMatchObject({ code: null });
    await expect.poll(() => clickhouse.query(running, {})).toEqual([{ n: 1 }]);
    expect(await errorOf(clickhouse.until(leaving.signal).query(slow, { reader: "late" }))).toMatchObject({
      code: null,
    });
    staying.abort();
    expect(await stayed).toBeInstanceOf(ClickHouseError);
  });

  test("a token is inserted once, whatever comes with it", async () => {
    await clickhouse.insertRowBinary("words", ["id", "word"], wordsOf("once-1"), { token: "a token" });
    await clickhouse.insertRowBinary("words", ["id", "word"], wordsOf("once-1", "once-2"), {
      token: "a token",
    });
    await clickhouse.insertRowBinary("words", ["id", "word"], wordsOf("once-3"), { token: "another" });
    expect(await clickhouse.query(countWords, { prefix: "once" })).toEqual([{ n: 2 }]);
  });

  test("bytes arrive as they are, blank lines and statements among them", async () => {
    const words = [
      "raw-one",
      "raw-a\n\nb",
      "raw-\r\n\r\n",
      "raw-;\n\nINSERT INTO words FORMAT RowBinary\n\n",
      "raw-end",
    ];
    await clickhouse.insertRowBinary("words", ["id", "word"], wordsOf(...words));
    expect(await clickhouse.query(countWords, { prefix: "raw-" })).toEqual([{ n: words.length }]);
  });

  test("a row's fault is told from an outage", async () => {
    const insert = (bytes: Buffer, table = "words") =>
      clickhouse.insertRowBinary(table, ["id", "word"], bytes);
    const poison = await errorOf(insert(wordsOf("fine", "poison")));
    expect(poison).toMatchObject({ code: 469, type: "VIOLATED_CONSTRAINT" });
    expect(isRowFault(poison)).toBe(true);

    const noTable = await errorOf(insert(wordsOf("fine"), "nowhere"));
    expect(noTable).toMatchObject({ code: 60 });
    expect(isRowFault(noTable)).toBe(false);

    const cutOff = await errorOf(insert(wordsOf("fine").subarray(0, 10)));
    expect(cutOff).toBeInstanceOf(ClickHouseError);
    expect(isRowFault(cutOff)).toBe(false);

    const nobody = createClickHouse({ url: "http://127.0.0.1:1/default" });
    const unreachable = await errorOf(nobody.command("SELECT 1"));
    expect(unreachable).toMatchObject({ code: null });
    expect(isRowFault(unreachable)).toBe(false);
    expect(await nobody.ping()).toBe(false);
    await nobody.close();
  });

  test("an error never carries the password", async () => {
    const guest = createClickHouse({ url, password: "hunter2-secret" });
    const refused = await errorOf(guest.command("SELECT 1"));
    expect(refused).toBeInstanceOf(ClickHouseError);
    expect(String(refused)).not.toContain("hunter2-secret");
    await guest.close();
  });
});
