import { afterAll, beforeAll, expect, test } from "vitest";
import { type Front, startFront } from "./fixtures/front.ts";

let front: Front;
const call: Front["call"] = (...args) => front.call(...args);
const run: Front["run"] = (...args) => front.run(...args);
const createTable: Front["createTable"] = (...args) => front.createTable(...args);

beforeAll(async () => {
  front = await startFront();
});
afterAll(() => front.stop());

const slowQuery = (mark: string) =>
  `SELECT '${mark}', sum(sleepEachRow(0.5)) FROM numbers(200) SETTINGS max_block_size = 1, function_sleep_max_microseconds_per_block = 0`;
const countRunning = (mark: string) =>
  run(
    `SELECT count() FROM system.processes WHERE position(query, '${mark}') > 0 AND position(query, 'processes') = 0`,
  );

test("kills the query of a client that goes away, and starts none of those that waited", async () => {
  const open = (count: number) =>
    Array.from({ length: count }, () => {
      const abort = new AbortController();
      return { abort, answer: call(slowQuery("gone"), { signal: abort.signal }).catch(() => null) };
    });
  const running = open(20);
  await expect.poll(() => countRunning("gone")).toBe("20");
  // Some of these find a free lane, the others wait for one.
  const clients = [...running, ...open(10)];
  await new Promise((resolve) => setTimeout(resolve, 300));
  for (const { abort } of clients) abort.abort();
  await Promise.all(clients.map(({ answer }) => answer));
  await expect.poll(() => countRunning("gone")).toBe("0");
});

test("answers other queries while large inserts run", async () => {
  await createTable("large");
  const line = `{"a":1,"s":"${"x".repeat(1000)}"}\n`;
  const body = Buffer.from(line.repeat(20_000));
  let isInserting = true;
  const inserts = Promise.all(
    Array.from({ length: 3 }, () => call("INSERT INTO large FORMAT JSONEachRow", { body })),
  ).finally(() => {
    isInserting = false;
  });
  let answered = 0;
  while (isInserting) {
    await run("SELECT 1");
    answered += 1;
  }
  expect((await inserts).map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(answered).toBeGreaterThan(5);
  expect(await run("SELECT count() FROM large")).toBe("60000");
});

test("comes back with its data after kill -9", async () => {
  await createTable("survives");
  await call("INSERT INTO survives FORMAT JSONEachRow", { body: '{"a":42}' });
  await front.killAndStartAgain();
  expect(await run("SELECT a FROM survives")).toBe("42");
});
