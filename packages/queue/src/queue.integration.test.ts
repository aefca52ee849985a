import { createLogger } from "@plumbline/runtime/logger";
import { createMetrics } from "@plumbline/runtime/metrics";
import { findFreePort } from "@plumbline/testing/free-port";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { openBackend, type QueueBackend, type QueueConnection } from "./connection.ts";
import { createQueue, type JobQueue } from "./queue.ts";
import { createDatabase, type RedisServer, startRedis } from "./stores.fixture.ts";
import { type JobContext, type JobWorker, startWorker } from "./worker.ts";

const lines: Array<{ level: string; msg: string; job?: string }> = [];
const logger = createLogger({
  name: "test",
  destination: { write: (line) => void lines.push(JSON.parse(line)) },
});

let redis: RedisServer;
beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.stop());

const stores: Array<[string, () => Promise<QueueConnection>]> = [
  ["PostgreSQL", async () => ({ databaseUrl: await createDatabase() })],
  ["Redis", async () => ({ databaseUrl: "postgresql://unused.invalid/db", redisUrl: redis.url })],
];

describe.each(stores)("a queue on %s", (_, connect) => {
  let connection: QueueConnection;
  let queue: JobQueue;
  let raw: QueueBackend;
  const workers: JobWorker[] = [];

  beforeAll(async () => {
    connection = await connect();
    queue = await createQueue({ ...connection, logger });
    raw = await openBackend(connection, { role: "producer", logger });
  });
  afterEach(async () => {
    await Promise.all(workers.splice(0).map((worker) => worker.close()));
  });
  afterAll(async () => {
    await queue.close();
    await raw.close();
  });

  async function work(handler: (context: JobContext) => Promise<void>): Promise<void> {
    const handlers = {
      "erase-traces": async () => undefined,
      "open-review-items": async () => undefined,
      "recompute-prices": async () => undefined,
      "reconcile-gateway": async () => undefined,
      "retention-sweep": (_payload: object, context: JobContext) => handler(context),
    };
    workers.push(
      await startWorker({ ...connection, handlers, logger, metrics: createMetrics({ process: "test" }) }),
    );
  }

  async function addRaw(name: string, data: unknown, options: object = {}): Promise<void> {
    const maintenance = await raw.openQueue("maintenance", {});
    await maintenance.add(name, data, options);
    await maintenance.close();
  }

  const settled = (expected: Partial<Record<"waiting" | "active" | "failed", number>>) =>
    expect.poll(async () => (await queue.counts()).maintenance).toMatchObject(expected);

  it("runs a job that was added before any worker was there, once per id", async () => {
    await queue.add("retention-sweep", {}, { id: "once" });
    await queue.add("retention-sweep", {}, { id: "once" });
    expect((await queue.counts()).maintenance).toMatchObject({ waiting: 1, active: 0 });
    const seen: Array<[string, number]> = [];
    await work(async ({ id, attempt }) => void seen.push([id, attempt]));
    await settled({ waiting: 0, active: 0 });
    await queue.add("retention-sweep", {}, { id: "once" });
    await queue.add("retention-sweep", {}, { id: "twice" });
    await expect
      .poll(() => seen)
      .toEqual([
        ["once", 1],
        ["twice", 1],
      ]);
  });

  it("tries again under the same id until the attempts are used up", async () => {
    const attempts: number[] = [];
    await work(async ({ attempt }) => {
      attempts.push(attempt);
      throw new Error("no luck");
    });
    const { failed } = (await queue.counts()).maintenance;
    await addRaw("retention-sweep", {}, { attempts: 3, backoff: 1 });
    await settled({ failed: failed + 1, waiting: 0, active: 0 });
    expect(attempts).toEqual([1, 2, 3]);
  });

  it("completes jobs of unknown names with a warning", async () => {
    const { failed } = (await queue.counts()).maintenance;
    let ran = 0;
    await work(async () => void ran++);
    for (const name of ["from-the-future", "constructor"])
      await addRaw(name, { anything: true }, { attempts: 5 });
    await expect
      .poll(() => lines.filter(({ level, msg }) => level === "warn" && msg.startsWith("unknown job")).length)
      .toBeGreaterThanOrEqual(2);
    await settled({ waiting: 0, active: 0, failed });
    expect(ran).toBe(0);
  });

  it("refuses a wrong payload at the door, and fails a stored one without another try", async () => {
    const wrong = JSON.parse('{"projectId":"p"}');
    await expect(queue.add("retention-sweep", wrong)).rejects.toMatchObject({ code: "invalid_request" });
    const { failed } = (await queue.counts()).maintenance;
    let ran = 0;
    await work(async () => void ran++);
    await addRaw("retention-sweep", wrong, { attempts: 5, backoff: 3_600_000 });
    await settled({ failed: failed + 1, waiting: 0, active: 0 });
    expect(ran).toBe(0);
  });

  it("waits for the running job when it closes", async () => {
    const events: string[] = [];
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    await work(async () => {
      events.push("started");
      await gate;
      events.push("finished");
    });
    await queue.add("retention-sweep", {});
    await expect.poll(() => events).toEqual(["started"]);
    const closing = Promise.all(workers.splice(0).map((worker) => worker.close())).then(() =>
      events.push("closed"),
    );
    release();
    await closing;
    expect(events).toEqual(["started", "finished", "closed"]);
  });

  it("keeps one schedule per catalogue entry and drops those that left it", async () => {
    const maintenance = await raw.openQueue("maintenance", {});
    await maintenance.upsertJobScheduler("gone", { pattern: "0 0 * * *" }, { name: "gone" });
    await queue.applySchedules();
    await queue.applySchedules();
    const schedulers = await maintenance.getJobSchedulers();
    const found = schedulers.map(({ key, pattern, tz }) => ({ key, pattern, tz }));
    expect(found.toSorted((a, b) => a.key.localeCompare(b.key))).toEqual([
      { key: "erase-traces", pattern: "* * * * *", tz: "UTC" },
      { key: "retention-sweep", pattern: "7 * * * *", tz: "UTC" },
    ]);
    expect((await queue.counts()).maintenance.delayed).toBe(2);
    await maintenance.close();
  });

  it("answers a ping", async () => {
    expect(await queue.ping()).toBe(true);
  });
});

