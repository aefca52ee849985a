import type { Filter } from "@plumbline/filters/filter";
import { expect, test } from "vitest";
import { setUpArrivals } from "../arrivals.fixture.ts";
import { type TailPosition, tailTraces } from "./index.ts";

const stage = setUpArrivals();

test("a tail tells what arrived since, with news of what was there, and nothing of others", async () => {
  const { ctx, stranger, projectId, store } = stage();
  const now = Date.now();
  const at = (seconds: number) => new Date(now - 60_000 + seconds * 1_000).toISOString();
  const window = { projectId, from: new Date(now - 3_600_000), limit: 2 };
  const userIs = (value: string): Filter => ({
    type: "compare",
    field: "user",
    operator: "is",
    values: [value],
  });
  await store([
    { traceId: "t1", receivedAt: at(1), user: "grace" },
    { traceId: "t2", receivedAt: at(2), user: "hedy" },
  ]);
  await store([{ traceId: "foreign", receivedAt: at(2) }], "another");
  const read = async (since: number | TailPosition) => {
    const { rows, position, more } = await tailTraces(ctx, { ...window, since });
    return { ids: rows.map(({ traceId }) => traceId), position, more };
  };
  const first = await read((now - 120_000) * 1_000);
  expect([first.ids.toSorted(), first.more]).toEqual([["t1", "t2"], false]);
  expect(first.position.lastUs).toBe(Date.parse(at(2)) * 1_000);
  // The first look back over the overlap may tell again; with nothing new it is silent from then on.
  const second = await read(first.position);
  expect((await read(second.position)).ids).toEqual([]);

  // A span that was received a little before what is known already.
  await store([{ traceId: "t1", spanId: "late", receivedAt: at(1.5) }]);
  const third = await read(second.position);
  expect(third.ids).toContain("t1");
  await store([
    { traceId: "t3", receivedAt: at(30), user: "grace" },
    { traceId: "t4", receivedAt: at(31) },
    { traceId: "t5", receivedAt: at(32) },
  ]);
  const fourth = await read(third.position);
  expect([fourth.ids, fourth.more]).toEqual([["t5", "t4"], true]);
  // Two are told, and the third was told in the round before: nothing is missed.
  await store([{ traceId: "t6", receivedAt: at(33) }]);
  const fifth = await read(fourth.position);
  expect([fifth.ids, fifth.more]).toEqual([["t6", "t5"], false]);
  const filtered = await tailTraces(ctx, {
    ...window,
    limit: 10,
    since: third.position,
    filter: userIs("grace"),
  });
  // t1 arrived within the overlap, t2 and the others are not hers.
  expect(filtered.rows.map(({ traceId }) => traceId)).toEqual(["t3", "t1"]);
  await expect(tailTraces(stranger, { ...window, since: 0 })).rejects.toMatchObject({ code: "not_found" });
});
