import { randomUUID } from "node:crypto";
import type { Filter } from "@plumbline/filters/filter";
import { createTestDatabase } from "@plumbline/testing/engines";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ClickHouse, createClickHouse } from "../../client.ts";
import { migrateClickHouse } from "../../migrate.ts";
import { RowBinaryWriter } from "../../row-binary.ts";
import type { Table } from "../../tables/define-table.ts";
import { scoresTable } from "../../tables/scores.ts";
import { spanIoTable } from "../../tables/span-io.ts";
import { type SpanRow, spansTable } from "../../tables/spans.ts";
import { countMatchingTraces } from "../trace/count-matching.ts";
import { listMatchingTraces } from "../trace/list-matching.ts";
import { compileFilter } from "./compile-filter.ts";
import { matches, startOf, type World } from "./evaluate.fixture.ts";
import { bookmarks, filters, fromUs, rows, scores, toUs } from "./world.fixture.ts";

let clickhouse: ClickHouse;
beforeAll(async () => {
  clickhouse = createClickHouse({ url: (await createTestDatabase()).clickhouseUrl });
  await migrateClickHouse(clickhouse);
});
afterAll(() => clickhouse.close());

async function insert<Row>(table: Table<Row>, list: readonly Row[]): Promise<void> {
  if (list.length === 0) return;
  const writer = new RowBinaryWriter();
  for (const row of list) table.encode(writer, row);
  await clickhouse.insertRowBinary(table.name, table.columns, writer.view(), { deduplicate: false });
}

/** Every row has an older version with another row's content beneath it; each seventh was taken back. */
async function store(list: readonly SpanRow[]): Promise<SpanRow[]> {
  const older = list.map((row, index) => ({ ...row, ...contentOf(list[index - 1] ?? row), rowVersion: 0 }));
  const gone = list
    .filter((_row, index) => index % 7 === 6)
    .map((row) => ({ ...row, rowVersion: 2, isDeleted: true }));
  for (const batch of [older, list, gone]) {
    await insert(spansTable, batch);
    await insert(spanIoTable, batch);
  }
  return list.filter((_row, index) => index % 7 !== 6);
}

const contentOf = ({ fields, usage, price }: SpanRow) => ({ fields, usage, price });

function idsIn(world: World, filter: Filter): string[] {
  return [...new Set(world.rows.map((row) => row.traceId))]
    .filter((id) => {
      const startUs = startOf(world.rows.filter((row) => row.traceId === id));
      return startUs >= fromUs && startUs < toUs && matches(filter, id, world);
    })
    .sort();
}

async function idsFrom(filter: Filter, world: World, projectId: string): Promise<string[]> {
  const compiled = compileFilter(filter, { bookmarkedTraceIds: world.bookmarkedTraceIds });
  const bound = { ...compiled.values, projectId, fromUs, toUs, nowUs: world.nowUs };
  const query = listMatchingTraces(compiled, { column: "traceId", direction: "asc" });
  const found = await clickhouse.query(query, { ...bound, limit: 100, offset: 0 });
  const counted = await clickhouse.query(countMatchingTraces(compiled), bound);
  expect(counted).toEqual([{ total: found.length }]);
  return found.map(({ traceId }) => traceId);
}

test("what the SQL finds is what the filter means", { timeout: 240_000 }, async () => {
  const worlds = fc.record({
    rows,
    scores,
    bookmarks,
    filters: fc.array(filters, { minLength: 16, maxLength: 16 }),
  });
  let hits = 0;
  await fc.assert(
    fc.asyncProperty(worlds, async (given) => {
      const projectId = randomUUID();
      const latest = await store(given.rows.map((row) => ({ ...row, projectId })));
      const scored = given.scores.map((one) => ({ ...one, projectId }));
      await insert(scoresTable, scored);
      const world = { rows: latest, scores: scored, bookmarkedTraceIds: given.bookmarks, nowUs: toUs };
      for (const filter of given.filters) {
        const expected = idsIn(world, filter);
        hits += expected.length;
        expect(await idsFrom(filter, world, projectId), JSON.stringify(filter)).toEqual(expected);
      }
    }),
    { numRuns: 25, endOnFailure: true },
  );
  expect(hits).toBeGreaterThan(100);
});
