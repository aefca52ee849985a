import { randomUUID } from "node:crypto";
import { type ClickHouse, createClickHouse, defineQuery } from "@plumbline/clickhouse/client";
import { migrateClickHouse } from "@plumbline/clickhouse/migrate";
import type { Db } from "@plumbline/db/client";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { z } from "zod";
import type { ServiceContext } from "../context.ts";
import { contextOf, createTenants, freshDatabase, system } from "../tenancy.fixture.ts";
import { sweepRetention } from "./index.ts";

const dayMs = 86_400_000;
/** Noon of the real day: refused events also obey a TTL by the server's clock. */
const now = Math.floor(Date.now() / dayMs) * dayMs + dayMs / 2;
const midnight = now - dayMs / 2;
const daysAgo = (days: number, seconds = 0) =>
  new Date(midnight - days * dayMs + seconds * 1000).toISOString();
const tables = ["spans", "span_io", "span_parts", "scores", "metric_points", "dead_letters"] as const;

let db: Db;
let clickhouse: ClickHouse;
let tenants: Awaited<ReturnType<typeof createTenants>>;

beforeAll(async () => {
  ({ db } = await freshDatabase());
  const url = new URL(inject("clickhouseUrl"));
  url.pathname = `/retention_${randomUUID().slice(0, 8)}`;
  clickhouse = createClickHouse({ url: url.href });
  await migrateClickHouse(clickhouse);
  tenants = await createTenants(db);
});
afterAll(async () => {
  await clickhouse.close();
  await db.$disconnect();
});
beforeEach(async () => {
  await db.project.updateMany({ data: { retentionDays: null } });
});

const contextAt = (nowMs: number): ServiceContext => ({
  ...contextOf(db, system),
  clickhouse,
  clock: { nowMs: () => nowMs, nowUs: () => nowMs * 1000 },
});

/** One row in every table, named `id`, as old as `time`. */
async function insertRows(projectId: string, id: string, time: string): Promise<void> {
  const at = `parseDateTime64BestEffort('${time}', 6, 'UTC')`;
  const values: Record<(typeof tables)[number], string> = {
    spans: `(project_id, trace_id, span_id, start_time, row_version) SELECT '${projectId}', 't', '${id}', ${at}, 1`,
    span_io: `(project_id, trace_id, span_id, start_time, input, row_version) SELECT '${projectId}', 't', '${id}', ${at}, 'text', 1`,
    span_parts: `(project_id, trace_id, span_id, field, register, first_seen) SELECT '${projectId}', 't', '${id}', 'name', (0, 0, 0, 'n'), toDateTime(${at})`,
    scores: `(project_id, id, timestamp, row_version) SELECT '${projectId}', '${id}', ${at}, 1`,
    metric_points: `(project_id, metric_name, time, series, row_version) SELECT '${projectId}', '${id}', ${at}, '${id}', 1`,
    dead_letters: `(project_id, received_at, event_id, row_version) SELECT '${projectId}', ${at}, '${id}', 1`,
  };
  for (const table of tables) await clickhouse.command(`INSERT INTO ${table} ${values[table]}`);
}

async function remaining(projectId: string): Promise<Record<string, string[]>> {
  const found = Object.fromEntries(tables.map((table): [string, string[]] => [table, []]));
  for (const table of tables) {
    const ids: Record<string, string> = {
      scores: "id",
      metric_points: "series",
      dead_letters: "event_id",
    };
    const id = ids[table] ?? "span_id";
    const list = defineQuery({
      name: "test.remaining",
      params: z.object({ projectId: z.string() }),
      row: z.object({ id: z.string() }),
      sql: `SELECT ${id} AS id FROM ${table} WHERE project_id = {projectId:String} ORDER BY id`,
    });
    found[table] = (await clickhouse.query(list, { projectId })).map((row) => row.id);
  }
  return found;
}

const inEvery = (ids: string[]) => Object.fromEntries(tables.map((table) => [table, ids]));

