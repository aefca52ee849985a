import type { Actor } from "@plumbline/access/actor";
import { createDb, type Db } from "@plumbline/db/client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listAudit } from "../audit/index.ts";
import { FakeClock } from "../fake-clock.fixture.ts";
import { contextOf, createTenants, freshDatabase, testPepper } from "../tenancy.fixture.ts";
import {
  type ApiKeyCredentials,
  authenticateApiKey,
  createApiKey,
  createPublicApiKey,
  listApiKeys,
  renameApiKey,
  revokeApiKey,
  rotateApiKey,
} from "./index.ts";

let db: Db;
let url: string;
let projectId: string;
let owner: Actor;
let tenants: Awaited<ReturnType<typeof createTenants>>;

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

beforeAll(async () => {
  ({ db, url } = await freshDatabase());
  tenants = await createTenants(db);
  projectId = tenants.projects.own.id;
  owner = tenants.users.owner;
});
afterAll(() => db.$disconnect());

/** Verbs and another process's authentication under one clock. */
function atTime() {
  const clock = new FakeClock();
  clock.advance(Date.now() - clock.nowMs());
  const own = createDb({ url });
  return {
    clock,
    ctx: (actor: Actor = owner) => ({ ...contextOf(db, actor), clock }),
    authenticate: (keys: ApiKeyCredentials) =>
      authenticateApiKey({ db: own, pepper: testPepper, clock }, keys),
    close: () => own.$disconnect(),
  };
}

const halves = ({ publicKey, secretKey }: { publicKey: string; secretKey: string | null }) =>
  secretKey === null ? { publicKey } : { publicKey, secretKey };

