import { randomUUID } from "node:crypto";
import { type ClickHouse, createClickHouse, defineQuery } from "@plumbline/clickhouse/client";
import { migrateClickHouse } from "@plumbline/clickhouse/migrate";
import type { Db } from "@plumbline/db/client";
import { afterAll, beforeAll, beforeEach, expect, inject, test } from "vitest";
import { z } from "zod";
import type { ServiceContext } from "../context.ts";
import { contextOf, createTenants, freshDatabase, system } from "../tenancy.fixture.ts";
import { findTraces, getSpanText, getTrace, listTraces, sumTraces } from "../trace/index.ts";
import {
  cancelTraceDeletion,
  eraseDueTraces,
  listPendingTraceDeletions,
  requestTraceDeletion,
} from "./index.ts";

const hourMs = 3_600_000;
let db: Db;
let clickhouse: ClickHouse;
let tenants: Awaited<ReturnType<typeof createTenants>>;
let nowMs = Date.now();

beforeAll(async () => {
  ({ db } = await freshDatabase());
  const url = new URL(inject("clickhouseUrl"));
  url.pathname = `/deletion_${randomUUID().slice(0, 8)}`;
  clickhouse = createClickHouse({ url: url.href });
  await migrateClickHouse(clickhouse);
  tenants = await createTenants(db);
});
afterAll(async () => {
  await clickhouse.close();
  await db.$disconnect();
});
beforeEach(async () => {
  nowMs += 10 * hourMs;
  for (const table of ["spans", "span_io", "scores", "deleted_traces"]) {
    await clickhouse.command(`TRUNCATE TABLE ${table}`);
  }
  await db.traceDeletion.deleteMany();
  for (const traceId of ["one", "two", "three"]) await writeTrace(traceId, 1);
});

const project = () => ({ projectId: tenants.projects.own.id });
const contextAt = (ms: number, actor = tenants.users.admin as ServiceContext["actor"]): ServiceContext => ({
  ...contextOf(db, actor),
  clickhouse,
  clock: { nowMs: () => ms, nowUs: () => ms * 1_000 },
});
const ctx = () => contextAt(nowMs);

/** A span and its text, as ingestion writes them; a higher version is a later word. */
async function writeTrace(traceId: string, version: number): Promise<void> {
  const at = `fromUnixTimestamp64Micro(toInt64(${nowMs * 1_000 - 60_000_000}), 'UTC')`;
  const key = `'${tenants.projects.own.id}', '${traceId}', 's', ${at}, ${version}`;
  await clickhouse.command(
    `INSERT INTO spans (project_id, trace_id, span_id, start_time, row_version, name, kind, cost, billable)
     VALUES (${key}, 'call', 'GENERATION', 1, true)`,
  );
  await clickhouse.command(
    `INSERT INTO span_io (project_id, trace_id, span_id, start_time, row_version, input) VALUES (${key}, 'secret')`,
  );
}

const visible = async () =>
  (await findTraces(ctx(), { ...project(), limit: 10 })).rows.map(({ traceId }) => traceId).toSorted();

async function stored(table: string): Promise<number> {
  const count = defineQuery({
    name: "test.count",
    params: z.object({}),
    row: z.object({ rows: z.number() }),
    sql: `SELECT count() AS rows FROM ${table} WHERE trace_id = 'one'`,
  });
  return (await clickhouse.query(count, {}))[0]?.rows ?? -1;
}

test("deleted traces vanish from every read at once, and nothing else does", async () => {
  await requestTraceDeletion(ctx(), { ...project(), traceIds: ["one", "one"] });
  expect(await visible()).toEqual(["three", "two"]);
  expect((await listTraces(ctx(), project())).totalItems).toBe(2);
  expect((await sumTraces(ctx(), project())).total?.cost).toBe("2");
  await expect(getTrace(ctx(), { ...project(), traceId: "one" })).rejects.toMatchObject({
    code: "not_found",
  });
  await expect(getSpanText(ctx(), { ...project(), traceId: "one", spanId: "s" })).rejects.toMatchObject({
    code: "not_found",
  });
});

test("undoing brings them back as they were, until they are erased", async () => {
  const { id } = await requestTraceDeletion(ctx(), { ...project(), traceIds: ["one", "two"] });
  expect(await listPendingTraceDeletions(ctx(), project())).toMatchObject([{ id, traceCount: 2 }]);
  const later = contextAt(nowMs + hourMs - 1);
  await cancelTraceDeletion(later, { ...project(), deletionId: id });
  await cancelTraceDeletion(later, { ...project(), deletionId: id });
  expect(await visible()).toEqual(["one", "three", "two"]);
  expect(await listPendingTraceDeletions(ctx(), project())).toEqual([]);
  await eraseDueTraces(contextAt(nowMs + 2 * hourMs, system));
  expect(await visible()).toEqual(["one", "three", "two"]);

  const second = await requestTraceDeletion(ctx(), { ...project(), traceIds: ["one"] });
  const afterwards = contextAt(nowMs + hourMs);
  await expect(
    cancelTraceDeletion(afterwards, { ...project(), deletionId: second.id }),
  ).rejects.toMatchObject({ code: "conflict" });
});

test("an hour later they are off the disk, with what was written about them; a late word changes nothing", async () => {
  await db.comment.create({
    data: { ...project(), traceId: "one", authorUserId: tenants.users.member.userId, body: "hm" },
  });
  await requestTraceDeletion(ctx(), { ...project(), traceIds: ["one"] });
  await eraseDueTraces(contextAt(nowMs + hourMs - 1, system));
  expect(await stored("spans")).toBe(1);
  const erased = await eraseDueTraces(contextAt(nowMs + hourMs, system));
  expect(erased).toEqual({ deletions: 1, traces: 1 });
  expect([await stored("spans"), await stored("span_io")]).toEqual([0, 0]);
  expect(await db.comment.count({ where: { traceId: "one" } })).toBe(0);
  expect(await eraseDueTraces(contextAt(nowMs + hourMs, system))).toEqual({ deletions: 0, traces: 0 });
  await writeTrace("one", 2);
  expect(await visible()).toEqual(["three", "two"]);
});

test("what ClickHouse missed is hidden by the next sweep", async () => {
  await db.traceDeletion.create({
    data: {
      ...project(),
      traceIds: ["two"],
      requestedByUserId: "",
      createdAt: new Date(nowMs),
      dueAt: new Date(nowMs + hourMs),
    },
  });
  expect(await visible()).toContain("two");
  await eraseDueTraces(contextAt(nowMs + 1, system));
  expect(await visible()).toEqual(["one", "three"]);
});
