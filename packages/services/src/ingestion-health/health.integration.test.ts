import { randomUUID } from "node:crypto";
import { type ClickHouse, createClickHouse } from "@plumbline/clickhouse/client";
import { migrateClickHouse } from "@plumbline/clickhouse/migrate";
import type { Filter } from "@plumbline/filters/filter";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import type { ServiceContext } from "../context.ts";
import { contextOf, createTenants, freshDatabase } from "../tenancy.fixture.ts";
import { type TailPosition, tailTraces } from "../trace/index.ts";
import { getIngestionHealth } from "./index.ts";

let clickhouse: ClickHouse;
let ctx: ServiceContext;
let stranger: ServiceContext;
let projectId: string;

beforeAll(async () => {
  const { db } = await freshDatabase();
  const url = new URL(inject("clickhouseUrl"));
  url.pathname = `/health_${randomUUID().slice(0, 8)}`;
  clickhouse = createClickHouse({ url: url.href });
  await migrateClickHouse(clickhouse);
  const tenants = await createTenants(db);
  ({ id: projectId } = await db.project.create({
    data: { organizationId: tenants.home.id, name: "health" },
  }));
  ctx = { ...contextOf(db, tenants.users.viewer), clickhouse };
  stranger = { ...contextOf(db, tenants.users.stranger), clickhouse };
});
afterAll(async () => {
  await clickhouse.close();
  await ctx.db.$disconnect();
});

interface Sent {
  traceId: string;
  spanId?: string;
  /** ISO-8601 UTC; began a second before unless given. */
  receivedAt: string;
  startedAt?: string;
  source?: string;
  service?: string;
  user?: string;
  unpriced?: boolean;
  version?: number;
}

const clickHouseTime = (iso: string) => iso.replace("T", " ").replace("Z", "");

async function store(spans: Sent[], project = projectId): Promise<void> {
  const rows = spans.map((span) => {
    const startedAt = span.startedAt ?? new Date(Date.parse(span.receivedAt) - 1_000).toISOString();
    const times = [startedAt, startedAt, span.receivedAt].map((time) => `'${clickHouseTime(time)}'`);
    return `('${project}', '${span.traceId}', '${span.spanId ?? "s"}', ${times.join(", ")}, 'GENERATION', 'call',
      'DEFAULT', true, ${span.unpriced ? "7" : "NULL"}, '${span.source ?? "otlp"}', '${span.service ?? ""}',
      'scope', '${span.user ?? ""}', ${span.version ?? 1})`;
  });
  await clickhouse.command(`INSERT INTO spans (project_id, trace_id, span_id, start_time, end_time, received_at,
    kind, name, level, billable, input_tokens, source, service_name, scope_name, user_id, row_version)
    VALUES ${rows.join(", ")}`);
}

async function refuse(receivedAt: string, code: string, reason: string, project = projectId): Promise<void> {
  await clickhouse.command(`INSERT INTO rejected_events
    (project_id, received_at, event_id, source, stage, code, reason, raw, row_version)
    VALUES ('${project}', '${clickHouseTime(receivedAt)}', '${randomUUID()}', 'langfuse', 'accept', '${code}', '${reason}', '', 1)`);
}

/** Yesterday: what is refused is kept for thirty days only. */
const day = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
const before = new Date(Date.now() - 3 * 86_400_000).toISOString().slice(0, 10);
const noon = Date.parse(`${day}T12:00:00Z`);
const hour = () => ({ projectId, fromMs: noon, toMs: noon + 3_600_000, zone: "UTC" });