describe("rotation", () => {
  test.each([
    [0, 5_000],
    [3_600, hourMs],
    [86_400, dayMs],
    [604_800, 7 * dayMs],
  ] as const)(
    "with an overlap of %i s: both work until then, afterwards the new one",
    async (overlapSeconds, endMs) => {
      const { clock, ctx, authenticate, close } = atTime();
      const old = await createApiKey(ctx(), { projectId, name: "deploy", scopes: ["ingest", "read"] });
      await authenticate(halves(old));
      const { key, replaced } = await rotateApiKey(ctx(), { projectId, keyId: old.id, overlapSeconds });
      expect(key).toMatchObject({
        name: "deploy",
        scopes: ["ingest", "read"],
        rotatedFromId: old.id,
        expiresAt: null,
      });
      expect(key.secretKey).not.toBe(old.secretKey);
      expect(replaced.expiresAt).toBe(new Date(clock.nowMs() + overlapSeconds * 1_000).toISOString());
      expect(await authenticate(halves(key))).toMatchObject({ keyId: key.id });
      if (overlapSeconds > 0) {
        clock.advance(endMs - 1);
        expect(await authenticate(halves(old))).toMatchObject({ keyId: old.id });
        clock.advance(1);
      } else clock.advance(endMs);
      await expect(authenticate(halves(old))).rejects.toMatchObject({ code: "key_revoked" });
      expect(await authenticate(halves(key))).toMatchObject({ keyId: key.id });
      await close();
    },
  );

  test("never lengthens the life of the old key, and gives the new one the same lifetime", async () => {
    const { clock, ctx, close } = atTime();
    const createdMs = Date.now();
    const expiresAt = new Date(createdMs + 2 * dayMs);
    const old = await createApiKey(ctx(), { projectId, name: "short", scopes: ["read"], expiresAt });
    clock.advance(2 * dayMs - hourMs);
    const { key, replaced } = await rotateApiKey(ctx(), {
      projectId,
      keyId: old.id,
      overlapSeconds: 604_800,
    });
    expect(replaced.expiresAt).toBe(expiresAt.toISOString());
    const lifetimeMs = Date.parse(String(old.expiresAt)) - Date.parse(old.createdAt);
    expect(Date.parse(String(key.expiresAt))).toBe(clock.nowMs() + lifetimeMs);
    await close();
  });

  test("happens once: of two at the same moment one is told so, and no key is left over", async () => {
    const { ctx, close } = atTime();
    const old = await createApiKey(ctx(), { projectId, name: "raced", scopes: ["read"] });
    const rotate = () => rotateApiKey(ctx(), { projectId, keyId: old.id, overlapSeconds: 3_600 });
    const outcomes = await Promise.allSettled([rotate(), rotate()]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(await db.apiKey.count({ where: { name: "raced" } })).toBe(2);
    await expect(rotate()).rejects.toMatchObject({ code: "conflict" });
    await close();
  });

  test("is not for keys that ended, of another project, or wider than the actor", async () => {
    const { ctx, close } = atTime();
    const rotate = (keyId: string, actor?: Actor, of = projectId) =>
      rotateApiKey(ctx(actor), { projectId: of, keyId, overlapSeconds: 3_600 });
    const revoked = await createApiKey(ctx(), { projectId, name: "revoked", scopes: ["read"] });
    await revokeApiKey(ctx(), { projectId, keyId: revoked.id });
    await expect(rotate(revoked.id)).rejects.toMatchObject({ code: "conflict" });

    const wide = await createApiKey(ctx(), { projectId, name: "wide", scopes: ["ingest"] });
    const narrow: Actor = { type: "api-key", keyId: "k", projectId, scopes: ["admin", "read"] };
    await expect(rotate(wide.id, narrow)).rejects.toMatchObject({ code: "forbidden" });
    for (const keyId of [wide.id, "nobody", "nul\0byte"]) {
      await expect(rotate(keyId, owner, tenants.projects.sibling.id)).rejects.toMatchObject({
        code: "not_found",
      });
    }
    await close();
  });

  test("is written into the audit log on both keys, without a secret", async () => {
    const { ctx, close } = atTime();
    const old = await createApiKey(ctx(), { projectId, name: "audited", scopes: ["read"] });
    const { key } = await rotateApiKey(ctx(), { projectId, keyId: old.id, overlapSeconds: 3_600 });
    const { rows } = await listAudit(contextOf(db, owner), { projectId, limit: 2 });
    expect(rows.map(({ action, entityId }) => [action, entityId])).toEqual([
      ["api-key.created", key.id],
      ["api-key.rotated", old.id],
    ]);
    expect(rows[1]?.after).toMatchObject({ replacedById: key.id });
    expect(JSON.stringify(rows)).not.toContain(String(key.secretKey).slice(0, -6));
    await close();
  });
});

describe("a key that is only public", () => {
  test("has no secret, creates scores on the listed pages, and stays so when it is rotated", async () => {
    const { ctx, authenticate, close } = atTime();
    const made = await createPublicApiKey(ctx(), {
      projectId,
      name: "shop",
      allowedOrigins: ["https://Shop.example/", "https://shop.example", "http://localhost:3000"],
    });
    expect(made).toMatchObject({
      publicOnly: true,
      displaySecret: "",
      scopes: ["scores"],
      allowedOrigins: ["https://shop.example", "http://localhost:3000"],
    });
    expect(await db.apiKey.findUnique({ where: { id: made.id } })).toMatchObject({ secretHash: null });
    const { key } = await rotateApiKey(ctx(), { projectId, keyId: made.id, overlapSeconds: 3_600 });
    expect(key).toMatchObject({ publicOnly: true, secretKey: null, allowedOrigins: made.allowedOrigins });
    for (const { publicKey } of [made, key]) {
      const origin = "https://shop.example";
      expect(await authenticate({ publicKey, origin })).toMatchObject({ scopes: ["scores"] });
      for (const other of ["https://evil.example", "https://shop.example.evil", "null", undefined]) {
        await expect(authenticate({ publicKey, origin: other })).rejects.toMatchObject({ code: "forbidden" });
      }
      for (const secretKey of [publicKey, "null", "x"]) {
        await expect(authenticate({ publicKey, secretKey, origin })).rejects.toMatchObject({
          code: "unauthenticated",
        });
      }
    }
    await close();
  });

  test("takes only origins, and only from somebody who may create scores", async () => {
    const { ctx, close } = atTime();
    for (const bad of ["*", "shop.example", "https://shop.example/cart", "file:///x", ""]) {
      const attempt = createPublicApiKey(ctx(), { projectId, name: "bad", allowedOrigins: [bad] });
      await expect(attempt).rejects.toMatchObject({ code: "invalid_request" });
    }
    const admin: Actor = { type: "api-key", keyId: "k", projectId, scopes: ["admin"] };
    await expect(createPublicApiKey(ctx(admin), { projectId, name: "wider" })).rejects.toMatchObject({
      code: "forbidden",
    });
    await close();
  });
});

describe("the list", () => {
  test("says who made a key, what replaced it and whether it still works", async () => {
    const { clock, ctx, close } = atTime();
    const ofProject = { projectId: tenants.projects.sibling.id };
    const old = await createApiKey(ctx(), { ...ofProject, name: "old", scopes: ["read"] });
    const { key } = await rotateApiKey(ctx(), { ...ofProject, keyId: old.id, overlapSeconds: 3_600 });
    const gone = await createApiKey(ctx(), { ...ofProject, name: "gone", scopes: ["read"] });
    await revokeApiKey(ctx(), { ...ofProject, keyId: gone.id });
    const seen = async () =>
      (await listApiKeys(ctx(), ofProject)).map(({ id, state, replacedById }) => [id, state, replacedById]);
    expect(await seen()).toEqual([
      [gone.id, "revoked", null],
      [key.id, "active", null],
      [old.id, "active", key.id],
    ]);
    clock.advance(hourMs);
    expect((await seen())[2]).toEqual([old.id, "expired", key.id]);
    const [latest] = await listApiKeys(ctx(), ofProject);
    expect(latest?.createdBy).toEqual({ name: "owner", email: "owner@example.com" });
    await close();
  });
});

test("a key is renamed within its project, once", async () => {
  const { ctx, close } = atTime();
  const key = await createApiKey(ctx(), { projectId, name: "before", scopes: ["read"] });
  const rename = (name: string, of = projectId) =>
    renameApiKey(ctx(), { projectId: of, keyId: key.id, name });
  expect(await rename(" after ")).toMatchObject({ name: "after" });
  const entries = await db.auditEntry.count();
  await rename("after");
  expect(await db.auditEntry.count()).toBe(entries);
  for (const bad of ["", " ", "x".repeat(101), "nul\0byte"]) {
    await expect(rename(bad)).rejects.toMatchObject({ code: "invalid_request" });
  }
  await expect(rename("stolen", tenants.projects.foreign.id)).rejects.toMatchObject({ code: "not_found" });
  await close();
});