describe("a store that cannot be used", () => {
  it("is refused in one line when Redis may evict jobs", async () => {
    const evicting = await startRedis(["--maxmemory-policy", "allkeys-lru"]);
    try {
      const connection = { databaseUrl: "postgresql://unused.invalid/db", redisUrl: evicting.url };
      await expect(createQueue({ ...connection, logger })).rejects.toThrow(
        "REDIS_URL names a server with maxmemory-policy allkeys-lru, which may drop jobs: set it to noeviction",
      );
    } finally {
      await evicting.stop();
    }
  });

  it("is named when nobody listens", async () => {
    const port = await findFreePort();
    const redisUrl = `redis://127.0.0.1:${port}`;
    const databaseUrl = `postgresql://127.0.0.1:${port}/db`;
    const unavailable = { code: "unavailable" };
    await expect(createQueue({ databaseUrl, redisUrl, logger })).rejects.toMatchObject(unavailable);
    await expect(createQueue({ databaseUrl, logger })).rejects.toMatchObject(unavailable);
  });

  it("makes producers fail instead of waiting", async () => {
    const dying = await startRedis();
    const queue = await createQueue({
      databaseUrl: "postgresql://unused.invalid/db",
      redisUrl: dying.url,
      logger,
    });
    await queue.add("retention-sweep", {});
    await dying.stop();
    await expect(queue.add("retention-sweep", {})).rejects.toThrow();
    expect(await queue.ping()).toBe(false);
    await queue.close();
  });
});