test("rates, reasons and senders are of what arrived in the window, once", async () => {
  await store([
    { traceId: "a", receivedAt: `${day}T12:00:10.000Z`, service: "shop" },
    { traceId: "b", receivedAt: `${day}T12:00:20.000Z`, service: "shop", unpriced: true },
    // Written anew by a later part: one span.
    { traceId: "b", receivedAt: `${day}T12:00:20.000Z`, service: "shop", unpriced: true, version: 2 },
    { traceId: "c", receivedAt: `${day}T12:30:00.000Z`, source: "langfuse" },
    // Began before the window and arrived in it; began in it and arrived after it.
    { traceId: "d", receivedAt: `${day}T12:59:59.999Z`, startedAt: `${before}T00:00:00.000Z` },
    { traceId: "e", receivedAt: `${day}T13:00:00.000Z`, startedAt: `${day}T12:59:00.000Z` },
  ]);
  await store([{ traceId: "x", receivedAt: `${day}T12:00:10.000Z` }], "another");
  await refuse(`${day}T12:10:00.000Z`, "span.missing_id", "first");
  await refuse(`${day}T12:20:00.000Z`, "span.missing_id", "second");
  await refuse(`${day}T12:20:00.000Z`, "body.malformed", "other");
  await refuse(`${day}T11:59:59.999Z`, "body.malformed", "before");
  await refuse(`${day}T12:20:00.000Z`, "foreign", "another", "another");

  const health = await getIngestionHealth(ctx, hour());
  expect(health.accepted.map(({ source, total }) => [source, total])).toEqual([
    ["otlp", 3],
    ["langfuse", 1],
  ]);
  // Buckets of a minute: two spans in the first.
  expect(health.buckets.step).toEqual({ amount: 1, unit: "minute" });
  expect(health.accepted[0]?.perSecond[0]).toBeCloseTo(2 / 60, 10);
  expect(health.accepted[0]?.perSecond[1]).toBe(0);
  expect(health.accepted[0]?.perSecond.at(-1)).toBeCloseTo(1 / 60, 10);
  expect(health.rejected.map(({ source, total }) => [source, total])).toEqual([["langfuse", 3]]);
  expect(health.reasons).toEqual([
    {
      code: "span.missing_id",
      stage: "accept",
      sources: ["langfuse"],
      reason: "second",
      events: 2,
      lastAt: `${day}T12:20:00.000Z`,
    },
    expect.objectContaining({ code: "body.malformed", events: 1, reason: "other" }),
  ]);
  expect(health.senders[0]).toEqual({
    service: "shop",
    scope: "scope",
    source: "otlp",
    spans: 2,
    unpriced: 1,
    lastSeenAt: `${day}T12:00:20.000Z`,
  });
  expect([health.senderCount, health.unpriced]).toEqual([3, 1]);
});

test("a project of others is not found, and an empty one has nothing that is newest", async () => {
  await expect(getIngestionHealth(stranger, hour())).rejects.toMatchObject({ code: "not_found" });
  const empty = await ctx.db.project.findFirstOrThrow({ where: { id: projectId } });
  const { id } = await ctx.db.project.create({
    data: { organizationId: empty.organizationId, name: "empty" },
  });
  const health = await getIngestionHealth(ctx, { ...hour(), projectId: id });
  expect(health).toMatchObject({ accepted: [], rejected: [], senders: [], newestAt: null, unpriced: 0 });
});

test("a tail tells what arrived since, with news of what was there, and nothing of others", async () => {
  const now = Date.now();
  const at = (seconds: number) => new Date(now - 60_000 + seconds * 1_000).toISOString();
  const window = { projectId, from: new Date(now - 3_600_000), limit: 2 };
  const userIs = (value: string): Filter => ({
    type: "compare",
    field: "user",
    operator: "is",
    values: [value],
  });
  await store([
    { traceId: "t1", receivedAt: at(1), user: "grace" },
    { traceId: "t2", receivedAt: at(2), user: "hedy" },
  ]);
  await store([{ traceId: "foreign", receivedAt: at(2) }], "another");
  const read = async (since: number | TailPosition) => {
    const { rows, position, more } = await tailTraces(ctx, { ...window, since });
    return { ids: rows.map(({ traceId }) => traceId), position, more };
  };
  const first = await read((now - 120_000) * 1_000);
  expect([first.ids.toSorted(), first.more]).toEqual([["t1", "t2"], false]);
  expect(first.position.lastUs).toBe(Date.parse(at(2)) * 1_000);
  // The first look back over the overlap may tell again; with nothing new it is silent from then on.
  const second = await read(first.position);
  expect((await read(second.position)).ids).toEqual([]);

  // A span that was received a little before what is known already.
  await store([{ traceId: "t1", spanId: "late", receivedAt: at(1.5) }]);
  const third = await read(second.position);
  expect(third.ids).toContain("t1");
  await store([
    { traceId: "t3", receivedAt: at(30), user: "grace" },
    { traceId: "t4", receivedAt: at(31) },
    { traceId: "t5", receivedAt: at(32) },
  ]);
  const fourth = await read(third.position);
  expect([fourth.ids, fourth.more]).toEqual([["t5", "t4"], true]);
  // Two are told, and the third was told in the round before: nothing is missed.
  await store([{ traceId: "t6", receivedAt: at(33) }]);
  const fifth = await read(fourth.position);
  expect([fifth.ids, fifth.more]).toEqual([["t6", "t5"], false]);
  const filtered = await tailTraces(ctx, {
    ...window,
    limit: 10,
    since: third.position,
    filter: userIs("grace"),
  });
  // t1 arrived within the overlap, t2 and the others are not hers.
  expect(filtered.rows.map(({ traceId }) => traceId)).toEqual(["t3", "t1"]);
  await expect(tailTraces(stranger, { ...window, since: 0 })).rejects.toMatchObject({ code: "not_found" });
});
