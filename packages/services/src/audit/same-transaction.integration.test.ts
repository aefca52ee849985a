import type { Db } from "@plumbline/db/client";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import {
  createApiKey,
  createPublicApiKey,
  renameApiKey,
  revokeApiKey,
  rotateApiKey,
} from "../api-key/index.ts";
import { createCustomPrice, removeCustomPrice } from "../custom-price/index.ts";
import { runHeadlessInit } from "../init/index.ts";
import { createOrganization } from "../organization/index.ts";
import {
  createProject,
  deleteProject,
  renameProject,
  restoreProject,
  setDeadLetterDays,
  setProjectRetention,
} from "../project/index.ts";
import { contextOf, createTenants, freshDatabase, testPepper } from "../tenancy.fixture.ts";
import { accountMutations, accountRows } from "./account-mutations.fixture.ts";
import { listAudit } from "./index.ts";

let db: Db;
let tenants: Awaited<ReturnType<typeof createTenants>>;

beforeAll(async () => {
  ({ db } = await freshDatabase());
  tenants = await createTenants(db);
  await db.$executeRaw`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'refused by the test'; END $$`;
});
afterAll(() => db.$disconnect());

const counts = async () => ({
  keys: await db.apiKey.count(),
  revoked: await db.apiKey.count({ where: { revokedAt: { not: null } } }),
  ending: await db.apiKey.count({ where: { expiresAt: { not: null } } }),
  renamed: await db.apiKey.count({ where: { name: "renamed" } }),
  organizations: await db.organization.count(),
  memberships: await db.membership.count(),
  projects: await db.project.count(),
  renamedProjects: await db.project.count({ where: { name: "renamed" } }),
  lettersKept: await db.project.findMany({ orderBy: { id: "asc" }, select: { deadLetterDays: true } }),
  retained: await db.project.count({ where: { retentionDays: { not: null } } }),
  deletedProjects: await db.project.count({ where: { deletedAt: { not: null } } }),
  prices: await db.customPrice.count(),
  pricesRemoved: await db.customPrice.count({ where: { deletedAt: { not: null } } }),
  users: await db.user.findMany({ orderBy: { id: "asc" } }),
  accounts: await accountRows(db),
  audit: await db.auditEntry.count(),
  outbox: await db.outboxEvent.count(),
});

const create = () =>
  createApiKey(contextOf(db, tenants.users.owner), {
    projectId: tenants.projects.own.id,
    name: "k",
    scopes: ["read"],
  });

const price = () =>
  createCustomPrice(contextOf(db, tenants.users.owner), {
    projectId: tenants.projects.own.id,
    modelPattern: "own-model",
    provider: null,
    prices: { input: "1" },
  });

/** At commit, so that whatever was written past the transaction would stay behind. */
async function whileRefusing(table: "audit_entries" | "outbox_events", work: () => Promise<unknown>) {
  await db.$executeRawUnsafe(`CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON ${table}
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse()`);
  try {
    await expect(work()).rejects.toThrow("refused by the test");
  } finally {
    await db.$executeRawUnsafe(`DROP TRIGGER refuse ON ${table}`);
  }
}

const asOwner = () => contextOf(db, tenants.users.owner);

/** A project of its own for a change that can happen once. */
async function freshProject(changes: { deletedAt?: Date } = {}) {
  const organizationId = tenants.home.id;
  const { id } = await db.project.create({ data: { organizationId, name: "fresh", ...changes } });
  return { organizationId, projectId: id };
}

