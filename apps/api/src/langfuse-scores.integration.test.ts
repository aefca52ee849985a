import type { ScoreBody } from "@plumbline/contracts/langfuse";
import type { ScoreV3Body } from "@plumbline/contracts/langfuse-reads";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createProject } from "./api.fixture.ts";
import { at, filter, type LangfuseWorld, type Paged, startWorld } from "./langfuse-world.fixture.ts";

let world: LangfuseWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.api.close());

const all = ["sc-flag", "sc-number", "sc-run", "sc-session", "sc-text", "sc-word"];
const onTraces = ["sc-flag", "sc-number", "sc-text", "sc-word"];

describe.each(["scores", "v2/scores"])("GET %s", (path) => {
  const expected = path === "scores" ? onTraces : all;
  test.each([
    ["", expected],
    ["name=quality", expected.filter((id) => ["sc-number", "sc-session", "sc-run"].includes(id))],
    ["traceId=t1", ["sc-flag", "sc-number"]],
    ["observationId=g1,other", ["sc-flag"]],
    ["userId=ada", ["sc-flag", "sc-number"]],
    ["traceTags=a&traceTags=b", ["sc-flag", "sc-number"]],
    ["traceTags=a&traceTags=c", []],
    ["operator=>=&value=0.9", ["sc-flag", "sc-number"]],
    ["operator=<&value=0.9&traceId=t1", []],
    ["operator=!=&value=1&traceId=t1", ["sc-number"]],
    ["dataType=TEXT", ["sc-text"]],
    ["configId=config-1&queueId=queue-1", ["sc-word"]],
    ["scoreIds=sc-text,sc-word,none", ["sc-text", "sc-word"]],
    ["environment=prod", ["sc-number"]],
    ["source=EVAL", []],
    [`fromTimestamp=${at(1_000)}&toTimestamp=${at(2_000)}`, ["sc-flag"]],
    [
      filter({ type: "stringObject", column: "metadata", key: "judge", operator: "=", value: "j1" }),
      ["sc-number"],
    ],
    [filter({ type: "string", column: "comment", operator: "contains", value: "in" }), ["sc-number"]],
    [filter({ type: "stringOptions", column: "dataType", operator: "any of", value: ["TEXT"] }), ["sc-text"]],
    [filter({ type: "number", column: "value", operator: ">", value: 0.9 }), ["sc-flag"]],
  ])("?%s", async (query, ids) => {
    expect(await world.ids(`${path}?${query}`)).toEqual(ids);
  });

  test.each(["operator=%3E", "value=1", "operator=~&value=1", "fields=score&userId=ada", "dataType=X"])(
    "refuses %s",
    async (query) => {
      const { status, body } = await world.ask(`${path}?${query}`);
      expect([status, body.error]).toEqual([400, "InvalidRequestError"]);
    },
  );
});

test("the second version tells everything of a score, and its trace beside it", async () => {
  const { data } = await world.get<Paged<ScoreBody>>("v2/scores?scoreIds=sc-word");
  const score = {
    id: "sc-word",
    traceId: "t2",
    sessionId: null,
    observationId: null,
    datasetRunId: null,
    name: "tone",
    source: "API",
    dataType: "CATEGORICAL",
    value: 0,
    stringValue: "kind",
    comment: null,
    metadata: {},
    configId: "config-1",
    queueId: "queue-1",
    authorUserId: null,
    environment: "default",
    timestamp: at(2_000),
    createdAt: at(0),
    updatedAt: at(0),
  };
  const trace = { userId: "bob", tags: [], environment: "default", sessionId: "s1" };
  expect(data).toEqual([{ ...score, trace }]);
  expect(await world.get("v2/scores/sc-word")).toEqual(score);
});

test("sessions and dataset runs have scores, which the first version does not know", async () => {
  expect(await world.ids("v2/scores?sessionId=s1")).toEqual(["sc-session"]);
  expect(await world.ids("v2/scores?datasetRunId=run-1")).toEqual(["sc-run"]);
  expect(await world.get("v2/scores/sc-run")).toMatchObject({ datasetRunId: "run-1", traceId: null });
  expect((await world.ask("scores/sc-run")).status).toBe(404);
});

