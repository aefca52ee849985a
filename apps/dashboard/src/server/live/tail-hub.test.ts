import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { createTailHub } from "./tail-hub.ts";

interface Row {
  id: string;
  state?: string;
}

/** A store that counts how often it is read, and gives out what it holds. */
function harness() {
  const store = {
    readings: [] as string[],
    rows: [] as Row[],
    failure: null as Error | null,
    running: 0,
    most: 0,
  };
  const hub = createTailHub<string, Row, { at: number }>({
    read: async (question) => {
      store.readings.push(question);
      store.running += 1;
      store.most = Math.max(store.most, store.running);
      await sleep(2);
      store.running -= 1;
      if (store.failure !== null) throw store.failure;
      return { rows: store.rows, more: false, position: { at: store.readings.length } };
    },
    identify: ({ id }) => id,
    atUs: ({ at }) => at,
    nowUs: () => 0,
    everyMs: 5,
  });
  return { store, hub };
}

test("however many watch one question, it is read by one, and not at all once nobody does", async () => {
  const { store, hub } = harness();
  const watches = Array.from({ length: 20 }, () => hub.watch("a", "a"));
  store.rows = [{ id: "1" }];
  const heard = await Promise.all(watches.map((watch) => watch.next()));
  expect(heard.map((news) => news?.rows)).toEqual(watches.map(() => [{ id: "1" }]));
  expect(store.most).toBe(1);
  expect(hub.size()).toBe(1);
  for (const watch of watches) watch.leave();
  expect(hub.size()).toBe(0);
  await sleep(20);
  const readings = store.readings.length;
  await sleep(40);
  expect(store.readings.length).toBe(readings);
});

test("tells a row once, and again when it changed", async () => {
  const { store, hub } = harness();
  store.rows = [{ id: "1", state: "running" }];
  const watch = hub.watch("a", "a");
  expect((await watch.next())?.rows).toEqual([{ id: "1", state: "running" }]);
  const before = store.readings.length;
  await expect.poll(() => store.readings.length).toBeGreaterThan(before + 2);
  store.rows = [{ id: "1", state: "running" }, { id: "2" }];
  expect((await watch.next())?.rows).toEqual([{ id: "2" }]);
  store.rows = [{ id: "1", state: "done" }, { id: "2" }];
  expect((await watch.next())?.rows).toEqual([{ id: "1", state: "done" }]);
  watch.leave();
  expect(await watch.next()).toBeUndefined();
});

test("a failed reading reaches everybody who watches, and who watches next begins anew", async () => {
  const { store, hub } = harness();
  store.failure = new Error("the store is away");
  const watches = [hub.watch("a", "a"), hub.watch("a", "a")];
  for (const watch of watches) await expect(watch.next()).rejects.toThrow("the store is away");
  store.failure = null;
  store.rows = [{ id: "1" }];
  const next = hub.watch("a", "a");
  expect((await next.next())?.rows).toEqual([{ id: "1" }]);
  for (const watch of [...watches, next]) watch.leave();
});

test("who is too slow is told that something was missed, and nothing grows", async () => {
  const { store, hub } = harness();
  const watch = hub.watch("a", "a");
  let number = 0;
  const change = setInterval(() => {
    number += 1;
    store.rows = [{ id: String(number) }];
  }, 1);
  await expect.poll(() => store.readings.length).toBeGreaterThan(60);
  clearInterval(change);
  const first = await watch.next();
  expect(first).toMatchObject({ rows: [], more: true });
  watch.leave();
});