const mutations = {
  "api-key/create": create,
  "api-key/revoke": async () => {
    const key = await db.apiKey.findFirstOrThrow({ where: { revokedAt: null } });
    return revokeApiKey(contextOf(db, tenants.users.owner), { projectId: key.projectId, keyId: key.id });
  },
  "custom-price/create": () => price(),
  "custom-price/remove": async () => {
    const found = await db.customPrice.findFirstOrThrow({ where: { deletedAt: null } });
    return removeCustomPrice(contextOf(db, tenants.users.owner), {
      projectId: found.projectId,
      customPriceId: found.id,
    });
  },
  "api-key/create-public": () =>
    createPublicApiKey(asOwner(), { projectId: tenants.projects.own.id, name: "k" }),
  "api-key/rename": async () => {
    const key = await db.apiKey.findFirstOrThrow({ where: { name: "k" } });
    return renameApiKey(asOwner(), { projectId: key.projectId, keyId: key.id, name: "renamed" });
  },
  "api-key/rotate": async () => {
    const key = await db.apiKey.findFirstOrThrow({ where: { revokedAt: null }, orderBy: { id: "desc" } });
    return rotateApiKey(asOwner(), { projectId: key.projectId, keyId: key.id, overlapSeconds: 3_600 });
  },
  "organization/create": () => createOrganization(asOwner(), { name: "New" }),
  "project/create": () => createProject(asOwner(), { organizationId: tenants.home.id, name: "New" }),
  "init/run-headless-init": () =>
    runHeadlessInit(
      { db, pepper: testPepper },
      {
        PLUMBLINE_INIT_PROJECT_ID: "fresh",
        PLUMBLINE_INIT_PUBLIC_KEY: "pk-fresh",
        PLUMBLINE_INIT_SECRET_KEY: "sk-fresh",
        PLUMBLINE_INIT_USER_EMAIL: "fresh@example.com",
      },
    ),
};

beforeEach(() => Promise.all([create(), price()]));

test.each(Object.entries(accountMutations(() => ({ db, tenants }))))(
  "%s leaves nothing when its audit entry fails",
  async (_, { prepare, run }) => {
    await prepare();
    const before = await counts();
    await whileRefusing("audit_entries", run);
    expect(await counts()).toEqual(before);
    await run();
    expect(await counts()).not.toEqual(before);
  },
);

test.each(Object.entries(mutations))(
  "%s leaves nothing when its audit entry or event fails",
  async (_, mutate) => {
    const before = await counts();
    await whileRefusing("audit_entries", mutate);
    await whileRefusing("outbox_events", mutate);
    expect(await counts()).toEqual(before);
    await mutate();
    expect(await counts()).not.toEqual(before);
  },
);

test.each([
  [
    "project/rename",
    (projectId: string) => renameProject(asOwner(), { projectId, name: "renamed" }),
    () => freshProject(),
  ],
  [
    "project/set-retention",
    (projectId: string) => setProjectRetention(asOwner(), { projectId, retentionDays: 30 }),
    () => freshProject(),
  ],
  [
    "project/set-dead-letter-days",
    (projectId: string) => setDeadLetterDays(asOwner(), { projectId, deadLetterDays: 7 }),
    () => freshProject(),
  ],
  [
    "project/delete",
    (projectId: string) => deleteProject(asOwner(), { projectId, confirmation: "fresh" }),
    () => freshProject(),
  ],
  [
    "project/restore",
    (projectId: string) => restoreProject(asOwner(), { organizationId: tenants.home.id, projectId }),
    () => freshProject({ deletedAt: new Date() }),
  ],
])("%s leaves nothing when its audit entry or event fails", async (_, mutate, prepare) => {
  const { projectId } = await prepare();
  const before = await counts();
  await whileRefusing("audit_entries", () => mutate(projectId));
  await whileRefusing("outbox_events", () => mutate(projectId));
  expect(await counts()).toEqual(before);
  await mutate(projectId);
  expect(await counts()).not.toEqual(before);
});

test("an entry names who did what to which thing, and under which request", async () => {
  const key = await create();
  const { rows } = await listAudit(contextOf(db, tenants.users.admin), {
    projectId: tenants.projects.own.id,
  });
  expect(rows[0]).toEqual({
    id: expect.any(String),
    projectId: tenants.projects.own.id,
    actor: { type: "user", id: tenants.users.owner.userId, name: "owner" },
    action: "api-key.created",
    entity: "api-key",
    entityId: key.id,
    before: null,
    after: { name: "k", publicKey: key.publicKey, scopes: ["read"], expiresAt: null },
    requestId: "test-request",
    createdAt: expect.stringMatching(/Z$/),
  });
});

test("pages follow one another without a gap or a repeat", async () => {
  for (let index = 0; index < 5; index++) await create();
  const ctx = contextOf(db, tenants.users.owner);
  const input = { projectId: tenants.projects.own.id };
  const whole = await listAudit(ctx, { ...input, limit: 200 });
  const seen: string[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await listAudit(ctx, { ...input, limit: 2, ...(cursor === undefined ? {} : { cursor }) });
    seen.push(...page.rows.map(({ id }) => id));
    if (page.nextCursor === null) break;
    cursor = page.nextCursor;
  }
  expect(seen).toEqual(whole.rows.map(({ id }) => id));
});
