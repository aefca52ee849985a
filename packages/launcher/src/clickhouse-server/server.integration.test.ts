import { gzipSync } from "node:zlib";
import { createClickHouse, defineQuery } from "@plumbline/clickhouse/client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { type Front, frontPassword, startFront } from "./fixtures/front.ts";

let front: Front;
const call: Front["call"] = (...args) => front.call(...args);
const run: Front["run"] = (...args) => front.run(...args);
const createTable: Front["createTable"] = (...args) => front.createTable(...args);

beforeAll(async () => {
  front = await startFront();
});
afterAll(() => front.stop());

test("answers a ping without a password and a statement only with one", async () => {
  const ping = await fetch(`${front.origin}/ping`);
  expect(await ping.text()).toBe("Ok.\n");
  const refused = await call("SELECT 1", { headers: { "x-clickhouse-key": "wrong" } });
  expect(refused.status).toBe(403);
  expect(refused.headers.get("x-clickhouse-exception-code")).toBe("516");
  const basic = Buffer.from(`anyone:${frontPassword}`).toString("base64");
  const bare = await fetch(`${front.origin}/?query=SELECT+1`, {
    headers: { authorization: `Basic ${basic}` },
  });
  expect(await bare.text()).toBe("1\n");
});

test("takes the statement from the body, the argument, or both together", async () => {
  expect((await call(null, { body: "SELECT 'body'" })).text).toBe("body\n");
  expect((await call("SELECT 'argument'")).text).toBe("argument\n");
  expect((await call("SELECT", { body: " 'both'" })).text).toBe("both\n");
  expect((await call(null, { body: "  " })).status).toBe(400);
});

test("formats by FORMAT, by default_format, and says which", async () => {
  const named = await call("SELECT 1 AS x FORMAT JSONEachRow", { arguments: { default_format: "CSV" } });
  expect(named.text).toBe('{"x":1}\n');
  expect(named.headers.get("x-clickhouse-format")).toBe("JSONEachRow");
  const byDefault = await call("SELECT 'x'", { arguments: { default_format: "CSV" } });
  expect(byDefault.text).toBe('"x"\n');
  expect(byDefault.headers.get("content-type")).toContain("text/csv");
});

test("echoes the query id and sums up the result", async () => {
  const answer = await call("SELECT number FROM numbers(1000)", { arguments: { query_id: "my-id" } });
  expect(answer.headers.get("x-clickhouse-query-id")).toBe("my-id");
  expect(JSON.parse(answer.headers.get("x-clickhouse-summary") ?? "{}")).toMatchObject({
    result_rows: "1000",
  });
});

test("binds parameters of every escape that a client writes", async () => {
  const text = "it's \\ a \t tab, \n a line, ` and 世界 😀";
  const escaped = text.replaceAll("\\", "\\\\").replaceAll("\t", "\\t").replaceAll("\n", "\\n");
  const select =
    "SELECT {s:String} AS s, {n:Nullable(String)} AS n, {a:Array(String)} AS a, {d:Decimal(18,12)} AS d";
  const answer = await call(`${select} FORMAT JSONEachRow`, {
    arguments: { param_s: escaped, param_n: "\\N", param_a: "['q','it\\'s']", param_d: "0.000000000001" },
  });
  expect(JSON.parse(answer.text)).toEqual({ s: text, n: null, a: ["q", "it's"], d: 1e-12 });
});

test("takes parameters of any length from a multipart form", async () => {
  const long = "x".repeat(200_000);
  const form = new FormData();
  form.set("query", "SELECT length({s:String})");
  form.set("param_s", long);
  const response = await fetch(`${front.origin}/`, {
    method: "POST",
    headers: { "x-clickhouse-key": frontPassword },
    body: form,
  });
  expect(await response.text()).toBe("200000\n");
});

test("applies settings, parameters and database to one request only", async () => {
  await run("CREATE DATABASE other");
  const probe = "SELECT getSetting('max_threads'), getSetting('max_result_rows'), currentDatabase()";
  const before = await run(probe);
  const args = { max_threads: "7", max_result_rows: "77", database: "other", param_leak: "secret" };
  expect(await run(probe, args)).toBe("7\t77\tother");
  await run("SET max_threads = 9");
  await run("CREATE TEMPORARY TABLE leaked (a UInt8)");
  await expect(run("SELECT broken", args)).rejects.toThrow("UNKNOWN_IDENTIFIER");
  for (let request = 0; request < 40; request += 1) expect(await run(probe)).toBe(before);
  await expect(run("SELECT {leak:String}")).rejects.toThrow("UNKNOWN_QUERY_PARAMETER");
  await expect(run("SELECT * FROM leaked")).rejects.toThrow("UNKNOWN_TABLE");
});