describe("GET v3/scores", () => {
  const list = (query: string) => world.get<Paged<ScoreV3Body>>(`v3/scores?${query}`);

  test("has typed values and the groups that were asked for", async () => {
    const { data, meta } = await list("id=sc-flag");
    const core = {
      id: "sc-flag",
      projectId: world.api.projectId,
      name: "correct",
      source: "API",
      dataType: "BOOLEAN",
      value: true,
      timestamp: at(1_000),
      environment: "default",
      createdAt: at(0),
      updatedAt: at(0),
    };
    expect(data).toEqual([core]);
    expect(meta).toEqual({ limit: 50 });
    expect((await list("id=sc-flag&fields=details,subject,annotation")).data).toEqual([
      {
        ...core,
        comment: null,
        configId: null,
        metadata: {},
        authorUserId: null,
        queueId: null,
        subject: { kind: "observation", id: "g1", traceId: "t1" },
      },
    ]);
    const subjects = (await list("fields=subject")).data.map(({ id, value, subject }) => [
      id,
      value,
      subject,
    ]);
    expect(subjects).toEqual([
      ["sc-text", "well said", { kind: "trace", id: "t2" }],
      ["sc-run", 0.25, { kind: "experiment", id: "run-1" }],
      ["sc-session", 0.5, { kind: "session", id: "s1" }],
      ["sc-word", "kind", { kind: "trace", id: "t2" }],
      ["sc-flag", true, { kind: "observation", id: "g1", traceId: "t1" }],
      ["sc-number", 0.9, { kind: "trace", id: "t1" }],
    ]);
  });

  test("pages by cursor", async () => {
    const seen: string[] = [];
    for (let cursor: string | undefined = ""; cursor !== undefined; ) {
      const page: Paged<ScoreV3Body> = await list(`limit=4${cursor && `&cursor=${cursor}`}`);
      seen.push(...page.data.map(({ id }) => id));
      cursor = page.meta.cursor;
    }
    expect(seen.toSorted()).toEqual(all);
  });

  test.each([
    ["name=quality,tone", ["sc-number", "sc-run", "sc-session", "sc-word"]],
    ["source=api&dataType=numeric,text", ["sc-number", "sc-run", "sc-session", "sc-text"]],
    ["dataType=NUMERIC&value=0.9,0.25", ["sc-number", "sc-run"]],
    ["dataType=BOOLEAN&value=true", ["sc-flag"]],
    ["dataType=CATEGORICAL&value=kind", ["sc-word"]],
    ["dataType=NUMERIC&valueMin=0.5&valueMax=0.9", ["sc-number", "sc-session"]],
    ["traceId=t1&observationId=g1", ["sc-flag"]],
    ["sessionId=s1", ["sc-session"]],
    ["experimentId=run-1", ["sc-run"]],
    ["configId=config-1&queueId=queue-1&environment=default", ["sc-word"]],
  ])("?%s", async (query, ids) => {
    expect(await world.ids(`v3/scores?${query}`)).toEqual(ids);
  });

  test.each([
    "limit=101",
    "fields=everything",
    "value=1",
    "dataType=TEXT&value=a",
    "dataType=NUMERIC,BOOLEAN&value=1",
    "dataType=NUMERIC&value=much",
    "dataType=BOOLEAN&value=1",
    "valueMin=1",
    "observationId=g1",
    "traceId=t1&sessionId=s1",
    "cursor=x",
  ])("refuses %s", async (query) => {
    const { status, body } = await world.ask(`v3/scores?${query}`);
    expect([status, body.error]).toEqual([400, "InvalidRequestError"]);
  });
});

describe("DELETE scores/{id}", () => {
  const create = (id: string) =>
    world.api.call("/api/public/scores", {
      method: "POST",
      body: JSON.stringify({ id, traceId: "t1", name: "gone", value: 1 }),
    });

  test("takes a score back; a replay of what came before does not bring it back, a later word does", async () => {
    const { api, ask } = world;
    const before = { id: "gone-1", traceId: "t1", name: "gone", value: 1 };
    const batch = JSON.stringify({
      batch: [{ id: "event-gone", type: "score-create", timestamp: new Date().toISOString(), body: before }],
    });
    const send = () => api.call("/api/public/ingestion", { method: "POST", body: batch });
    await send();
    await api.drained();
    expect((await ask("v2/scores/gone-1")).status).toBe(200);
    expect((await ask("scores/gone-1", { method: "DELETE" })).status).toBe(202);
    await api.drained();
    expect((await ask("v2/scores/gone-1")).status).toBe(404);
    await send();
    await api.drained();
    expect((await ask("v2/scores/gone-1")).status).toBe(404);
    await create("gone-1");
    await api.drained();
    expect((await ask("v2/scores/gone-1")).status).toBe(200);
    expect((await ask("scores/gone-1", { method: "DELETE" })).status).toBe(202);
    await api.drained();
  });

  test("does not know another project's score, and wants the scope", async () => {
    const { api, ask } = world;
    const stranger = await api.createKey(["scores"], { projectId: await createProject(api.db) });
    const reader = await api.createKey(["read", "ingest"]);
    const as = (basic: string) =>
      ask("scores/sc-text", { method: "DELETE", headers: { authorization: basic } });
    expect((await as(stranger.basic)).status).toBe(404);
    expect((await as(reader.basic)).status).toBe(403);
    expect((await ask("v2/scores/sc-text")).status).toBe(200);
  });
});
