import { connect, createServer, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { Actor } from "@plumbline/access/actor";
import { scopes } from "@plumbline/access/scopes";
import { createDb, type Db } from "@plumbline/db/client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listAudit } from "../audit/index.ts";
import { FakeClock } from "../fake-clock.fixture.ts";
import { contextOf, createTenants, freshDatabase, system, testPepper } from "../tenancy.fixture.ts";
import {
  type ApiKeyCredentials,
  authenticateApiKey,
  createApiKey,
  listApiKeys,
  revokeApiKey,
} from "./index.ts";

let db: Db;
let url: string;
let projectId: string;
let owner: Actor;
let tenants: Awaited<ReturnType<typeof createTenants>>;

beforeAll(async () => {
  ({ db, url } = await freshDatabase());
  tenants = await createTenants(db);
  projectId = tenants.projects.own.id;
  owner = tenants.users.owner;
});
afterAll(() => db.$disconnect());

const create = (input: Partial<Parameters<typeof createApiKey>[1]> = {}, actor = owner) =>
  createApiKey(contextOf(db, actor), {
    projectId,
    name: "a key",
    scopes: ["ingest", "read", "scores"],
    ...input,
  });

/** Every call with its own pool has its own cache, as another process has. */
function otherProcess() {
  const clock = new FakeClock();
  clock.advance(Date.now() - clock.nowMs());
  const own = createDb({ url });
  return {
    clock,
    close: () => own.$disconnect(),
    authenticate: (keys: ApiKeyCredentials) =>
      authenticateApiKey({ db: own, pepper: testPepper, clock }, keys),
  };
}

describe("an API key", () => {
  test("authenticates with its secret, and shows it only once", async () => {
    const { authenticate, close } = otherProcess();
    const key = await create();
    expect(await authenticate(key)).toEqual({
      type: "api-key",
      keyId: key.id,
      projectId,
      scopes: ["ingest", "read", "scores"],
    });
    const { secretKey } = key;
    expect(await authenticate({ secretKey })).toMatchObject({ scopes: ["ingest", "read", "scores"] });
    const listed = (await listApiKeys(contextOf(db, owner), { projectId })).find(({ id }) => id === key.id);
    expect(listed?.displaySecret).toMatch(/^sk-pl-.*….{4}$/);
    expect(key.secretKey.endsWith(String(listed?.displaySecret.slice(-4)))).toBe(true);
    const stored = await db.$queryRaw`SELECT api_keys::text, audit_entries::text, outbox_events::text
      FROM api_keys, audit_entries, outbox_events`;
    expect(JSON.stringify([stored, listed])).not.toContain(key.secretKey.slice(0, -6));
    await close();
  });

  test("is refused with a wrong half, a foreign half, a hash for a secret, or bytes that nobody stores", async () => {
    const { authenticate, close } = otherProcess();
    const [key, other] = [await create(), await create()];
    const { secretHash } = await db.apiKey.findUniqueOrThrow({ where: { id: key.id } });
    const wrong = [
      { publicKey: key.publicKey, secretKey: other.secretKey },
      { publicKey: other.publicKey, secretKey: key.secretKey },
      { publicKey: key.publicKey, secretKey: `${key.secretKey}x` },
      { publicKey: key.publicKey, secretKey: key.secretKey.slice(0, -1) },
      { publicKey: key.publicKey, secretKey: String(secretHash) },
      { publicKey: key.publicKey, secretKey: "" },
      { publicKey: "", secretKey: key.secretKey },
      { secretKey: "" },
      { secretKey: key.publicKey },
      {},
      { publicKey: "pk\0", secretKey: "sk\0" },
      { publicKey: "' OR 1=1 --", secretKey: "' OR 1=1 --" },
      { publicKey: "nobody" },
      { publicKey: key.publicKey, secretKey: "x".repeat(100_000) },
    ];
    for (const keys of wrong) {
      await expect(authenticate(keys)).rejects.toMatchObject({ code: "unauthenticated" });
    }
    expect(await authenticate(key)).toMatchObject({ keyId: key.id });
    await close();
  });

  test("opens scores at most with its public half alone", async () => {
    const { authenticate, close } = otherProcess();
    const withScores = await create();
    const without = await create({ scopes: ["read", "admin"] });
    expect(await authenticate({ publicKey: withScores.publicKey })).toMatchObject({ scopes: ["scores"] });
    expect(await authenticate({ publicKey: without.publicKey })).toMatchObject({ scopes: [] });
    // The cheaper entry does not leak into the full one.
    expect(await authenticate(withScores)).toMatchObject({ scopes: ["ingest", "read", "scores"] });
    await close();
  });

  test("stops in every process within 5 s of being revoked, once and for good", async () => {
    const { authenticate, clock, close } = otherProcess();
    const key = await create();
    await authenticate(key);
    const revoked = await revokeApiKey(contextOf(db, owner), { projectId, keyId: key.id });
    expect(revoked.revokedAt).not.toBeNull();
    clock.advance(5_000);
    await expect(authenticate(key)).rejects.toMatchObject({ code: "key_revoked" });
    const again = await revokeApiKey(contextOf(db, owner), { projectId, keyId: key.id });
    expect(again.revokedAt).toBe(revoked.revokedAt);
    const { rows } = await listAudit(contextOf(db, owner), { projectId, limit: 200 });
    expect(rows.filter(({ entityId }) => entityId === key.id).map(({ action }) => action)).toEqual([
      "api-key.revoked",
      "api-key.created",
    ]);
    const announced = await db.outboxEvent.findMany({ where: { payload: { equals: { keyId: key.id } } } });
    expect(announced.map(({ type }) => type)).toEqual(["api-key.changed", "api-key.changed"]);
    await close();
  });

  test("is not revoked, nor shown, through another project", async () => {
    const { authenticate, close } = otherProcess();
    const key = await create();
    for (const other of [tenants.projects.sibling.id, tenants.projects.foreign.id]) {
      const ctx = contextOf(db, system);
      const attempt = revokeApiKey(ctx, { projectId: other, keyId: key.id });
      await expect(attempt).rejects.toMatchObject({ code: "not_found" });
      expect(await listApiKeys(ctx, { projectId: other })).toEqual([]);
    }
    expect(await authenticate(key)).toMatchObject({ keyId: key.id });
    await close();
  });

  test("ends at its expiry to the millisecond, cached or not, and with its project", async () => {
    const { authenticate, clock, close } = otherProcess();
    const key = await create({ expiresAt: new Date(clock.nowMs() + 60_000) });
    clock.advance(59_999);
    await authenticate(key);
    clock.advance(1);
    await expect(authenticate(key)).rejects.toMatchObject({ code: "key_revoked" });

    const doomed = await db.project.create({ data: { name: "doomed", organizationId: tenants.home.id } });
    const orphan = await create({ projectId: doomed.id });
    await authenticate(orphan);
    await db.project.update({ where: { id: doomed.id }, data: { deletedAt: new Date() } });
    clock.advance(5_000);
    await expect(authenticate(orphan)).rejects.toMatchObject({ code: "key_revoked" });
    await close();
  });

  test("is never created wider than its creator, in the past, nameless or with an unknown field", async () => {
    const adminKey: Actor = { type: "api-key", keyId: "k", projectId, scopes: ["admin", "read"] };
    await expect(create({ scopes: ["admin", "ingest"] }, adminKey)).rejects.toMatchObject({
      code: "forbidden",
    });
    expect((await create({ scopes: ["read"] }, adminKey)).scopes).toEqual(["read"]);
    expect((await create({ scopes: [...scopes] }, system)).scopes).toEqual(scopes);
    const bad = [{ expiresAt: new Date(0) }, { name: " " }, { scopes: [] }, { organizationId: "x" }];
    for (const input of bad) {
      await expect(create(input)).rejects.toMatchObject({ code: "invalid_request" });
    }
  });

  test("remembers its last use, at most once a minute", async () => {
    const { authenticate, clock, close } = otherProcess();
    const key = await create({ name: "counted" });
    const lastUsed = async (after: number) => {
      for (let attempt = 0; attempt < 100; attempt++) {
        const { lastUsedAt } = await db.apiKey.findUniqueOrThrow({ where: { id: key.id } });
        if ((lastUsedAt?.getTime() ?? 0) >= after) return lastUsedAt?.getTime();
        await sleep(20);
      }
      return null;
    };
    await db.$executeRaw`CREATE SEQUENCE uses`;
    await db.$executeRaw`CREATE FUNCTION count_use() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN PERFORM nextval('uses'); RETURN NULL; END $$`;
    await db.$executeRaw`CREATE TRIGGER count_use AFTER UPDATE ON api_keys
      FOR EACH ROW WHEN (NEW.name = 'counted') EXECUTE FUNCTION count_use()`;
    const first = clock.nowMs();
    await authenticate(key);
    expect(await lastUsed(first)).toBe(first);
    for (const advanceMs of [20_000, 20_000, 19_999]) {
      clock.advance(advanceMs);
      await authenticate(key);
    }
    clock.advance(2);
    const last = clock.nowMs();
    await authenticate(key);
    expect(await lastUsed(last)).toBe(last);
    expect(await db.$queryRaw`SELECT last_value::int AS uses FROM uses`).toEqual([{ uses: 2 }]);
    await db.$executeRaw`DROP TRIGGER count_use ON api_keys`;
    await close();
  });
});

describe("while PostgreSQL is away", () => {
  test("a known key works for 60 s, an unknown one is told to come back, none is called wrong", async () => {
    const proxy = await openProxy(new URL(url));
    const away = createDb({ url: proxy.url, connectTimeoutMs: 1_000 });
    const clock = new FakeClock();
    const authenticate = (keys: ApiKeyCredentials) =>
      authenticateApiKey({ db: away, pepper: testPepper, clock }, keys);
    const [key, unseen] = [await create(), await create()];
    await authenticate(key);
    await proxy.close();

    await expect(authenticate(unseen)).rejects.toMatchObject({ code: "unavailable" });
    clock.advance(30_000);
    expect(await authenticate(key)).toMatchObject({ keyId: key.id });
    clock.advance(29_999);
    expect(await authenticate(key)).toMatchObject({ keyId: key.id });
    clock.advance(2);
    await expect(authenticate(key)).rejects.toMatchObject({ code: "unavailable" });

    await proxy.open();
    expect(await authenticate(key)).toMatchObject({ keyId: key.id });
    expect(await authenticate(unseen)).toMatchObject({ keyId: unseen.id });
    await away.$disconnect();
    await proxy.close();
  });
});

/** PostgreSQL behind a door that can be shut. */
async function openProxy(target: URL) {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", () => socket.destroy()).on("close", () => sockets.delete(socket));
    }
    client.pipe(upstream).pipe(client);
  });
  let port = 0;
  const open = () => new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const close = () => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  };
  await open();
  const address = server.address();
  if (typeof address === "object" && address !== null) port = address.port;
  const proxied = new URL(target);
  proxied.host = `127.0.0.1:${port}`;
  return { url: proxied.href, open, close };
}