test("keeps the settings and parameters of concurrent requests apart", async () => {
  const answers = await Promise.all(
    Array.from({ length: 120 }, (_, index) =>
      run("SELECT getSetting('max_result_rows'), {who:UInt32}, sleep(0.01)", {
        max_result_rows: String(index + 1),
        param_who: String(index),
      }),
    ),
  );
  expect(answers).toEqual(Array.from({ length: 120 }, (_, index) => `${index + 1}\t${index}\t0`));
});

test("answers errors as ClickHouse does", async () => {
  const cases: Array<[string, number, number]> = [
    ["SELEC 1", 400, 62],
    ["SELECT * FROM nowhere", 404, 60],
    ["SELECT * FROM nowhere.table", 404, 81],
    ["SELECT {missing:String}", 500, 456],
    ["SELECT throwIf(1)", 500, 395],
  ];
  for (const [sql, status, code] of cases) {
    const answer = await call(sql);
    expect([sql, answer.status]).toEqual([sql, status]);
    expect(answer.headers.get("x-clickhouse-exception-code")).toBe(String(code));
    expect(answer.text).toMatch(new RegExp(`^Code: ${code}\\. DB::Exception: .*\\([A-Z_]+\\)`, "s"));
  }
  expect((await call("SELECT 1", { arguments: { no_such_setting: "1" } })).status).toBe(404);
  expect((await call("SELECT 1", { arguments: { "max_threads=1; DROP": "1" } })).status).toBe(404);
  expect((await call("SELECT 1", { arguments: { session_id: "s" } })).status).toBe(501);
});

test("GET reads and does not write", async () => {
  expect((await call("SELECT 1", { method: "GET" })).text).toBe("1\n");
  const refused = await call("CREATE TABLE got (a UInt8) ENGINE = Memory", { method: "GET" });
  expect(refused.headers.get("x-clickhouse-exception-code")).toBe("164");
});

test("inserts JSON, CSV, RowBinary and Native, with the data in the body or after the statement", async () => {
  await createTable("formats");
  await call("INSERT INTO formats FORMAT JSONEachRow", {
    body: '{"a":1,"s":"FORMAT CSV"}\n{"a":2,"s":"世界"}',
  });
  await call("INSERT INTO formats (s, a) FORMAT CSV;", { body: '"three",3\n' });
  await call(null, { body: 'INSERT INTO formats FORMAT JSONEachRow\n{"a":4,"s":"inline"}' });
  await call(null, { body: "INSERT INTO formats VALUES (5, 'values FORMAT CSV')" });
  await call(null, { body: "INSERT INTO formats SELECT 6, 'select'" });
  const binary = Buffer.concat([Buffer.from([7, 0, 0, 0, 0, 0, 0, 0, 3]), Buffer.from([0xff, 0x00, 0x0a])]);
  await call("INSERT INTO formats FORMAT RowBinary", { body: binary });
  const head = Buffer.from("INSERT INTO formats FORMAT RowBinary\n");
  await call(null, { body: Buffer.concat([head, binary]) });
  const native = await call("SELECT toUInt64(8) AS a, 'native' AS s FORMAT Native");
  await call("INSERT INTO formats FORMAT Native", { body: native.bytes });
  const stored = await run("SELECT a, hex(s) FROM formats ORDER BY a FORMAT JSONCompactEachRow");
  const hex = (text: string) => Buffer.from(text).toString("hex").toUpperCase();
  expect(stored.split("\n").map((line) => JSON.parse(line))).toEqual([
    [1, hex("FORMAT CSV")],
    [2, hex("世界")],
    [3, hex("three")],
    [4, hex("inline")],
    [5, hex("values FORMAT CSV")],
    [6, hex("select")],
    [7, "FF000A"],
    [7, "FF000A"],
    [8, hex("native")],
  ]);
});

test("stores blank lines and what looks like statements after them as data", async () => {
  await createTable("blank_lines");
  const text = "a paragraph\n\nDROP TABLE blank_lines;\n\n;SELECT 1\n\n";
  const row = (value: string, rest = "") =>
    Buffer.concat([Buffer.alloc(8, 0), Buffer.from([value.length]), Buffer.from(value), Buffer.from(rest)]);
  await call("INSERT INTO blank_lines FORMAT RowBinary", { body: Buffer.concat([row(text), row(text)]) });
  const json = `{"s":"first"}\n\n{"s":"second"}\n\nDROP TABLE blank_lines`;
  const broken = await call("INSERT INTO blank_lines FORMAT JSONEachRow", { body: json });
  expect(broken.headers.get("x-clickhouse-exception-code")).toBe("27");
  const valid = json.slice(0, json.lastIndexOf("\n\n"));
  await call(null, { body: `INSERT INTO blank_lines SETTINGS max_threads = 1 FORMAT JSONEachRow\n${valid}` });
  const select = "SELECT s, {p:String} AS p FROM blank_lines ORDER BY s FORMAT JSONCompactEachRow";
  const stored = await run(select, { param_p: text.replaceAll("\n", "\\n") });
  expect(stored.split("\n").map((line) => JSON.parse(line))).toEqual(
    [text, text, "first", "second"].map((value) => [value, text]),
  );
});

