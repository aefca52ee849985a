import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { createClickHouse, defineQuery } from "@plumbline/clickhouse/client";
import { createDb } from "@plumbline/db/client";
import { createQueue } from "@plumbline/queue/queue";
import { createLogger } from "@plumbline/runtime/logger";
import { createTestDatabase, providedEngines, type TestDatabase } from "@plumbline/testing/engines";
import { findFreePort } from "@plumbline/testing/free-port";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";

const entry = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const logger = createLogger({ name: "test", level: "silent" });

let database: TestDatabase;
const children: ChildProcess[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
});
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill("SIGKILL");
    await once(child, "exit");
  }
});

/** The process as it is started in production, only from its sources. */
function run(file: string, env: Record<string, string>) {
  const child = spawn(process.execPath, ["--import", "tsx", entry(file)], {
    stdio: ["pipe", "pipe", "pipe"],
    env: {
      PATH: process.env["PATH"],
      DATABASE_URL: database.databaseUrl,
      CLICKHOUSE_URL: database.clickhouseUrl,
      ...env,
    },
  });
  children.push(child);
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  return {
    child,
    output: () => output,
    exit: once(child, "exit").then(([code]: Array<number | null>) => code),
  };
}

async function startWorker(env: Record<string, string> = {}) {
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  const process = run("./main.ts", { WORKER_PORT: String(port), ...env });
  const status = () =>
    fetch(`${url}/ready`).then(
      (response) => response.status,
      () => 0,
    );
  await expect.poll(status, { message: process.output() }).toBe(200);
  return { ...process, url };
}

const get = async (url: string) => {
  const response = await fetch(url);
  return { status: response.status, text: await response.text() };
};

