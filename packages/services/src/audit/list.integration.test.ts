import type { Db } from "@plumbline/db/client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createApiKey, revokeApiKey } from "../api-key/index.ts";
import { contextOf, createTenants, freshDatabase } from "../tenancy.fixture.ts";
import { exportAudit, listAudit, listAuditChoices } from "./index.ts";

let db: Db;
let tenants: Awaited<ReturnType<typeof createTenants>>;
let keyId: string;

beforeAll(async () => {
  ({ db } = await freshDatabase());
  tenants = await createTenants(db);
  const { users, projects } = tenants;
  const create = (user: keyof typeof users, project: keyof typeof projects) =>
    createApiKey(contextOf(db, users[user]), {
      projectId: projects[project].id,
      name: `${user}'s`,
      scopes: ["admin"],
    });
  ({ id: keyId } = await create("owner", "own"));
  await create("admin", "own");
  await create("owner", "sibling");
  await create("foreigner", "foreign");
  const actor = { type: "api-key", keyId, projectId: projects.own.id, scopes: ["admin"] } as const;
  const second = await createApiKey(contextOf(db, actor), {
    projectId: projects.own.id,
    name: "made by a key",
    scopes: ["admin"],
  });
  await revokeApiKey(contextOf(db, actor), { projectId: projects.own.id, keyId: second.id });
});
afterAll(() => db.$disconnect());

const owner = () => contextOf(db, tenants.users.owner);
const inOwn = () => ({ projectId: tenants.projects.own.id });
const inHome = () => ({ organizationId: tenants.home.id });

test("a project shows its own entries, its organisation those of all of its projects", async () => {
  expect((await listAudit(owner(), inOwn())).rows).toHaveLength(4);
  const { rows } = await listAudit(owner(), inHome());
  expect(rows).toHaveLength(5);
  expect(rows.map(({ projectId }) => projectId)).not.toContain(tenants.projects.foreign.id);
});

test("filters by actor, verb, whole entity, thing and time", async () => {
  const count = async (filters: object) =>
    (await listAudit(owner(), { ...inHome(), ...filters })).rows.length;
  expect(await count({ actorId: tenants.users.owner.userId })).toBe(2);
  expect(await count({ actorId: keyId })).toBe(2);
  expect(await count({ action: "api-key.revoked" })).toBe(1);
  expect(await count({ action: "api-key" })).toBe(5);
  expect(await count({ action: "api" })).toBe(0);
  expect(await count({ entityId: keyId })).toBe(1);
  const [newest] = (await listAudit(owner(), inHome())).rows;
  const at = new Date(newest?.createdAt ?? 0);
  expect(await count({ to: at })).toBeLessThan(5);
  expect(await count({ from: at })).toBeGreaterThan(0);
  expect(await count({ from: at, to: at })).toBe(0);
});

test("names people and keys, and offers only what occurs", async () => {
  const { rows } = await listAudit(owner(), { ...inOwn(), actorId: keyId });
  expect(rows[0]?.actor).toEqual({ type: "api-key", id: keyId, name: "owner's" });
  expect(await listAuditChoices(owner(), inOwn())).toEqual({
    actions: ["api-key.created", "api-key.revoked"],
    actors: [
      { id: tenants.users.admin.userId, name: "admin" },
      { id: tenants.users.owner.userId, name: "owner" },
      { id: keyId, name: "owner's" },
    ],
  });
});

test("an export has every entry of every page, in the order of the list", async () => {
  for (let index = 0; index < 210; index++) {
    await createApiKey(owner(), { ...inOwn(), name: `key ${index}`, scopes: ["read"] });
  }
  const exported: string[] = [];
  for await (const rows of exportAudit(owner(), { ...inOwn(), action: "api-key" })) {
    exported.push(...rows.map(({ id }) => id));
  }
  expect(exported).toHaveLength(214);
  expect(exported).toEqual(exported.toSorted().toReversed());
});

test("is for those who may read it", async () => {
  const { users } = tenants;
  const codeFor = (user: keyof typeof users, place: ReturnType<typeof inOwn> | ReturnType<typeof inHome>) =>
    listAuditChoices(contextOf(db, users[user]), place).then(
      () => "ok",
      (error) => error.code,
    );
  expect(await codeFor("member", inOwn())).toBe("forbidden");
  expect(await codeFor("lifted", inOwn())).toBe("ok");
  expect(await codeFor("lifted", inHome())).toBe("forbidden");
  expect(await codeFor("foreigner", inHome())).toBe("not_found");
});