test("reports written rows, refuses broken data whole, accepts none", async () => {
  await createTable("written");
  const good = await call("INSERT INTO written FORMAT JSONEachRow", { body: '{"a":1}\n{"a":2}' });
  expect(JSON.parse(good.headers.get("x-clickhouse-summary") ?? "{}")).toMatchObject({ written_rows: "2" });
  const bad = await call("INSERT INTO written FORMAT JSONEachRow", { body: '{"a":3}\n{"a":"x"}' });
  expect(bad.status).toBe(400);
  expect(Number(bad.headers.get("x-clickhouse-exception-code"))).toBe(27);
  expect((await call("INSERT INTO written FORMAT JSONEachRow", { body: "" })).status).toBe(200);
  expect(await run("SELECT count() FROM written")).toBe("2");
});

test("drops a repeated insert by its deduplication token", async () => {
  await createTable("dedup", "a UInt64", "SETTINGS non_replicated_deduplication_window = 100");
  const insert = (token: string, value: number) =>
    call("INSERT INTO dedup FORMAT JSONEachRow", {
      arguments: { insert_deduplication_token: token },
      body: `{"a":${value}}`,
    });
  for (const [token, value] of [
    ["t1", 1],
    ["t1", 2],
    ["t2", 1],
  ] as const) {
    expect((await insert(token, value)).status).toBe(200);
  }
  expect(await run("SELECT groupArray(a) FROM (SELECT a FROM dedup ORDER BY a)")).toBe("[1,1]");
});

test("speaks gzip in both directions", async () => {
  await createTable("zipped");
  const body = gzipSync(Array.from({ length: 1000 }, (_, a) => `{"a":${a},"s":"x"}`).join("\n"));
  const inserted = await call("INSERT INTO zipped FORMAT JSONEachRow", {
    headers: { "content-encoding": "gzip" },
    body,
  });
  expect(inserted.status).toBe(200);
  expect(await run("SELECT count() FROM zipped")).toBe("1000");
  // fetch decompresses by itself and keeps the header.
  const answer = await call("SELECT a FROM zipped", { arguments: { enable_http_compression: "1" } });
  expect(answer.headers.get("content-encoding")).toBe("gzip");
  expect(answer.text.split("\n")).toHaveLength(1001);
  const broken = await call("INSERT INTO zipped FORMAT JSONEachRow", {
    headers: { "content-encoding": "gzip" },
    body: body.subarray(0, 40),
  });
  expect(broken.headers.get("x-clickhouse-exception-code")).toBe("354");
});

test("works under the client that every process of ours uses", async () => {
  const url = new URL(front.url);
  url.pathname = "/client_database";
  const clickhouse = createClickHouse({ url: url.href });
  await clickhouse.createDatabase();
  expect(await clickhouse.ping()).toBe(true);
  await clickhouse.command("CREATE TABLE t (a UInt64, s String) ENGINE = MergeTree ORDER BY a");
  await clickhouse.insertRowBinary("t", ["a", "s"], Buffer.from([1, 0, 0, 0, 0, 0, 0, 0, 2, 104, 105]), {
    token: "x",
  });
  const select = defineQuery({
    name: "test.select",
    params: z.object({ a: z.number(), s: z.string() }),
    row: z.object({ a: z.number(), s: z.string() }),
    sql: "SELECT a, s FROM t WHERE a = {a:UInt64} AND s = {s:String}",
  });
  expect(await clickhouse.query(select, { a: 1, s: "hi" })).toEqual([{ a: 1, s: "hi" }]);
  expect(await clickhouse.query(select, { a: 1, s: "y".repeat(100_000) })).toEqual([]);
  await expect(clickhouse.command("SELECT * FROM missing")).rejects.toMatchObject({ code: 60 });
  await clickhouse.close();
});

test("reports its own CPU time and memory", async () => {
  const usage = await (await fetch(`${front.origin}/plumbline/process-usage`)).json();
  expect(usage).toEqual({
    user: expect.any(Number),
    system: expect.any(Number),
    rssBytes: expect.any(Number),
  });
});

test("keeps no log tables of its own", async () => {
  await run("SYSTEM FLUSH LOGS").catch(() => undefined);
  expect(
    await run("SELECT count() FROM system.tables WHERE database = 'system' AND name LIKE '%\\_log'"),
  ).toBe("0");
});
