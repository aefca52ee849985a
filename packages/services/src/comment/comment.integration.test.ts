import type { ClickHouse } from "@plumbline/clickhouse/client";
import type { Db } from "@plumbline/db/client";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { ServiceContext } from "../context.ts";
import { contextOf, createTenants, freshDatabase } from "../tenancy.fixture.ts";
import { freshClickHouse, writeTrace } from "../trace/one-trace.fixture.ts";
import { addComment, editComment, listCommentsOfTrace, removeComment } from "./index.ts";

let db: Db;
let clickhouse: ClickHouse;
let tenants: Awaited<ReturnType<typeof createTenants>>;

beforeAll(async () => {
  ({ db } = await freshDatabase());
  clickhouse = await freshClickHouse();
  tenants = await createTenants(db);
  const { own, sibling } = tenants.projects;
  await writeTrace(clickhouse, { projectId: own.id, traceId: "one" });
  await writeTrace(clickhouse, { projectId: sibling.id, traceId: "elsewhere" });
});
afterAll(async () => {
  await clickhouse.close();
  await db.$disconnect();
});
beforeEach(() => db.comment.deleteMany());

const as = (user: keyof typeof tenants.users) => ({ ...contextOf(db, tenants.users[user]), clickhouse });
const project = () => ({ projectId: tenants.projects.own.id });
const add = (ctx: ServiceContext, body: string, spanId: string | null = null, traceId = "one") =>
  addComment(ctx, { ...project(), traceId, spanId, body });
const list = (ctx: ServiceContext) => listCommentsOfTrace(ctx, { ...project(), traceId: "one" });

test("comments of a trace and of its spans are listed oldest first, with who wrote them", async () => {
  await add(as("member"), " Why so slow? ");
  await add(as("admin"), "Here.", "s");
  expect(await list(as("viewer"))).toMatchObject([
    { spanId: null, body: "Why so slow?", author: { name: "member" }, editedAt: null },
    { spanId: "s", body: "Here.", author: { name: "admin" }, editedAt: null },
  ]);
  expect(
    await listCommentsOfTrace(as("viewer"), { projectId: tenants.projects.sibling.id, traceId: "one" }),
  ).toEqual([]);
});

test("text stays as it was written, however hostile; none at all and too much are refused", async () => {
  const hostile = `<img src=x onerror=alert(1)> javascript:alert(1) '; DROP TABLE comments; -- \u202e`;
  await add(as("member"), hostile);
  expect((await list(as("member")))[0]?.body).toBe(hostile);
  for (const body of ["", " \n\t ", "x".repeat(10_001)]) {
    await expect(add(as("member"), body)).rejects.toMatchObject({ code: "invalid_request" });
  }
});

test("only its author edits a comment, which shows; what it said before is in the audit log", async () => {
  const { id: commentId } = await add(as("member"), "Why so slow?");
  const edit = (ctx: ServiceContext) => editComment(ctx, { ...project(), commentId, body: "Ah." });
  for (const user of ["admin", "owner", "viewer"] as const) {
    await expect(edit(as(user))).rejects.toMatchObject({ code: "forbidden" });
  }
  await expect(edit(as("stranger"))).rejects.toMatchObject({ code: "not_found" });
  await edit(as("member"));
  expect(await list(as("viewer"))).toMatchObject([{ body: "Ah.", editedAt: expect.any(String) }]);
  expect(
    await db.auditEntry.findFirst({ where: { action: "comment.edited", entityId: commentId } }),
  ).toMatchObject({
    entityId: commentId,
    before: { body: "Why so slow?" },
    after: { body: "Ah." },
  });
});

test("its author or an admin removes a comment, once", async () => {
  const own = await add(as("member"), "mine");
  const other = await add(as("owner"), "theirs");
  const remove = (ctx: ServiceContext, commentId: string) => removeComment(ctx, { ...project(), commentId });
  for (const user of ["member", "viewer"] as const) {
    await expect(remove(as(user), other.id)).rejects.toMatchObject({ code: "forbidden" });
  }
  await expect(remove(as("foreigner"), other.id)).rejects.toMatchObject({ code: "not_found" });
  await remove(as("member"), own.id);
  await remove(as("lifted"), other.id);
  expect(await list(as("viewer"))).toEqual([]);
  await expect(remove(as("member"), own.id)).rejects.toMatchObject({ code: "not_found" });
  await expect(
    editComment(as("member"), { ...project(), commentId: own.id, body: "again" }),
  ).rejects.toMatchObject({ code: "not_found" });
  const where = { action: "comment.removed", entityId: { in: [own.id, other.id] } };
  expect(await db.auditEntry.count({ where })).toBe(2);
});

test("a viewer writes nothing, others see no project, and only a trace that is there is commented", async () => {
  await expect(add(as("viewer"), "hm")).rejects.toMatchObject({ code: "forbidden" });
  await expect(add(as("stranger"), "hm")).rejects.toMatchObject({ code: "not_found" });
  await expect(list(as("foreigner"))).rejects.toMatchObject({ code: "not_found" });
  await expect(add(as("member"), "hm", null, "elsewhere")).rejects.toMatchObject({ code: "not_found" });
  const { id: commentId } = await db.comment.create({
    data: { projectId: tenants.projects.sibling.id, traceId: "elsewhere", authorUserId: "", body: "x" },
  });
  await expect(removeComment(as("owner"), { ...project(), commentId })).rejects.toMatchObject({
    code: "not_found",
  });
  expect(await db.comment.count({ where: { deletedAt: null } })).toBe(1);
});
