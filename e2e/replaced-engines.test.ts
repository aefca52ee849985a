import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { findFreePort } from "@plumbline/testing/free-port";
import type { Product } from "@plumbline/testing/product";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeDataDirectory, readApi, send, startWithProject, until } from "./product.ts";

/** Debian's servers instead of the embedded engines; ClickHouse is another start's embedded one. */
describe("engines replaced by URLs", () => {
  let directory: Awaited<ReturnType<typeof makeDataDirectory>>;
  const servers: ChildProcess[] = [];
  let clickhouseOwner: Product | undefined;
  let product: Product;
  let databaseUrl = "";
  let redisUrl = "";

  beforeAll(async () => {
    directory = await makeDataDirectory();
    databaseUrl = await startPostgres(join(directory.path, "debian-postgres"));
    redisUrl = await startRedis();
    const owner = join(directory.path, "owner");
    mkdirSync(owner);
    clickhouseOwner = await startWithProject({ dataDir: owner });
    const own = join(directory.path, "own");
    mkdirSync(own);
    const clickhouse = new URL(clickhouseOwner.clickhouseUrl);
    clickhouse.pathname = "/replaced";
    product = await startWithProject({
      dataDir: own,
      env: { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl, CLICKHOUSE_URL: clickhouse.href },
    });
  });

  afterAll(async () => {
    await product?.stop();
    await clickhouseOwner?.stop();
    for (const server of servers) server.kill("SIGINT");
    await Promise.all(servers.map((server) => new Promise((resolve) => server.once("close", resolve))));
    await directory?.remove();
  });

  it("starts no embedded engine", () => {
    expect(() => product.pidOf("postgres")).toThrow();
    expect(() => product.pidOf("clickhouse")).toThrow();
  });

  it("takes, stores and reads a trace", async () => {
    const traceId = await send("langfuse-classic", product);
    const found = await until(
      async () => (await readApi(product, `/api/public/traces/${traceId}`)).status,
      (status) => status === 200,
    );
    expect(found).toBe(200);
    const elsewhere = await readApi(clickhouseOwner ?? product, `/api/public/traces/${traceId}`);
    expect(elsewhere.status).toBe(404);
  });

  it("keeps its schema in the given PostgreSQL and its queue in the given Redis", async () => {
    const tables = query(
      databaseUrl,
      "SELECT count(*) FROM _prisma_migrations WHERE finished_at IS NOT NULL",
    );
    expect(Number(tables)).toBeGreaterThan(0);
    const keys = spawnSync("redis-cli", ["-u", redisUrl, "--raw", "KEYS", "*"], { encoding: "utf8" });
    expect(keys.stdout).toContain("retention-sweep");
    const ready = await fetch(`${product.workerUrl}/ready`);
    expect(ready.status).toBe(200);
  });

  async function startPostgres(path: string): Promise<string> {
    const version = readdirSync("/usr/lib/postgresql").sort().at(-1) ?? "";
    const binaries = `/usr/lib/postgresql/${version}/bin`;
    mkdirSync(path);
    const identity = runAs("postgres");
    if (identity.uid !== undefined && identity.gid !== undefined) chownSync(path, identity.uid, identity.gid);
    chmodSync(path, 0o700);
    const port = await findFreePort();
    const made = spawnSync(`${binaries}/initdb`, ["-D", path, "-U", "owner", "-A", "trust"], identity);
    expect(made.status).toBe(0);
    const sockets = ["-c", `unix_socket_directories=${path}`];
    const server = spawn(`${binaries}/postgres`, ["-D", path, "-p", String(port), ...sockets], {
      ...identity,
      stdio: "ignore",
    });
    servers.push(server);
    const url = `postgresql://owner@127.0.0.1:${port}/plumbline`;
    const admin = `postgresql://owner@127.0.0.1:${port}/postgres`;
    await until(
      async () => query(admin, "SELECT 1").trim(),
      (answer) => answer === "1",
    );
    return url;
  }

  async function startRedis(): Promise<string> {
    const port = await findFreePort();
    const settings = ["--port", String(port), "--save", "", "--maxmemory-policy", "noeviction"];
    servers.push(spawn("redis-server", settings, { stdio: "ignore" }));
    const url = `redis://127.0.0.1:${port}`;
    const ping = async () => spawnSync("redis-cli", ["-u", url, "PING"], { encoding: "utf8" }).stdout.trim();
    await until(ping, (answer) => answer === "PONG");
    return url;
  }
});

function query(url: string, sql: string): string {
  return spawnSync("psql", [url, "-Atc", sql], { encoding: "utf8" }).stdout;
}

/** PostgreSQL refuses to run as root; Debian's package brings a user for it. */
function runAs(user: string): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0 || !existsSync("/etc/passwd")) return {};
  const id = (flag: string) => Number(spawnSync("id", [flag, user], { encoding: "utf8" }).stdout);
  return { uid: id("-u"), gid: id("-g") };
}
