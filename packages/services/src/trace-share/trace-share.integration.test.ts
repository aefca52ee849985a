import { createHmac, hkdfSync } from "node:crypto";
import { signId } from "@plumbline/access/signed-id";
import type { ClickHouse } from "@plumbline/clickhouse/client";
import type { Db } from "@plumbline/db/client";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { contextOf, createTenants, freshDatabase, testLinkSecret } from "../tenancy.fixture.ts";
import { getSpanText, getTrace } from "../trace/index.ts";
import { freshClickHouse, writeTrace } from "../trace/one-trace.fixture.ts";
import { cancelTraceDeletion, requestTraceDeletion } from "../trace-deletion/index.ts";
import { createTraceShare, getTraceShare, openTraceShare, revokeTraceShare } from "./index.ts";

const dayMs = 24 * 3_600_000;
let db: Db;
let clickhouse: ClickHouse;
let tenants: Awaited<ReturnType<typeof createTenants>>;
let aheadMs = 0;
let callers = 0;

beforeAll(async () => {
  ({ db } = await freshDatabase());
  clickhouse = await freshClickHouse();
  tenants = await createTenants(db);
  for (const traceId of ["one", "two"]) {
    await writeTrace(clickhouse, { projectId: tenants.projects.own.id, traceId });
  }
  await writeTrace(clickhouse, { projectId: tenants.projects.sibling.id, traceId: "elsewhere" });
});
afterAll(async () => {
  await clickhouse.close();
  await db.$disconnect();
});
beforeEach(async () => {
  aheadMs = 0;
  callers += 1;
  await db.traceShare.deleteMany();
});

const clock = { nowMs: () => Date.now() + aheadMs, nowUs: () => (Date.now() + aheadMs) * 1_000 };
const as = (user: keyof typeof tenants.users) => ({
  ...contextOf(db, tenants.users[user]),
  clickhouse,
  clock,
});
const key = () => ({ projectId: tenants.projects.own.id, traceId: "one" });
const share = async (expiresInDays: 1 | 7 | 30 | null = null) => {
  const { token, ...item } = await createTraceShare(as("admin"), { ...key(), expiresInDays });
  return { ...item, token: token ?? "" };
};
const open = (token: string, ip = `address ${callers}`) => {
  const { actor: _, ...deps } = as("stranger");
  return openTraceShare(deps, { token }, ip);
};
/** As a link of another kind would be signed with the same secret. */
function signedFor(purpose: string, id: string): string {
  const info = `plumbline signed id ${purpose} 1`;
  const key = Buffer.from(hkdfSync("sha256", testLinkSecret, "", info, 32));
  return `${id}.${createHmac("sha256", key).update(id).digest("hex")}`;
}
const gone = { code: "not_found" };

test("a link opens its trace for whoever holds it, and stands in no row", async () => {
  const { token, shareId } = await share();
  const { services, expiresAt, ...opened } = await open(token);
  expect(opened).toEqual(key());
  expect(expiresAt).toBeNull();
  expect((await getTrace(services, opened)).spans).toHaveLength(1);
  expect((await getSpanText(services, { ...opened, spanId: "s" })).input?.text).toBe("input of one");
  const signature = token.slice(shareId.length + 1);
  expect(signature).toMatch(/^[0-9a-f]{64}$/);
  const rows = JSON.stringify([await db.traceShare.findMany(), await db.auditEntry.findMany()]);
  expect(rows).not.toContain(signature);
});

