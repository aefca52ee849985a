import type { Db } from "@plumbline/db/client";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { ServiceContext } from "../context.ts";
import { contextOf, createTenants, freshDatabase } from "../tenancy.fixture.ts";
import { listBookmarksOfTraces, setBookmark } from "./index.ts";

let db: Db;
let tenants: Awaited<ReturnType<typeof createTenants>>;

beforeAll(async () => {
  ({ db } = await freshDatabase());
  tenants = await createTenants(db);
});
afterAll(() => db.$disconnect());
beforeEach(() => db.bookmark.deleteMany());

const as = (user: keyof typeof tenants.users) => contextOf(db, tenants.users[user]);
const set = (ctx: ServiceContext, traceId: string, bookmarked = true, project: "own" | "sibling" = "own") =>
  setBookmark(ctx, { projectId: tenants.projects[project].id, traceId, bookmarked });
const list = (ctx: ServiceContext, traceIds: string[], project: "own" | "sibling" = "own") =>
  listBookmarksOfTraces(ctx, { projectId: tenants.projects[project].id, traceIds });
const actionsOn = async (entityId: string) =>
  (await db.auditEntry.findMany({ where: { entityId } })).map(({ action }) => action).toSorted();

test("a bookmark is everybody's in the project, and of no other project", async () => {
  await set(as("member"), "one");
  expect(await list(as("viewer"), ["one", "two"])).toEqual(["one"]);
  expect(await list(as("owner"), ["one", "two"], "sibling")).toEqual([]);
  await set(as("admin"), "one", false);
  expect(await list(as("member"), ["one", "two"])).toEqual([]);
});

test("repeating it changes nothing, also at the same time, and is written down once", async () => {
  await Promise.all([set(as("member"), "twice"), set(as("admin"), "twice"), set(as("member"), "twice")]);
  expect(await list(as("member"), ["twice"])).toEqual(["twice"]);
  expect(await actionsOn("twice")).toEqual(["bookmark.set"]);
  await Promise.all([set(as("member"), "twice", false), set(as("admin"), "twice", false)]);
  expect(await actionsOn("twice")).toEqual(["bookmark.cleared", "bookmark.set"]);
});

test("a viewer sees and may not change; for others there is no such project", async () => {
  for (const user of ["viewer", "lowered"] as const) {
    await expect(set(as(user), "one")).rejects.toMatchObject({ code: "forbidden" });
    expect(await list(as(user), ["one"])).toEqual([]);
  }
  for (const user of ["stranger", "foreigner", "ghost"] as const) {
    await expect(set(as(user), "one")).rejects.toMatchObject({ code: "not_found" });
    await expect(list(as(user), ["one"])).rejects.toMatchObject({ code: "not_found" });
  }
  expect(await db.bookmark.count()).toBe(0);
});
