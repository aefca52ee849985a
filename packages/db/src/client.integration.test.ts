import { createServer } from "node:net";
import { PlumblineError } from "@plumbline/contracts/errors";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { createDb, type Db } from "./client.ts";
import { migrateDatabase } from "./migrate.ts";
import { runTransaction } from "./transaction.ts";

let db: Db;
let url: string;

beforeAll(async () => {
  const target = new URL(inject("databaseUrl"));
  target.pathname = `/client_${process.pid}`;
  url = target.href;
  await migrateDatabase({ url });
  db = createDb({ url });
});
afterAll(() => db.$disconnect());

describe("errors of the database", () => {
  test("a taken unique value is a conflict", async () => {
    await db.user.create({ data: { email: "twice@example.com", name: "" } });
    await expect(db.user.create({ data: { email: "twice@example.com", name: "" } })).rejects.toMatchObject({
      code: "conflict",
    });
  });

  test("text that PostgreSQL cannot store is an invalid request", async () => {
    await expect(db.organization.create({ data: { name: "a\0b" } })).rejects.toMatchObject({
      code: "invalid_request",
    });
  });

  test("a statement that runs too long and a backend that dies are unavailable", async () => {
    const hasty = createDb({ url, statementTimeoutMs: 1_000 });
    await expect(hasty.$queryRaw`SELECT pg_sleep(60)::text`).rejects.toMatchObject({ code: "unavailable" });
    await hasty.$disconnect();
    await expect(
      db.$queryRaw`SELECT pg_terminate_backend(pg_backend_pid()), pg_sleep(1)::text`,
    ).rejects.toMatchObject({ code: "unavailable" });
    expect(await db.$queryRaw`SELECT 1 AS one`).toEqual([{ one: 1 }]);
  });

  test("a server that is not there, or never answers, is unavailable, in a transaction too", async () => {
    const silent = createServer();
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const address = silent.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const hung = createDb({ url: `postgresql://a:b@127.0.0.1:${port}/x`, connectTimeoutMs: 200 });
    const away = createDb({ url: "postgresql://a:b@127.0.0.1:1/x" });
    for (const unreachable of [hung, away]) {
      await expect(unreachable.user.count()).rejects.toMatchObject({ code: "unavailable" });
      await expect(runTransaction(unreachable, (tx) => tx.user.count())).rejects.toMatchObject({
        code: "unavailable",
      });
      await unreachable.$disconnect();
    }
    silent.close();
  });
});

describe("runTransaction", () => {
  test("undoes everything when the work throws, and passes the error on untouched", async () => {
    const failure = new PlumblineError("forbidden");
    const work = runTransaction(db, async (tx) => {
      await tx.organization.create({ data: { name: "never" } });
      throw failure;
    });
    await expect(work).rejects.toBe(failure);
    expect(await db.organization.count({ where: { name: "never" } })).toBe(0);
  });
});

describe("audit_entries", () => {
  test("only grows", async () => {
    const entry = await db.auditEntry.create({
      data: {
        organizationId: "o",
        actorType: "system",
        actorId: "test",
        action: "a.b",
        entity: "a",
        entityId: "1",
        requestId: "r",
      },
    });
    await expect(db.auditEntry.update({ where: { id: entry.id }, data: { actorId: "x" } })).rejects.toThrow(
      "append-only",
    );
    await expect(db.auditEntry.deleteMany()).rejects.toThrow("append-only");
    await expect(db.$executeRaw`TRUNCATE audit_entries`).rejects.toThrow("append-only");
    expect(await db.auditEntry.count({ where: { actorId: "test" } })).toBe(1);
  });
});