test("a trace has one link that works, however many ask for it at once", async () => {
  let asked: ReturnType<typeof share>[] = [];
  const waiting = async () => {
    const found = await db.$queryRaw<unknown[]>`SELECT pid FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    return found.length;
  };
  // All of them stand at the same door before it opens.
  await db.$transaction(
    async (tx) => {
      await tx.$queryRaw`SELECT id FROM projects WHERE id = ${key().projectId} FOR NO KEY UPDATE`;
      asked = [share(7), share(7), share(30)];
      await expect.poll(waiting).toBe(3);
    },
    { timeout: 90_000 },
  );
  const links = await Promise.all(asked);
  expect(new Set(links.map(({ token }) => token)).size).toBe(1);
  expect(await db.traceShare.count()).toBe(1);
  expect(await db.auditEntry.findMany({ where: { entityId: links[0]?.shareId ?? "" } })).toMatchObject([
    { action: "trace-share.created", after: { traceId: "one" } },
  ]);
  expect((await getTraceShare(as("owner"), key()))?.token).toBe(links[0]?.token);
});

test("a revoked link is gone for good; the next one has another address", async () => {
  const { token, shareId } = await share();
  await revokeTraceShare(as("owner"), key());
  await revokeTraceShare(as("owner"), key());
  await expect(open(token)).rejects.toMatchObject(gone);
  expect(await getTraceShare(as("admin"), key())).toBeNull();
  const next = await share();
  expect(next.token).not.toBe(token);
  await open(next.token);
  await expect(open(token)).rejects.toMatchObject(gone);
  expect(await db.auditEntry.count({ where: { action: "trace-share.revoked", entityId: shareId } })).toBe(1);
});

test("a link ends when it was to end, and a new one can be made then", async () => {
  const { token, expiresAt } = await share(7);
  expect(Math.abs(Date.parse(expiresAt ?? "") - Date.now() - 7 * dayMs)).toBeLessThan(dayMs);
  aheadMs = 6 * dayMs;
  expect((await open(token)).expiresAt).toBe(expiresAt);
  aheadMs = 7 * dayMs + 1;
  await expect(open(token)).rejects.toMatchObject(gone);
  expect(await getTraceShare(as("admin"), key())).toBeNull();
  expect((await share(1)).token).not.toBe(token);
});

test("nothing opens that was not signed here for this", async () => {
  const { token, shareId } = await share();
  const { id: foreign } = await db.traceShare.create({
    data: { projectId: tenants.projects.foreign.id, traceId: "x", createdByUserId: "" },
  });
  const signature = token.slice(shareId.length + 1);
  await open(signedFor("trace-share", shareId));
  for (const forged of [
    shareId,
    `${shareId}.`,
    `${shareId}.${"0".repeat(64)}`,
    `${foreign}.${signature}`,
    signId(shareId, "trace-share", "another secret"),
    signedFor("invitation", shareId),
    signId(`invitation ${shareId}`, "trace-share", testLinkSecret),
    signId("a\0b", "trace-share", testLinkSecret),
    token.toUpperCase(),
    "",
  ]) {
    await expect(open(forged), forged).rejects.toMatchObject(gone);
  }
});

test("an address that tries many dead links has to wait; working links are not counted", async () => {
  const { token } = await share();
  for (let index = 0; index < 100; index++) await open(token, "busy");
  for (let index = 0; index < 60; index++) await expect(open("x", "busy")).rejects.toMatchObject(gone);
  await expect(open("x", "busy")).rejects.toMatchObject({ code: "rate_limited" });
  await expect(open("x", "another")).rejects.toMatchObject(gone);
});

test("a deleted trace opens no more, until its deletion is undone", async () => {
  const { token } = await share();
  const { id } = await requestTraceDeletion(as("admin"), { projectId: key().projectId, traceIds: ["one"] });
  await expect(open(token)).rejects.toMatchObject(gone);
  await cancelTraceDeletion(as("admin"), { projectId: key().projectId, deletionId: id });
  expect((await open(token)).traceId).toBe("one");
});

test("a deleted project or organisation opens nothing", async () => {
  const { token } = await share();
  const where = { where: { id: tenants.projects.own.id } };
  await db.project.update({ ...where, data: { deletedAt: new Date() } });
  await expect(open(token)).rejects.toMatchObject(gone);
  await db.project.update({ ...where, data: { deletedAt: null } });
  await db.organization.update({ where: { id: tenants.home.id }, data: { deletedAt: new Date() } });
  await expect(open(token)).rejects.toMatchObject(gone);
  await db.organization.update({ where: { id: tenants.home.id }, data: { deletedAt: null } });
  await open(token);
});

test("admins share; others see that it is shared and not the address; strangers see nothing", async () => {
  const create = (user: keyof typeof tenants.users, traceId = "one") =>
    createTraceShare(as(user), { ...key(), traceId, expiresInDays: null });
  for (const user of ["member", "viewer", "lowered"] as const) {
    await expect(create(user)).rejects.toMatchObject({ code: "forbidden" });
    await expect(revokeTraceShare(as(user), key())).rejects.toMatchObject({ code: "forbidden" });
  }
  for (const user of ["stranger", "foreigner", "ghost"] as const) {
    await expect(create(user)).rejects.toMatchObject(gone);
    await expect(revokeTraceShare(as(user), key())).rejects.toMatchObject(gone);
    await expect(getTraceShare(as(user), key())).rejects.toMatchObject(gone);
  }
  await expect(create("owner", "elsewhere")).rejects.toMatchObject(gone);
  await create("lifted");
  expect(await getTraceShare(as("viewer"), key())).toMatchObject({ token: null, expiresAt: null });
});
