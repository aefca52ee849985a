import type { Db } from "@plumbline/db/client";
import { systemClock } from "@plumbline/runtime/clock";
import { parseEnv } from "@plumbline/runtime/env";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { authenticateApiKey, revokeApiKey } from "../api-key/index.ts";
import { contextOf, freshDatabase, system, testPepper } from "../tenancy.fixture.ts";
import { verifyPassword } from "../user/index.ts";
import { type DemoKeys, ensureDemo, initEnv, runHeadlessInit } from "./index.ts";

let db: Db;

beforeEach(async () => {
  ({ db } = await freshDatabase());
});
afterEach(() => db.$disconnect());

const init = (source: Record<string, string>) =>
  runHeadlessInit({ db, pepper: testPepper }, parseEnv(z.object(initEnv), source));

const authenticate = (publicKey: string, secretKey: string) =>
  authenticateApiKey({ db, pepper: testPepper, clock: systemClock }, { publicKey, secretKey });

const everything = {
  PLUMBLINE_INIT_ORG_NAME: "Acme",
  PLUMBLINE_INIT_PROJECT_ID: "acme-prod",
  PLUMBLINE_INIT_PROJECT_NAME: "Production",
  PLUMBLINE_INIT_PROJECT_RETENTION: "30",
  PLUMBLINE_INIT_PUBLIC_KEY: "pk-lf-1234",
  PLUMBLINE_INIT_SECRET_KEY: "sk-lf-1234",
  PLUMBLINE_INIT_GATEWAY_KEY: "sk-gw-1234",
  PLUMBLINE_INIT_USER_EMAIL: "Ada@Example.com",
  PLUMBLINE_INIT_USER_PASSWORD: "correct horse",
};

const wholeDatabase = async () => ({
  organizations: await db.organization.findMany(),
  projects: await db.project.findMany(),
  users: await db.user.findMany(),
  memberships: await db.membership.findMany(),
  keys: (await db.apiKey.findMany()).map((key) => ({ ...key, lastUsedAt: null })),
  audit: await db.auditEntry.findMany(),
  outbox: await db.outboxEvent.findMany(),
});

describe("runHeadlessInit with an environment", () => {
  test("brings about what it names, returns no secret that it was given, and is the same twice", async () => {
    const result = await init(everything);
    expect(result).toEqual({
      project: { id: "acme-prod", name: "Production" },
      user: { email: "ada@example.com" },
    });
    expect(await db.project.findMany()).toMatchObject([{ id: "acme-prod", retentionDays: 30 }]);
    expect(await authenticate("pk-lf-1234", "sk-lf-1234")).toMatchObject({
      projectId: "acme-prod",
      scopes: ["ingest", "read", "prompts", "scores", "admin"],
    });
    const credentials = { email: "ADA@example.com", password: "correct horse", ip: "1" };
    expect(await verifyPassword({ db, clock: systemClock }, credentials)).toMatchObject({ name: "ada" });

    const before = await wholeDatabase();
    expect(before.audit.map(({ action }) => action).sort()).toEqual([
      "api-key.created",
      "api-key.created",
      "membership.created",
      "organization.created",
      "project.created",
      "user.created",
    ]);
    expect(await init(everything)).toEqual(result);
    expect(await wholeDatabase()).toEqual(before);
  });

  test("is the same when several processes start at once", async () => {
    const results = await Promise.all([1, 2, 3, 4].map(() => init(everything)));
    expect(new Set(results.map((result) => JSON.stringify(result))).size).toBe(1);
    const { organizations, projects, users, memberships, keys } = await wholeDatabase();
    expect([organizations, projects, users, memberships, keys].map((rows) => rows.length)).toEqual([
      1, 1, 1, 1, 2,
    ]);
  });

  test("keeps what people changed since, but follows a new secret", async () => {
    await init(everything);
    await db.project.update({ where: { id: "acme-prod" }, data: { name: "Renamed", retentionDays: null } });
    await db.membership.updateMany({ data: { role: "viewer" } });
    await init({
      ...everything,
      PLUMBLINE_INIT_SECRET_KEY: "sk-lf-5678",
      PLUMBLINE_INIT_USER_PASSWORD: "other",
    });
    expect(await db.project.findMany()).toMatchObject([{ name: "Renamed", retentionDays: null }]);
    expect(await db.membership.findMany()).toMatchObject([{ role: "viewer" }]);
    expect(await authenticate("pk-lf-1234", "sk-lf-5678")).toMatchObject({ projectId: "acme-prod" });
    await expect(authenticate("pk-lf-1234", "sk-lf-1234")).rejects.toMatchObject({ code: "unauthenticated" });
    const unchanged = { email: "ada@example.com", password: "correct horse", ip: "1" };
    await verifyPassword({ db, clock: systemClock }, unchanged);
  });

  test("does not bring a revoked key back", async () => {
    await init(everything);
    const { id: keyId } = await db.apiKey.findUniqueOrThrow({ where: { publicKey: "pk-lf-1234" } });
    await revokeApiKey(contextOf(db, system), { projectId: "acme-prod", keyId });
    await init(everything);
    await expect(authenticate("pk-lf-1234", "sk-lf-1234")).rejects.toMatchObject({ code: "key_revoked" });
  });

  test("takes over nobody's organisation, key or secret", async () => {
    const foreign = await db.organization.create({ data: { name: "Acme" } });
    await init(everything);
    expect(await db.project.count({ where: { organizationId: foreign.id } })).toBe(0);
    const elsewhere = { ...everything, PLUMBLINE_INIT_PROJECT_ID: "other" };
    await expect(init(elsewhere)).rejects.toMatchObject({ code: "conflict" });
    await expect(init({ ...everything, PLUMBLINE_INIT_PUBLIC_KEY: "pk-2" })).rejects.toMatchObject({
      code: "conflict",
    });
    expect(await db.project.count()).toBe(1);
  });

  test("makes up a missing password once, and refuses half a pair", async () => {
    const { PLUMBLINE_INIT_USER_PASSWORD: _, ...rest } = everything;
    const { user } = await init(rest);
    const password = String(user?.password);
    await verifyPassword({ db, clock: systemClock }, { email: "ada@example.com", password, ip: "1" });
    expect((await init(rest)).user).toEqual({ email: "ada@example.com" });
    await expect(init({ PLUMBLINE_INIT_PUBLIC_KEY: "pk" })).rejects.toThrow("PLUMBLINE_INIT_SECRET_KEY");
    await expect(init({ PLUMBLINE_INIT_USER_PASSWORD: "x" })).rejects.toThrow("PLUMBLINE_INIT_USER_EMAIL");
  });
});

