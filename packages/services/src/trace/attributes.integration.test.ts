import type { ClickHouse } from "@plumbline/clickhouse/client";
import type { Db } from "@plumbline/db/client";
import { parseQuery } from "@plumbline/filters/parse-query";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ServiceContext } from "../context.ts";
import { contextOf, createTenants, freshDatabase, system } from "../tenancy.fixture.ts";
import { countTraces, findTraces, listMapEntries } from "./index.ts";
import { freshClickHouse } from "./one-trace.fixture.ts";

const traces = 2_000;
const hourMs = 3_600_000;
const fromMs = Date.UTC(2026, 0, 10);
const window = { from: new Date(fromMs), to: new Date(fromMs + 168 * hourMs) };

let db: Db;
let ctx: ServiceContext;
let clickhouse: ClickHouse;
let projectId: string;
let othersId: string;

const at = `fromUnixTimestamp64Milli(toInt64(${fromMs} + number * ${(168 * hourMs) / traces}))`;
const key = (project: string, version: number) =>
  `'${project}', concat('t', toString(number)), 's', ${at}, ${version}`;

/** One span each over a week; every trace has a route and a count of retries, one has a tenant. */
async function write(project: string, version: number, some = "true"): Promise<void> {
  const from = `FROM numbers(${traces}) WHERE ${some}`;
  await clickhouse.command(
    `INSERT INTO spans (project_id, trace_id, span_id, start_time, row_version, name, kind, metadata)
     SELECT ${key(project, version)}, 'call', 'SPAN', map('plan', if(number % 2 = 0, 'pro', 'free')) ${from}`,
  );
  await clickhouse.command(
    `INSERT INTO span_io (project_id, trace_id, span_id, start_time, row_version, attributes)
     SELECT ${key(project, version)}, mapConcat(
       map('http.route', concat('/r', toString(number % 4)), 'retry.count', toString(number % 10),
         'genkit:name', if(number % 100 = 0, 'a "quoted" name', 'n')),
       if(number = 777, map('tenant', 'acme'), map())) ${from}`,
  );
}

beforeAll(async () => {
  ({ db } = await freshDatabase());
  clickhouse = await freshClickHouse();
  const { own, foreign } = (await createTenants(db)).projects;
  [projectId, othersId] = [own.id, foreign.id];
  ctx = { ...contextOf(db, system), clickhouse };
  await write(projectId, 1);
  await write(othersId, 1, "number < 5");
});
afterAll(async () => {
  await clickhouse.close();
  await db.$disconnect();
});

const count = async (query: string) => {
  const { filter, problems } = parseQuery(query);
  expect(problems).toEqual([]);
  return (await countTraces(ctx, { projectId, ...window, filter })).total;
};

describe("attributes in the query bar", () => {
  test.each([
    ["attributes.http.route:/r1", 500],
    ["attributes.http.route:(/r1 OR /r2)", 1_000],
    ["-attributes.http.route:/r1", 1_500],
    ["attr.http.route:/r*", 2_000],
    ["attributes.retry.count:>8", 200],
    ["attributes.retry.count:2..3 attributes.http.route:*3*", 100],
    ['attributes."genkit:name":"a \\"quoted\\" name"', 20],
    ["has:attributes.tenant", 1],
    ["attributes.tenant:acme", 1],
    ["attributes.tenant:r1", 0],
    ["NOT has:attributes.tenant metadata.plan:pro", 1_000],
    ["attributes.tenant:acme OR attributes.retry.count:0", 201],
    // A value belongs to its own key.
    ["attributes.retry.count:/r1", 0],
    ["attributes.nothing:x", 0],
  ])("%s finds %i traces", async (query, total) => {
    expect(await count(query)).toBe(total);
  });

  test("a page finds the one trace of a week, and whoever is asked for comes from the project alone", async () => {
    const { filter } = parseQuery("attributes.tenant:acme");
    const { rows, next } = await findTraces(ctx, { projectId, ...window, filter, limit: 10 });
    expect(rows.map(({ traceId }) => traceId)).toEqual(["t777"]);
    expect(next).toBeNull();
    const route = parseQuery("attributes.http.route:/r1").filter;
    const { rows: theirs } = await findTraces(ctx, {
      projectId: othersId,
      ...window,
      filter: route,
      limit: 10,
    });
    expect(theirs.map(({ traceId }) => traceId)).toEqual(["t1"]);
  });

  test("what a later version of a span no longer has is not found", async () => {
    await clickhouse.command(
      `INSERT INTO spans (project_id, trace_id, span_id, start_time, row_version, name, kind)
       SELECT ${key(othersId, 4096)}, 'call', 'SPAN' FROM numbers(5) WHERE number = 1`,
    );
    await clickhouse.command(
      `INSERT INTO span_io (project_id, trace_id, span_id, start_time, row_version)
       SELECT ${key(othersId, 4096)} FROM numbers(5) WHERE number = 1`,
    );
    const route = parseQuery("attributes.http.route:/r1").filter;
    expect(
      (await findTraces(ctx, { projectId: othersId, ...window, filter: route, limit: 10 })).rows,
    ).toEqual([]);
  });
});

describe("what the query bar offers of a map", () => {
  const list = (more: Partial<Parameters<typeof listMapEntries>[1]>) =>
    listMapEntries(ctx, { projectId, ...window, field: "attributes", limit: 10, ...more });

  test("the keys of the window, by how many traces have them", async () => {
    expect(await list({})).toEqual([
      { value: "genkit:name", count: 2_000 },
      { value: "http.route", count: 2_000 },
      { value: "retry.count", count: 2_000 },
      { value: "tenant", count: 1 },
    ]);
    expect(await list({ prefix: "HTTP" })).toEqual([{ value: "http.route", count: 2_000 }]);
    expect(await list({ field: "metadata" })).toEqual([{ value: "plan", count: 2_000 }]);
    expect(await list({ field: "score" })).toEqual([]);
  });

  test("the values under a key", async () => {
    expect(await list({ key: "tenant" })).toEqual([{ value: "acme", count: 1 }]);
    const routes = await list({ key: "http.route", prefix: "/r" });
    expect(routes.map(({ value }) => value)).toEqual(["/r0", "/r1", "/r2", "/r3"]);
    expect(await list({ field: "metadata", key: "plan", prefix: "p" })).toEqual([
      { value: "pro", count: 1_000 },
    ]);
  });

  test("about the same when a large window is looked at in part", async () => {
    const [first] = await list({ key: "tenant-free", maxRows: 200 });
    expect(first).toBeUndefined();
    for (const { value, count: traceCount } of await list({ maxRows: 200, prefix: "http" })) {
      expect(value).toBe("http.route");
      expect(traceCount).toBeGreaterThan(1_000);
      expect(traceCount).toBeLessThan(4_000);
    }
  });
});
