import { randomUUID } from "node:crypto";
import { type ClickHouse, createClickHouse } from "@plumbline/clickhouse/client";
import { migrateClickHouse } from "@plumbline/clickhouse/migrate";
import { RowBinaryWriter } from "@plumbline/clickhouse/row-binary";
import { spanIoTable } from "@plumbline/clickhouse/tables/span-io";
import { type SpanRow, spansTable } from "@plumbline/clickhouse/tables/spans";
import type { Db } from "@plumbline/db/client";
import type { Filter } from "@plumbline/filters/filter";
import fc from "fast-check";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import type { ServiceContext } from "../context.ts";
import { contextOf, createTenants, freshDatabase, system } from "../tenancy.fixture.ts";
import { countTraces, findTraces, getTraceHistogram, listFacetValues, type TracePosition } from "./index.ts";

const hourUs = 3_600_000_000;
const fromUs = Date.UTC(2026, 0, 10) * 1_000;
const toUs = fromUs + 96 * hourUs;
const window = { from: new Date(fromUs / 1_000), to: new Date(toUs / 1_000) };

let db: Db;
let ctx: ServiceContext;
let clickhouse: ClickHouse;
let projectId: string;

beforeAll(async () => {
  ({ db } = await freshDatabase());
  const url = new URL(inject("clickhouseUrl"));
  url.pathname = `/find_${randomUUID().slice(0, 8)}`;
  clickhouse = createClickHouse({ url: url.href });
  await migrateClickHouse(clickhouse);
  projectId = (await createTenants(db)).projects.own.id;
  ctx = { ...contextOf(db, system), clickhouse };
  await store(makeSpans());
});
afterAll(async () => {
  await clickhouse.close();
  await db.$disconnect();
});

interface Made {
  traceId: string;
  startUs: number;
  environment: string;
}

const made: Made[] = [];

/**
 * Two hundred traces, crowded towards the end, many at the very same time, half of them with a last span
 * two hours later (beyond the slice that the trace starts in); some start before the window.
 */
function makeSpans(): SpanRow[] {
  const at = fc.sample(fc.integer({ min: -30, max: 1_000 }), { numRuns: 200, seed: 3 });
  return at.flatMap((place, index) => {
    const startUs = toUs - Math.floor(((1_000 - place) / 1_000) ** 3 * 96) * hourUs - 60_000_000;
    const trace = {
      traceId: `trace-${index}`,
      startUs,
      environment: index % 3 === 0 ? "staging" : "production",
    };
    made.push(trace);
    const spans = [spanOf(trace, "root", startUs)];
    if (index % 2 === 0) spans.push(spanOf(trace, "late", startUs + 2 * hourUs));
    return spans;
  });
}

function spanOf({ traceId, environment }: Made, spanId: string, startTimeUs: number): SpanRow {
  return {
    projectId,
    traceId,
    spanId,
    startTimeUs,
    source: "otlp",
    receivedAtUs: startTimeUs,
    rowVersion: 1,
    isDeleted: false,
    fields: {
      environment,
      endTimeUs: startTimeUs + 1_000,
      name: spanId,
      ...(spanId === "root" ? {} : { parentSpanId: "root", level: "ERROR" }),
      input: `words of ${spanId}`,
    },
    usage: {},
    price: {
      cost: null,
      inputCost: null,
      outputCost: null,
      costDetails: {},
      costSource: "",
      rateCardId: "",
      billable: false,
      billableReason: "",
    },
  };
}

async function store(rows: readonly SpanRow[]): Promise<void> {
  for (const table of [spansTable, spanIoTable]) {
    const writer = new RowBinaryWriter();
    for (const row of rows) table.encode(writer, row);
    await clickhouse.insertRowBinary(table.name, table.columns, writer.view());
  }
}

const compare = (field: "level" | "env", value: string): Filter => ({
  type: "compare",
  field,
  operator: "is",
  values: [value],
});