describe("the worker", () => {
  it("is alive, ready and measured", async () => {
    const { url } = await startWorker();
    expect(await get(`${url}/health`)).toEqual({ status: 200, text: '{"status":"ok"}' });
    await expect
      .poll(async () => JSON.parse((await get(`${url}/ready`)).text))
      .toEqual({
        ready: true,
        checks: { queue: "ok", postgres: "ok", clickhouse: "ok" },
      });
    const page = async () => (await get(`${url}/metrics`)).text;
    expect(await page()).toContain('plumbline_process_info{process="worker"} 1');
    // One that is due is made anew a moment later.
    await expect.poll(page).toContain('plumbline_queue_jobs{queue="maintenance",state="delayed"} 2');
  });

  it("sweeps what outlived its retention, logs it and leaves in order", async () => {
    const { child, output, exit, url } = await startWorker();
    const db = createDb({ url: database.databaseUrl });
    const clickhouse = createClickHouse({ url: database.clickhouseUrl });
    const organization = await db.organization.create({ data: { name: "o" } });
    const project = await db.project.create({
      data: { organizationId: organization.id, name: "p", retentionDays: 3 },
    });
    for (const [id, days] of [
      ["older", 10],
      ["younger", 1],
    ]) {
      await clickhouse.command(`INSERT INTO spans (project_id, trace_id, span_id, start_time, row_version)
        SELECT '${project.id}', 't', '${id}', now64(6) - INTERVAL ${days} DAY, 1`);
    }
    const queue = await createQueue({ databaseUrl: database.databaseUrl, logger });
    await queue.add("retention-sweep", {});
    const list = defineQuery({
      name: "test.spans",
      params: z.object({ projectId: z.string() }),
      row: z.object({ id: z.string() }),
      sql: "SELECT span_id AS id FROM spans WHERE project_id = {projectId:String}",
    });
    await expect.poll(() => clickhouse.query(list, { projectId: project.id })).toEqual([{ id: "younger" }]);
    await expect
      .poll(async () => (await get(`${url}/metrics`)).text)
      .toMatch(/^plumbline_jobs_total\{job="retention-sweep",outcome="completed"\} [1-9]/m);
    expect(await db.auditEntry.count({ where: { projectId: project.id, action: "retention.swept" } })).toBe(
      1,
    );
    await Promise.all([queue.close(), clickhouse.close(), db.$disconnect()]);

    child.kill("SIGTERM");
    expect(await exit).toBe(0);
    const lines = output()
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines).toContainEqual(
      expect.objectContaining({
        level: "info",
        job: "retention-sweep",
        swept: { projects: 1, rows: 1, complete: true },
      }),
    );
    expect(output()).not.toContain(new URL(database.databaseUrl).password);
  });

  it("recomputes prices to the end though it is killed on the way", async () => {
    const db = createDb({ url: database.databaseUrl });
    const clickhouse = createClickHouse({ url: database.clickhouseUrl });
    const organization = await db.organization.create({ data: { name: "o" } });
    const { id: projectId } = await db.project.create({
      data: { organizationId: organization.id, name: "p" },
    });
    const spans = 200_000;
    await clickhouse.command(`INSERT INTO spans (project_id, trace_id, span_id, start_time, row_version, kind,
        model_used, input_tokens, output_tokens, billable, billable_reason)
      SELECT '${projectId}', 't', toString(number), toDateTime64('2026-11-01 00:00:00', 6, 'UTC') + number, 4096,
        'GENERATION', 'gpt-4o', 500, 300, true, 'leaf' FROM numbers(${spans})`);
    const { id } = await db.priceRecompute.create({
      data: {
        projectId,
        fromTime: new Date("2026-10-01"),
        toTime: new Date("2026-12-01"),
        requestedByUserId: "",
      },
    });
    const row = () => db.priceRecompute.findUniqueOrThrow({ where: { id } });
    const first = await startWorker();
    await expect
      .poll(async () => (await row()).spansDone, { timeout: 60_000, interval: 20 })
      .toBeGreaterThan(0);
    first.child.kill("SIGKILL");
    await first.exit;
    expect(await row()).toMatchObject({ status: "running" });
    expect((await row()).spansDone).toBeLessThan(spans);

    // A minute passes.
    await db.correctionLease.updateMany({ data: { until: new Date(0) } });
    await startWorker();
    await expect.poll(async () => (await row()).status, { timeout: 90_000 }).toBe("completed");
    const total = defineQuery({
      name: "test.total",
      params: z.object({ projectId: z.string() }),
      row: z.object({ cost: z.string(), spans: z.number() }),
      sql: `SELECT toString(sum(cost)) AS cost, count() AS spans FROM spans FINAL
        WHERE project_id = {projectId:String}`,
    });
    expect(await clickhouse.query(total, { projectId })).toEqual([{ cost: "850", spans }]);
    expect((await row()).spansDone).toBe(spans);
    await Promise.all([clickhouse.close(), db.$disconnect()]);
  }, 240_000);

  it("follows its supervisor out", async () => {
    const { child, exit } = await startWorker({ PLUMBLINE_SUPERVISED: "1" });
    child.stdin.end();
    expect(await exit).toBe(0);
  });

  it("names a missing variable in one line and ends", async () => {
    const { exit, output } = run("./main.ts", { DATABASE_URL: "" });
    expect(await exit).toBe(1);
    expect(output()).toBe(
      "DATABASE_URL is not set: expected a URL that starts with postgres:// or postgresql://\n",
    );
  });

  it("says why when its queue is away, and ends", async () => {
    const port = await findFreePort();
    const { exit, output } = run("./main.ts", { DATABASE_URL: `postgresql://u:canary@127.0.0.1:${port}/d` });
    expect(await exit).toBe(1);
    expect(output()).toContain("worker cannot start");
    expect(output()).not.toContain("canary");
  });
});

describe("migrate", () => {
  it("makes empty servers usable, creates what is asked for, and may be repeated", async () => {
    const name = `migrate_${randomBytes(6).toString("hex")}`;
    const engines = await providedEngines();
    const rename = (url: string) => Object.assign(new URL(url), { pathname: `/${name}` }).href;
    const env = {
      DATABASE_URL: rename(engines.databaseUrl),
      CLICKHOUSE_URL: rename(engines.clickhouseUrl),
      PLUMBLINE_KEY_PEPPER: "a pepper for this test",
    };
    expect(await run("./migrate/main.ts", env).exit).toBe(0);
    const db = createDb({ url: env.DATABASE_URL });
    expect(await db.project.count()).toBe(0);

    const init = {
      PLUMBLINE_INIT_PROJECT_ID: "docker",
      PLUMBLINE_INIT_PUBLIC_KEY: "pk-lf-docker",
      PLUMBLINE_INIT_SECRET_KEY: "sk-lf-docker-canary",
    };
    for (let round = 0; round < 2; round++) {
      const { exit, output } = run("./migrate/main.ts", { ...env, ...init });
      expect(await exit, output()).toBe(0);
      expect(output()).not.toContain("canary");
    }
    expect(await db.project.findMany({ select: { id: true } })).toEqual([{ id: "docker" }]);
    await db.$disconnect();
  });
});
