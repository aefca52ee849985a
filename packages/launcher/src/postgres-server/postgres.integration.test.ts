import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDb } from "@plumbline/db/client";
import { migrateDatabase } from "@plumbline/db/migrate";
import { findFreePort } from "@plumbline/testing/free-port";
import { afterAll, afterEach, expect, test } from "vitest";
import { describePostgresEngine, type Engine, type RunningChild, spawnChild } from "../engines.ts";
import { identify, isAlive } from "../process-identity.ts";
import { signalProcess } from "../signal-process.ts";
import { createSupervisor } from "../supervisor.ts";
import { stopOrphan } from "./stop-orphan.ts";

const parent = mkdtempSync(join(tmpdir(), "plumbline-postgres-"));
chmodSync(parent, 0o711);
const running: RunningChild[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((child) => child.stop()));
});
afterAll(() => rmSync(parent, { recursive: true, force: true }));

async function describe(name: string): Promise<Engine & { directory: string }> {
  const directory = join(parent, name);
  const port = await findFreePort();
  return { directory, ...describePostgresEngine({ directory, port, password: "a-long-password" }) };
}

async function start(engine: Engine): Promise<RunningChild> {
  const child = spawnChild(engine.spec, () => undefined);
  running.push(child);
  await child.ready;
  return child;
}

const serverPid = (directory: string) =>
  Number(readFileSync(join(directory, "postmaster.pid"), "utf8").split("\n")[0]);
/** A process that nobody has reaped yet counts as gone. */
const isGone = (pid: number) => !isAlive(identify(pid));

async function countOrganizations(url: string): Promise<number> {
  const db = createDb({ url, maxConnections: 1 });
  try {
    return await db.organization.count();
  } finally {
    await db.$disconnect();
  }
}

test("keeps its data over a stop and a start, and refuses another password", async () => {
  const engine = await describe("restart");
  const first = await start(engine);
  await migrateDatabase({ url: engine.url });
  const db = createDb({ url: engine.url, maxConnections: 1 });
  await db.organization.create({ data: { id: "org", name: "kept" } });
  await db.$disconnect();
  const pid = serverPid(engine.directory);
  await first.stop();
  expect(isGone(pid)).toBe(true);
  await start(engine);
  expect(await countOrganizations(engine.url)).toBe(1);
  const wrong = new URL(engine.url);
  wrong.password = "another-password";
  await expect(countOrganizations(wrong.href)).rejects.toThrow();
});

test("stops the server that a killed keeper left behind and serves its directory again", async () => {
  const engine = await describe("orphan");
  const keeper = await start(engine);
  await migrateDatabase({ url: engine.url });
  const orphan = serverPid(engine.directory);
  process.kill(keeper.pid, "SIGKILL");
  await keeper.exited;
  expect(isGone(orphan)).toBe(false);
  await start(engine);
  expect(isGone(orphan)).toBe(true);
  expect(serverPid(engine.directory)).not.toBe(orphan);
  expect(await countOrganizations(engine.url)).toBe(0);
});

test("ends when its server dies, and is started again", async () => {
  const engine = await describe("dead");
  const keeper = await start(engine);
  await migrateDatabase({ url: engine.url });
  process.kill(serverPid(engine.directory), "SIGKILL");
  expect(await keeper.exited).toEqual({ code: 1, signal: null });

  const deaths: string[] = [];
  const supervisor = createSupervisor({
    line: () => undefined,
    died: (_name, how) => deaths.push(how),
    silent: () => undefined,
    recovered: () => undefined,
    changed: () => undefined,
  });
  try {
    await supervisor.start(engine.spec);
    const killed = serverPid(engine.directory);
    process.kill(killed, "SIGKILL");
    await expect.poll(() => deaths[0]).toBe("code 1");
    await expect.poll(() => countOrganizations(engine.url).catch(() => null)).toBe(0);
    expect(serverPid(engine.directory)).not.toBe(killed);
  } finally {
    await supervisor.stop([]);
  }
});

test("stops at once after its server died, and leaves the pid file to PostgreSQL", async () => {
  const engine = await describe("crashed");
  const keeper = await start(engine);
  const left = serverPid(engine.directory);
  process.kill(left, "SIGKILL");
  await expect.poll(() => signalProcess(left, 0), { interval: 5 }).toBe(false);
  // 1 when it has noticed by itself; anything else is somebody's patience that ran out.
  expect([0, 1]).toContain((await keeper.stop()).code);
  expect(await stopOrphan(engine.directory)).toBe("dead");
  expect(serverPid(engine.directory)).toBe(left);
});

test("starts in spite of a pid file whose number now belongs to somebody else", async () => {
  const engine = await describe("stale");
  await (await start(engine)).stop();
  const file = join(engine.directory, "postmaster.pid");
  writeFileSync(file, `${process.pid}\n${engine.directory}\n`);
  await start(engine);
  expect(isGone(process.pid)).toBe(false);
});

test("begins again when the first initialisation was interrupted", async () => {
  const engine = await describe("unfinished");
  mkdirSync(`${engine.directory}.unfinished/base`, { recursive: true });
  writeFileSync(`${engine.directory}.unfinished/PG_VERSION`, "18\n");
  await start(engine);
  expect(existsSync(`${engine.directory}.unfinished`)).toBe(false);
});