const cases: Array<[string, Filter | null, (trace: Made) => boolean]> = [
  ["all", null, () => true],
  ["with a late error", compare("level", "ERROR"), ({ traceId }) => Number(traceId.slice(6)) % 2 === 0],
  ["of an environment", compare("env", "staging"), ({ environment }) => environment === "staging"],
  [
    "with a word in a late span",
    { type: "text", words: "LATE", phrase: false },
    ({ traceId }) => Number(traceId.slice(6)) % 2 === 0,
  ],
  ["none", { type: "text", words: "absent", phrase: false }, () => false],
];

test.each(cases)(
  "pages through slices hold every trace once and in order: %s",
  async (_name, filter, holds) => {
    const inWindow = made.filter((trace) => trace.startUs >= fromUs && trace.startUs < toUs && holds(trace));
    for (const direction of ["desc", "asc"] as const) {
      const sign = direction === "desc" ? -1 : 1;
      const expected = inWindow
        .toSorted((a, b) => sign * (a.startUs - b.startUs) || (a.traceId < b.traceId ? -1 : 1))
        .map(({ traceId }) => traceId);
      const found: string[] = [];
      let after: TracePosition | undefined;
      do {
        const page = await findTraces(ctx, {
          projectId,
          ...window,
          filter,
          after,
          limit: 17,
          orderBy: { column: "startTime", direction },
        });
        found.push(...page.rows.map(({ traceId }) => traceId));
        after = page.next ?? undefined;
      } while (after !== undefined);
      expect(found).toEqual(expected);
    }
    expect(await countTraces(ctx, { projectId, ...window, filter })).toEqual({
      total: inWindow.length,
      exact: true,
    });
  },
);

test("any other order pages by number", async () => {
  const page = (after?: TracePosition) =>
    findTraces(ctx, {
      projectId,
      ...window,
      after,
      limit: 60,
      orderBy: { column: "durationMs", direction: "desc" },
    });
  const first = await page();
  const second = await page(first.next ?? undefined);
  const longest = first.rows.map(({ durationMs }) => durationMs);
  expect(longest).toEqual(longest.toSorted((a, b) => Number(b) - Number(a)));
  const ids = [...first.rows, ...second.rows].map(({ traceId }) => traceId);
  expect(new Set(ids).size).toBe(120);
});

test("a facet counts under the other clauses, its own left out", async () => {
  const filter: Filter = { type: "and", operands: [compare("level", "ERROR"), compare("env", "staging")] };
  const count = (environment: string) =>
    made.filter(
      (trace) =>
        trace.startUs >= fromUs &&
        Number(trace.traceId.slice(6)) % 2 === 0 &&
        trace.environment === environment,
    ).length;
  const facet = { projectId, ...window, filter, field: "env" as const };
  expect(await listFacetValues(ctx, { ...facet, limit: 10 })).toEqual({
    values: [
      { value: "production", count: count("production") },
      { value: "staging", count: count("staging") },
    ],
    more: false,
    exact: true,
  });
  const one = await listFacetValues(ctx, { ...facet, limit: 1 });
  expect(one.more).toBe(true);
  const begun = await listFacetValues(ctx, { ...facet, prefix: "STA", limit: 10 });
  expect(begun.values.map(({ value }) => value)).toEqual(["staging"]);
  await expect(listFacetValues(ctx, { ...facet, field: "input", limit: 1 })).rejects.toMatchObject({
    code: "invalid_request",
  });
});

test("the strip over the list adds up to its traces", async () => {
  const { buckets, bucketMs } = await getTraceHistogram(ctx, { projectId, ...window });
  expect(buckets).toHaveLength(96 / 2);
  expect(bucketMs).toBe(2 * 3_600_000);
  const inWindow = made.filter(({ startUs }) => startUs >= fromUs);
  expect(buckets.reduce((sum, { traces }) => sum + traces, 0)).toBe(inWindow.length);
  expect(buckets.at(-1)?.traces).toBe(inWindow.filter(({ startUs }) => startUs >= toUs - 2 * hourUs).length);
});
