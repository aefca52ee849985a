import { randomUUID } from "node:crypto";
import { type ClickHouse, createClickHouse } from "@plumbline/clickhouse/client";
import { migrateClickHouse } from "@plumbline/clickhouse/migrate";
import type { Db } from "@plumbline/db/client";
import type { FieldName } from "@plumbline/filters/fields";
import { parseQuery } from "@plumbline/filters/parse-query";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import type { ServiceContext } from "../context.ts";
import { contextOf, createTenants, freshDatabase, system } from "../tenancy.fixture.ts";
import { countTraces, getTraceHistogram, listFacetValues, listTraces } from "./index.ts";

const traces = 4_000;
const hourMs = 3_600_000;
const fromMs = Date.UTC(2026, 0, 10);
const window = { from: new Date(fromMs), to: new Date(fromMs + 96 * hourMs) };

let db: Db;
let ctx: ServiceContext;
let clickhouse: ClickHouse;
let projectId: string;

/**
 * Evenly over the window, a root and two calls each: one in four is of "staging", one in ten failed in a
 * call; every root was written twice, once with a name that counts no more.
 */
const insertTraces = (rowVersion: 1 | 2) => `INSERT INTO spans (project_id, trace_id, span_id, parent_span_id,
    start_time, name, kind, level, environment, user_id, tags, model_used, cost, billable, row_version)
  SELECT '${projectId}', concat('trace-', toString(t)), concat('s', toString(place)), if(place = 0, '', 's0'),
    fromUnixTimestamp64Milli(toInt64(${fromMs} + t * ${(96 * hourMs) / traces} + place)),
    if(place = 0, concat('agent-', toString(t % 2)), 'call'), if(place = 0, 'AGENT', 'GENERATION'),
    if(place = 1 AND t % 10 = 0, 'ERROR', 'DEFAULT'), if(t % 4 = 0, 'staging', 'production'),
    concat('user-', toString(t % 5)), if(place = 0, ['paid', concat('team-', toString(t % 3))], []),
    if(place = 0, '', concat('model-', toString(t % 2))), if(place = 0, NULL, 0.25), place > 0, ${rowVersion}
  FROM (SELECT intDiv(number, 3) AS t, number % 3 AS place FROM numbers(${traces * 3}))
  ${rowVersion === 1 ? "" : "WHERE place = 0"}`;

beforeAll(async () => {
  ({ db } = await freshDatabase());
  const url = new URL(inject("clickhouseUrl"));
  url.pathname = `/estimate_${randomUUID().slice(0, 8)}`;
  clickhouse = createClickHouse({ url: url.href });
  await migrateClickHouse(clickhouse);
  projectId = (await createTenants(db)).projects.own.id;
  ctx = { ...contextOf(db, system), clickhouse };
  for (const version of [1, 2] as const) await clickhouse.command(insertTraces(version));
});
afterAll(async () => {
  await clickhouse.close();
  await db.$disconnect();
});

const facet = (field: FieldName, query: string, maxRows?: number) =>
  listFacetValues(ctx, {
    projectId,
    ...window,
    field,
    filter: parseQuery(query).filter,
    limit: 20,
    maxRows,
  });

test.each<[FieldName, string]>([
  ["model", ""],
  ["env", ""],
  ["name", ""],
  ["user", ""],
  ["tag", ""],
  ["kind", ""],
  ["model", "level:ERROR"],
  ["tag", "status:error model:model-0"],
  // These speak of whole traces.
  ["cost", ""],
  ["status", ""],
  ["model", "env:staging"],
  ["user", "NOT level:ERROR"],
])("a facet of %s under “%s” is about the same when it is estimated", async (field, query) => {
  const truth = await facet(field, query);
  expect(truth.exact).toBe(true);
  expect(truth.values.length).toBeGreaterThan(0);
  // The first reads every row, the second a part of them.
  for (const maxRows of [7_000, 1_500]) {
    const estimate = await facet(field, query, maxRows);
    expect(estimate.exact).toBe(false);
    const counts = new Map(estimate.values.map(({ value, count }) => [value, count]));
    expect([...counts.keys()].sort()).toEqual(truth.values.map(({ value }) => value).sort());
    for (const { value, count } of truth.values) {
      expect(Math.abs((counts.get(value) ?? 0) - count) / count, `${value} of ${count}`).toBeLessThan(0.35);
    }
  }
});

test("numbers of a large window are estimated, those of a small one exact", async () => {
  const matching = { projectId, ...window };
  expect(await countTraces(ctx, matching)).toEqual({ total: traces, exact: true });
  const estimate = await countTraces(ctx, { ...matching, maxRows: 1_000 });
  expect(estimate.exact).toBe(false);
  expect(Math.abs(estimate.total - traces) / traces).toBeLessThan(0.2);
  const { buckets, exact } = await getTraceHistogram(ctx, { ...matching, maxRows: 1_000 });
  expect(exact).toBe(false);
  expect(buckets.reduce((sum, bucket) => sum + bucket.traces, 0)).toBe(estimate.total);
});

test("a facet of a window whose traces crowd in one corner is read whole", async () => {
  const to = new Date(fromMs + 96 * hourMs);
  const crowded = {
    projectId,
    from: new Date(fromMs - 9_600 * hourMs),
    to,
    field: "env" as const,
    limit: 10,
  };
  const { values, exact } = await listFacetValues(ctx, { ...crowded, maxRows: 1_500 });
  expect(exact).toBe(false);
  const counts = Object.fromEntries(values.map(({ value, count }) => [value, count]));
  expect(Math.abs((counts["staging"] ?? 0) - traces / 4) / (traces / 4)).toBeLessThan(0.05);
});

test("pages by number and by slices of time are the same pages", async () => {
  const page = async (number: number, direction: "asc" | "desc") => {
    const { rows, totalItems } = await listTraces(ctx, {
      projectId,
      ...window,
      environments: ["staging"],
      orderBy: { column: "startTime", direction },
      page: number,
      limit: 100,
    });
    expect(totalItems).toBe(traces / 4);
    return rows.map(({ traceId }) => traceId);
  };
  const all = Array.from({ length: traces / 4 }, (_none, number) => `trace-${number * 4}`);
  expect(await page(1, "asc")).toEqual(all.slice(0, 100));
  expect(await page(3, "asc")).toEqual(all.slice(200, 300));
  expect(await page(1, "desc")).toEqual(all.slice(-100).reverse());
  expect(await page(10, "desc")).toEqual(all.slice(0, 100).reverse());
  expect(await page(11, "desc")).toEqual([]);
});