describe("sweepRetention", () => {
  it("deletes what is older, keeps what is not, and touches no other project", async () => {
    const { own, sibling, foreign } = tenants.projects;
    await db.project.update({ where: { id: own.id }, data: { retentionDays: 7 } });
    await db.project.update({ where: { id: foreign.id }, data: { retentionDays: 365 } });
    for (const { id } of [own, sibling, foreign]) {
      await insertRows(id, "far-older", daysAgo(25));
      await insertRows(id, "just-older", daysAgo(7, -1));
      await insertRows(id, "just-younger", daysAgo(7));
      await insertRows(id, "today", daysAgo(0));
    }
    const all = ["far-older", "just-older", "just-younger", "today"];

    expect(await sweepRetention(contextAt(now))).toEqual({ projects: 1, rows: 12, complete: true });
    expect(await remaining(own.id)).toEqual(inEvery(["just-younger", "today"]));
    expect(await remaining(sibling.id)).toEqual(inEvery(all));
    expect(await remaining(foreign.id)).toEqual(inEvery(all));

    const entries = await db.auditEntry.findMany({ where: { action: "retention.swept" } });
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({
      organizationId: own.organizationId,
      projectId: own.id,
      actorType: "system",
      after: {
        retentionDays: 7,
        before: daysAgo(7),
        rows: { spans: 2, span_io: 2, span_parts: 2, scores: 2, metric_points: 2, dead_letters: 2 },
      },
    });
  });

  it("erases refused events by their own age, where traces are kept for ever too", async () => {
    const { sibling } = tenants.projects;
    await db.project.update({ where: { id: sibling.id }, data: { deadLetterDays: 3 } });
    await insertRows(sibling.id, "letter-older", daysAgo(3, -1));
    await insertRows(sibling.id, "letter-younger", daysAgo(3));
    await sweepRetention(contextAt(now));
    const left = await remaining(sibling.id);
    expect(left["spans"]).toEqual(expect.arrayContaining(["letter-older", "letter-younger"]));
    expect(left["dead_letters"]).toContain("letter-younger");
    expect(left["dead_letters"]).not.toContain("letter-older");
    const entry = await db.auditEntry.findFirst({
      where: { projectId: sibling.id, action: "retention.swept" },
    });
    expect(entry?.after).toMatchObject({ retentionDays: null, deadLetterDays: 3 });
    await db.project.update({ where: { id: sibling.id }, data: { deadLetterDays: 30 } });
  });

  it("finds nothing more when repeated, and writes no second entry", async () => {
    const before = await db.auditEntry.count();
    await db.project.update({ where: { id: tenants.projects.own.id }, data: { retentionDays: 7 } });
    await sweepRetention(contextAt(now));
    const entries = await db.auditEntry.count();
    expect(await sweepRetention(contextAt(now))).toEqual({ projects: 0, rows: 0, complete: true });
    expect(await sweepRetention(contextAt(now + 11 * 3_600_000))).toMatchObject({ rows: 0 });
    expect(await db.auditEntry.count()).toBe(entries);
    expect(entries - before).toBeLessThanOrEqual(1);
  });

  it("stops at its limit of steps and goes on in the next run", async () => {
    const { own } = tenants.projects;
    await db.project.update({ where: { id: own.id }, data: { retentionDays: 7 } });
    await insertRows(own.id, "older", daysAgo(20));
    expect(await sweepRetention(contextAt(now), { maxSteps: 2 })).toEqual({
      projects: 1,
      rows: 2,
      complete: false,
    });
    expect(await remaining(own.id)).toMatchObject({
      span_io: expect.not.arrayContaining(["older"]),
      scores: expect.arrayContaining(["older"]),
    });
    expect(await sweepRetention(contextAt(now))).toMatchObject({ rows: 4, complete: true });
    expect((await remaining(own.id))["scores"]).not.toContain("older");
  });

  it("takes a project's id as text, whatever is in it", async () => {
    const hostile = "x' OR 1=1 --";
    const { organizationId } = tenants.projects.own;
    await db.project.create({ data: { id: hostile, organizationId, name: "hostile", retentionDays: 1 } });
    await insertRows(tenants.projects.sibling.id, "bystander", daysAgo(20));
    await insertRows(hostile.replaceAll("'", "\\'"), "older", daysAgo(20));
    expect(await sweepRetention(contextAt(now))).toMatchObject({ projects: 1, rows: 6 });
    expect((await remaining(tenants.projects.sibling.id))["spans"]).toContain("bystander");
    expect(await remaining(hostile)).toEqual(inEvery([]));
    await db.project.delete({ where: { id: hostile } });
  });

  it("is not for users or keys", async () => {
    const ctx = { ...contextAt(now), actor: tenants.users.owner };
    await expect(sweepRetention(ctx)).rejects.toMatchObject({ code: "forbidden" });
  });

  it("says unavailable when ClickHouse is away", async () => {
    await db.project.update({ where: { id: tenants.projects.own.id }, data: { retentionDays: 7 } });
    const gone = createClickHouse({ url: "http://127.0.0.1:9/none" });
    await expect(sweepRetention({ ...contextAt(now), clickhouse: gone })).rejects.toMatchObject({
      code: "unavailable",
    });
    await gone.close();
  });
});
