import { randomUUID } from "node:crypto";
import { createDb } from "@plumbline/db/client";
import { createLogger } from "@plumbline/runtime/logger";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createProject, startTestApi, type TestApi } from "./api.fixture.ts";
import { createScoreConfigCache } from "./score-config-cache.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api?.close());

async function send<Body>(method: string, path: string, body?: object) {
  const answer = await api.call(`/api/public/${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: (await answer.json()) as Body };
}

const createConfig = async (body: object) =>
  (await send<{ id: string }>("POST", "score-configs", body)).body.id;
const postScore = (body: object) =>
  send<{ id: string; message?: string }>("POST", "scores", { traceId: "t1", ...body });
const stored = async (id: string) => {
  await api.drained();
  return (await send<Record<string, unknown>>("GET", `v2/scores/${id}`)).body;
};

const categories = [
  { label: "good", value: 3 },
  { label: "bad", value: -1 },
];

describe("a score that names a config", () => {
  test("is refused with the reason when it does not fit", async () => {
    const range = await createConfig({ name: "range", dataType: "NUMERIC", minValue: 0, maxValue: 1 });
    const tone = await createConfig({ name: "tone", dataType: "CATEGORICAL", categories });
    const safe = await createConfig({ name: "safe", dataType: "BOOLEAN" });
    const note = await createConfig({ name: "note", dataType: "TEXT" });
    const gone = await createConfig({ name: "gone", dataType: "NUMERIC" });
    await send("PATCH", `score-configs/${gone}`, { isArchived: true });
    for (const [score, reason] of [
      [{ name: "range", configId: range, value: 1.01 }, /value: 1.01 is above 1/],
      [{ name: "range", configId: range, value: -0.01 }, /below 0/],
      [{ name: "range", configId: range, value: "high" }, /data type NUMERIC; the score is CATEGORICAL/],
      [{ name: "range", configId: range, value: 1, dataType: "BOOLEAN" }, /data type NUMERIC/],
      [{ name: "rank", configId: range, value: 1 }, /for "range", not for "rank"/],
      [{ name: "tone", configId: tone, value: "so-so" }, /none of .* "good", "bad"/],
      [{ name: "tone", configId: tone, value: 3 }, /data type CATEGORICAL/],
      [{ name: "safe", configId: safe, value: 2 }, /data type BOOLEAN/],
      [{ name: "safe", configId: safe, value: 1, dataType: "NUMERIC" }, /data type BOOLEAN/],
      [{ name: "note", configId: note, value: "" }, /1 to 500/],
      [{ name: "gone", configId: gone, value: 1 }, /archived/],
      [{ name: "range", configId: randomUUID(), value: 1 }, /not that of a score config/],
      [{ name: "range", configId: "no uuid \u{1f600}", value: 1 }, /not that of a score config/],
    ] as const) {
      const answer = await postScore(score);
      expect(answer, JSON.stringify(score)).toMatchObject({
        status: 400,
        body: { errors: [expect.stringMatching(reason)] },
      });
    }
  });

  test("takes its type and the number of its category from the config", async () => {
    const tone = await createConfig({ name: "tone", dataType: "CATEGORICAL", categories });
    const safe = await createConfig({ name: "safe", dataType: "BOOLEAN" });
    const note = await createConfig({ name: "note", dataType: "TEXT" });
    const first = await postScore({ name: "tone", configId: tone, value: "good" });
    expect(await stored(first.body.id)).toMatchObject({
      dataType: "CATEGORICAL",
      value: 3,
      stringValue: "good",
      configId: tone,
    });
    const second = await postScore({ name: "safe", configId: safe, value: 1 });
    expect(await stored(second.body.id)).toMatchObject({
      dataType: "BOOLEAN",
      value: 1,
      stringValue: "True",
    });
    const third = await postScore({ name: "note", configId: note, value: "plain" });
    expect(await stored(third.body.id)).toMatchObject({ dataType: "TEXT", stringValue: "plain" });
  });

  test("of another project's config is refused", async () => {
    const projectId = await createProject(api.db);
    const foreign = await api.db.scoreConfig.create({
      data: { projectId, name: "range", dataType: "numeric" },
    });
    expect(await postScore({ name: "range", configId: foreign.id, value: 1 })).toMatchObject({ status: 400 });
  });

  test("counts with a change of its config at once", async () => {
    const id = await createConfig({ name: "moving", dataType: "NUMERIC", maxValue: 1 });
    const score = { name: "moving", configId: id, value: 2 };
    expect((await postScore(score)).status).toBe(400);
    await send("PATCH", `score-configs/${id}`, { maxValue: 2 });
    expect((await postScore(score)).status).toBe(200);
  });
});

test("in a batch each score stands for itself, and the refused one is kept with its reason", async () => {
  const configId = await createConfig({ name: "batched", dataType: "NUMERIC", minValue: 0, maxValue: 1 });
  const event = (id: string, value: number, more: object = {}) => ({
    id: `event-${id}`,
    type: "score-create",
    timestamp: new Date().toISOString(),
    body: { id, traceId: "t1", name: "batched", value, configId, ...more },
  });
  const batch = [event("fits", 1), event("too-high", 7), event("free", 7, { configId: null })];
  const { status, body } = await send<{ successes: Array<{ id: string }>; errors: object[] }>(
    "POST",
    "ingestion",
    { batch },
  );
  expect(status).toBe(207);
  expect(body.successes.map(({ id }) => id)).toEqual(["event-fits", "event-free"]);
  expect(body.errors).toEqual([
    {
      id: "event-too-high",
      status: 400,
      error: "score.config_range",
      message: "value: 7 is above 1, the score config's largest.",
    },
  ]);
  await api.drained();
  const kept = (await api.rejectedEvents()).filter(({ eventId }) => eventId === "event-too-high");
  expect(kept).toMatchObject([{ code: "score.config_range" }]);
});

describe("the memory of configs", () => {
  const logger = createLogger({ name: "test", level: "silent" });

  test("asks once for any number of scores, and once more for a config that it does not know", async () => {
    const { id } = await api.db.scoreConfig.create({
      data: { projectId: api.projectId, name: "counted", dataType: "numeric" },
    });
    let queries = 0;
    const counting = new Proxy(api.db, {
      get(db, name) {
        if (name === "scoreConfig") queries++;
        return Reflect.get(db, name);
      },
    });
    const cache = createScoreConfigCache({ db: counting, logger, freshMs: 60_000 });
    const known = new Set([id]);
    await Promise.all(Array.from({ length: 100 }, () => cache.read(api.projectId, known)));
    // One that ran when the others asked, and one for all of them.
    expect(queries).toBeLessThanOrEqual(2);
    for (let round = 0; round < 100; round++) await cache.read(api.projectId, known);
    expect(queries).toBeLessThanOrEqual(2);
    const before = queries;
    await Promise.all(Array.from({ length: 100 }, () => cache.read(api.projectId, new Set(["other"]))));
    expect(queries - before).toBeGreaterThan(0);
    expect(queries - before).toBeLessThanOrEqual(2);
  });

  test("goes on with what it knew while PostgreSQL is away, and refuses nothing that it never knew", async () => {
    const { id } = await api.db.scoreConfig.create({
      data: { projectId: api.projectId, name: "kept", dataType: "numeric" },
    });
    const away = createDb({ url: "postgres://nobody@127.0.0.1:1/none" });
    let db = api.db;
    const switching = new Proxy(api.db, { get: (_target, name) => Reflect.get(db, name) });
    const cache = createScoreConfigCache({ db: switching, logger, freshMs: 0 });
    expect((await cache.read(api.projectId, new Set([id])))?.get(id)?.name).toBe("kept");
    db = away;
    expect((await cache.read(api.projectId, new Set([id])))?.get(id)?.name).toBe("kept");
    expect(await cache.read("another project", new Set([id]))).toBeNull();
    await away.$disconnect();
  });
});