describe("runHeadlessInit without one", () => {
  test("gives an empty database a demo project whose credentials work, and says them once", async () => {
    const { project, keys, user } = await init({});
    expect(project).toEqual({ id: "demo", name: "Demo project" });
    const actor = await authenticate(String(keys?.publicKey), String(keys?.secretKey));
    expect(actor.projectId).toBe("demo");
    const credentials = { email: String(user?.email), password: String(user?.password), ip: "1" };
    await verifyPassword({ db, clock: systemClock }, credentials);
    expect(await init({})).toEqual({ project: null });
  });

  test("happens once when several processes start at once", async () => {
    const results = await Promise.all([1, 2, 3].map(() => init({})));
    expect(results.filter((result) => result.keys !== undefined)).toHaveLength(1);
    expect(await db.organization.count()).toBe(1);
  });
});

describe("ensureDemo", () => {
  const demo = (known: DemoKeys | null) => ensureDemo({ db, pepper: testPepper }, known);

  test("gives the demo project of a first start a key that can only write, and is the same twice", async () => {
    await init({});
    const { project, keys } = await demo(null);
    expect(project).toEqual({ id: "demo", name: "Demo project" });
    expect(await authenticate(keys.publicKey, keys.secretKey)).toMatchObject({
      projectId: "demo",
      scopes: ["ingest"],
    });
    const before = await wholeDatabase();
    expect(before.audit.filter(({ requestId }) => requestId === "demo")).toMatchObject([
      { action: "api-key.created", projectId: "demo" },
    ]);
    expect(await demo(keys)).toEqual({ project, keys });
    expect(await wholeDatabase()).toEqual(before);
  });

  test("makes the project beside another one, and the key again in another database", async () => {
    await init(everything);
    const keys = { publicKey: "pk-kept", secretKey: "sk-kept-from-before" };
    expect((await demo(keys)).keys).toEqual(keys);
    expect(await authenticate(keys.publicKey, keys.secretKey)).toMatchObject({ projectId: "demo" });
    const [organization, ...others] = await db.organization.findMany({ include: { projects: true } });
    expect(others).toEqual([]);
    expect(organization?.projects.map(({ id }) => id).sort()).toEqual(["acme-prod", "demo"]);
  });

  test("takes another key when people revoked the first, or when it is another project's", async () => {
    await init(everything);
    const { keys } = await demo(null);
    const { id: keyId } = await db.apiKey.findUniqueOrThrow({ where: { publicKey: keys.publicKey } });
    await revokeApiKey(contextOf(db, system), { projectId: "demo", keyId });
    const next = (await demo(keys)).keys;
    expect(next.publicKey).not.toBe(keys.publicKey);
    expect(await authenticate(next.publicKey, next.secretKey)).toMatchObject({ projectId: "demo" });
    await expect(authenticate(keys.publicKey, keys.secretKey)).rejects.toMatchObject({ code: "key_revoked" });
    const foreign = { publicKey: "pk-lf-1234", secretKey: "sk-lf-1234" };
    expect((await demo(foreign)).keys.publicKey).not.toBe("pk-lf-1234");
    expect(await authenticate("pk-lf-1234", "sk-lf-1234")).toMatchObject({ projectId: "acme-prod" });
  });

  test("sends nothing anywhere when the demo project was deleted", async () => {
    await init({});
    await db.project.update({ where: { id: "demo" }, data: { deletedAt: new Date() } });
    await expect(demo(null)).rejects.toThrow("The project “Demo project” was deleted: restore it");
    expect(await db.apiKey.count()).toBe(1);
  });
});
