import type { Actor } from "@plumbline/access/actor";
import { createDb, type Db } from "@plumbline/db/client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { authenticateApiKey, createApiKey } from "../api-key/index.ts";
import { FakeClock } from "../fake-clock.fixture.ts";
import { createOrganization } from "../organization/index.ts";
import { contextOf, createTenants, freshDatabase, testPepper } from "../tenancy.fixture.ts";
import {
  createProject,
  deleteProject,
  getProject,
  listDeletedProjects,
  listProjectHomes,
  listProjectsForActor,
  renameProject,
  restoreProject,
  setProjectRetention,
} from "./index.ts";

let db: Db;
let url: string;
let tenants: Awaited<ReturnType<typeof createTenants>>;
let owner: Actor;

const dayMs = 24 * 3_600_000;

beforeAll(async () => {
  ({ db, url } = await freshDatabase());
  tenants = await createTenants(db);
  owner = tenants.users.owner;
});
afterAll(() => db.$disconnect());

test("somebody who belongs nowhere makes an organisation, owns it, and makes a project in it", async () => {
  const { userId } = await db.user
    .create({ data: { name: "Eve", email: "eve@example.com" } })
    .then(({ id }) => ({ userId: id }));
  const ctx = contextOf(db, { type: "user", userId });
  expect(await listProjectHomes(ctx)).toEqual([]);
  const organization = await createOrganization(ctx, { name: " Weather Inc " });
  expect(organization.name).toBe("Weather Inc");
  expect(await listProjectHomes(ctx)).toEqual([{ ...organization, canCreateProject: true }]);
  const project = await createProject(ctx, { organizationId: organization.id, name: "Forecast" });
  expect(await listProjectsForActor(ctx)).toEqual([
    { ...project, organization, retentionDays: null, deadLetterDays: 30, role: "owner" },
  ]);
});

test("projects are made by those who may, and in their own organisation", async () => {
  const { users, home, abroad } = tenants;
  const outcome = (actor: Actor, organizationId: string) =>
    createProject(contextOf(db, actor), { organizationId, name: "made" }).then(
      () => "ok",
      (error: { code: string }) => error.code,
    );
  expect(await outcome(users.admin, home.id)).toBe("ok");
  expect(await outcome(users.member, home.id)).toBe("forbidden");
  expect(await outcome(users.viewer, home.id)).toBe("forbidden");
  expect(await outcome(users.lifted, home.id)).toBe("forbidden");
  expect(await outcome(users.owner, abroad.id)).toBe("not_found");
  expect(await outcome(users.owner, "nul\0byte")).toBe("not_found");
  const homes = await listProjectHomes(contextOf(db, users.viewer));
  expect(homes).toEqual([{ id: home.id, name: "Home", canCreateProject: false }]);
});

test("name and retention change, with an entry each, and only when they differ", async () => {
  const ctx = contextOf(db, owner);
  const { id: projectId } = await createProject(ctx, { organizationId: tenants.home.id, name: "before" });
  await renameProject(ctx, { projectId, name: " after " });
  await renameProject(ctx, { projectId, name: "after" });
  await setProjectRetention(ctx, { projectId, retentionDays: 30 });
  await setProjectRetention(ctx, { projectId, retentionDays: 30 });
  await setProjectRetention(ctx, { projectId, retentionDays: null });
  expect(await getProject(ctx, { projectId })).toMatchObject({ name: "after", retentionDays: null });
  const entries = await db.auditEntry.findMany({ where: { projectId }, orderBy: { id: "asc" } });
  expect(entries.map(({ action, before, after }) => [action, before, after])).toEqual([
    ["project.created", null, { name: "before", retentionDays: null }],
    ["project.renamed", { name: "before" }, { name: "after" }],
    ["project.retention-changed", { retentionDays: null }, { retentionDays: 30 }],
    ["project.retention-changed", { retentionDays: 30 }, { retentionDays: null }],
  ]);
  for (const retentionDays of [0, -1, 1.5, 3_651]) {
    const attempt = setProjectRetention(ctx, { projectId, retentionDays });
    await expect(attempt).rejects.toMatchObject({ code: "invalid_request" });
  }
});

test("a deleted project is gone with its keys, and comes back with them within seven days", async () => {
  const clock = new FakeClock();
  clock.advance(Date.now() - clock.nowMs());
  const own = createDb({ url });
  const as = (actor: Actor) => ({ ...contextOf(db, actor), clock });
  const authenticate = (key: { publicKey: string; secretKey: string }) =>
    authenticateApiKey({ db: own, pepper: testPepper, clock }, key);
  const organizationId = tenants.home.id;
  const { id: projectId } = await createProject(as(owner), { organizationId, name: "Doomed" });
  const key = await createApiKey(as(owner), { projectId, name: "k", scopes: ["read"] });
  await authenticate(key);

  for (const confirmation of ["", "doomed", projectId]) {
    const attempt = deleteProject(as(owner), { projectId, confirmation });
    await expect(attempt).rejects.toMatchObject({ code: "invalid_request" });
  }
  const asAdmin = deleteProject(as(tenants.users.admin), { projectId, confirmation: "Doomed" });
  await expect(asAdmin).rejects.toMatchObject({ code: "forbidden" });
  const deleted = await deleteProject(as(owner), { projectId, confirmation: "Doomed" });
  expect(Date.parse(deleted.restorableUntil) - Date.parse(deleted.deletedAt)).toBe(7 * dayMs);
  clock.advance(5_000);
  await expect(authenticate(key)).rejects.toMatchObject({ code: "key_revoked" });
  await expect(getProject(as(owner), { projectId })).rejects.toMatchObject({ code: "not_found" });
  const again = deleteProject(as(owner), { projectId, confirmation: "Doomed" });
  await expect(again).rejects.toMatchObject({ code: "not_found" });

  expect(await listDeletedProjects(as(owner), { organizationId })).toContainEqual(deleted);
  const restore = (actor: Actor, of = organizationId) =>
    restoreProject(as(actor), { organizationId: of, projectId });
  await expect(restore(tenants.users.admin)).rejects.toMatchObject({ code: "forbidden" });
  await expect(restore(tenants.users.foreigner)).rejects.toMatchObject({ code: "not_found" });
  await expect(restore(tenants.users.foreigner, tenants.abroad.id)).rejects.toMatchObject({
    code: "not_found",
  });
  clock.advance(7 * dayMs - 5_001);
  expect(await restore(owner)).toEqual({ id: projectId, name: "Doomed" });
  await expect(restore(owner)).rejects.toMatchObject({ code: "not_found" });
  clock.advance(5_000);
  expect(await authenticate(key)).toMatchObject({ projectId });

  await deleteProject(as(owner), { projectId, confirmation: "Doomed" });
  clock.advance(7 * dayMs);
  await expect(restore(owner)).rejects.toMatchObject({ code: "not_found" });
  expect(await listDeletedProjects(as(owner), { organizationId })).toEqual([]);
  await own.$disconnect();
});
