import { randomUUID } from "node:crypto";
import { type ClickHouse, createClickHouse } from "@plumbline/clickhouse/client";
import { migrateClickHouse } from "@plumbline/clickhouse/migrate";
import type { Db } from "@plumbline/db/client";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import type { ServiceContext } from "../context.ts";
import { listEndUsers } from "../end-user/index.ts";
import { contextOf, createTenants, freshDatabase } from "../tenancy.fixture.ts";
import { sumTraces } from "../trace/index.ts";
import { getConversation, listSessions } from "./index.ts";

let db: Db;
let clickhouse: ClickHouse;
let ctx: ServiceContext;
let projectId: string;
const from = new Date("2026-05-04T00:00:00Z");
const to = new Date("2026-05-05T00:00:00Z");
const window = { from, to };

beforeAll(async () => {
  ({ db } = await freshDatabase());
  const url = new URL(inject("clickhouseUrl"));
  url.pathname = `/sums_${randomUUID().slice(0, 8)}`;
  clickhouse = createClickHouse({ url: url.href });
  await migrateClickHouse(clickhouse);
  const tenants = await createTenants(db);
  ctx = { ...contextOf(db, tenants.users.owner), clickhouse };
  projectId = tenants.projects.own.id;
  // Who it was stands on the root only; what it cost, on the call below it.
  await insertTrace("a1", "10:00:00", { user: "ada", session: "chat-1", cost: "0.000000000001", tokens: 7 });
  await insertTrace("a2", "10:05:00", {
    user: "ada",
    session: "chat-1",
    cost: "0.1",
    tokens: 5,
    error: true,
  });
  await insertTrace("a3", "11:00:00", { user: "ada", session: "chat-2", cost: null, tokens: 3 });
  await insertTrace("b1", "09:00:00", { user: "bob", session: "", cost: "0.2", tokens: 1 });
  await insertTrace("n1", "12:00:00", { user: "", session: "", cost: "5", tokens: 9 });
  await insertTrace("o1", "10:00:00", { user: "ada", session: "chat-1", cost: "9", tokens: 9 }, "2026-05-01");
});
afterAll(async () => {
  await clickhouse.close();
  await db.$disconnect();
});

interface Facts {
  user: string;
  session: string;
  cost: string | null;
  tokens: number;
  error?: boolean;
}

async function insertTrace(traceId: string, time: string, facts: Facts, day = "2026-05-04"): Promise<void> {
  const at = `toDateTime64('${day} ${time}', 6, 'UTC')`;
  const cost = facts.cost === null ? "NULL" : `toDecimal128('${facts.cost}', 12)`;
  await clickhouse.command(`INSERT INTO spans (project_id, trace_id, span_id, parent_span_id, start_time, end_time,
      kind, name, level, user_id, session_id, total_tokens, cost, billable, row_version) VALUES
    ('${projectId}', '${traceId}', 'root', '', ${at}, ${at} + INTERVAL 4 SECOND, 'AGENT', 'turn', 'DEFAULT',
      '${facts.user}', '${facts.session}', NULL, NULL, false, 1),
    ('${projectId}', '${traceId}', 'call', 'root', ${at}, ${at} + INTERVAL 3 SECOND, 'GENERATION', 'chat',
      '${facts.error ? "ERROR" : "DEFAULT"}', '', '', ${facts.tokens}, ${cost}, true, 1)`);
  await clickhouse.command(`INSERT INTO span_io (project_id, trace_id, span_id, start_time, input, output, row_version)
    VALUES ('${projectId}', '${traceId}', 'root', ${at}, 'asked in ${traceId}', 'said in ${traceId}', 1)`);
}

test("users are summed over their traces, exactly, and nobody is not a user", async () => {
  const { rows, hasMore } = await listEndUsers(ctx, { projectId, ...window, limit: 10 });
  expect(hasMore).toBe(false);
  expect(rows).toEqual([
    {
      userId: "ada",
      sessions: 2,
      traces: 3,
      errorTraces: 1,
      firstSeenAt: "2026-05-04T10:00:00.000Z",
      lastSeenAt: "2026-05-04T11:00:04.000Z",
      inputTokens: null,
      outputTokens: null,
      totalTokens: 15,
      cost: "0.100000000001",
      unpricedCount: 1,
    },
    expect.objectContaining({ userId: "bob", sessions: 0, traces: 1, cost: "0.2" }),
  ]);
});

test("lists are searched, sorted and paged", async () => {
  const ids = async (input: object) =>
    (await listEndUsers(ctx, { projectId, ...window, limit: 10, ...input })).rows.map(({ userId }) => userId);
  expect(await ids({ search: "AD" })).toEqual(["ada"]);
  expect(await ids({ orderBy: { column: "cost", direction: "desc" } })).toEqual(["bob", "ada"]);
  expect(await ids({ limit: 1, offset: 1 })).toEqual(["bob"]);
  expect((await listEndUsers(ctx, { projectId, ...window, limit: 1 })).hasMore).toBe(true);
});

test("sessions are summed and replayed in order of time", async () => {
  const { rows } = await listSessions(ctx, { projectId, ...window, limit: 10 });
  expect(rows.map(({ sessionId, traces }) => [sessionId, traces])).toEqual([
    ["chat-2", 1],
    ["chat-1", 2],
  ]);
  expect(rows[1]).toMatchObject({ userIds: ["ada"], durationMs: 304_000, cost: "0.100000000001" });
  expect(rows[0]?.cost).toBeNull();

  const first = await getConversation(ctx, { projectId, sessionId: "chat-1", ...window, limit: 1 });
  expect(first.turns).toMatchObject([
    {
      trace: { traceId: "a1" },
      input: { text: "asked in a1", complete: true },
      output: { text: "said in a1" },
    },
  ]);
  if (first.next === null) throw new Error("There is a second turn.");
  const second = await getConversation(ctx, {
    projectId,
    sessionId: "chat-1",
    ...window,
    limit: 1,
    after: first.next,
  });
  expect(second.turns.map(({ trace }) => trace.traceId)).toEqual(["a2"]);
  expect(second.next).toBeNull();
  await expect(
    getConversation(ctx, { projectId, sessionId: "nothing", ...window, limit: 1 }),
  ).rejects.toMatchObject({ code: "not_found" });
});

test("totals over time tie with the totals", async () => {
  const sums = await sumTraces(ctx, {
    projectId,
    ...window,
    filter: { type: "compare", field: "user", operator: "is", values: ["ada"] },
  });
  expect(sums.total).toMatchObject({ traces: 3, cost: "0.100000000001", totalTokens: 15 });
  expect(sums.buckets.map(({ traces }) => traces).reduce((a, b) => a + b)).toBe(3);
  const none = await sumTraces(ctx, {
    projectId,
    ...window,
    filter: { type: "compare", field: "user", operator: "is", values: ["zoe"] },
  });
  expect(none).toMatchObject({ total: null, buckets: [] });
});
