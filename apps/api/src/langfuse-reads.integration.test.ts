import type { ObservationV2Body } from "@plumbline/contracts/langfuse-reads";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createProject } from "./api.fixture.ts";
import { at, filter, hours, type LangfuseWorld, type Paged, startWorld } from "./langfuse-world.fixture.ts";

let world: LangfuseWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.api.close());

const is = (column: string, value: string) => ({ type: "string", column, operator: "=", value });
const text = (column: string, operator: string, value: string) => ({
  type: "string",
  column,
  operator,
  value,
});
const number = (column: string, operator: string, value: number) => ({
  type: "number",
  column,
  operator,
  value,
});

describe("sessions", () => {
  test("are listed by their first trace, the latest first", async () => {
    const { projectId } = world.api;
    expect(await world.get("sessions")).toEqual({
      data: [
        { id: "s2", createdAt: at(hours(26)), projectId, environment: "prod" },
        { id: "s1", createdAt: at(0), projectId, environment: "prod" },
      ],
      meta: { page: 1, limit: 50, totalItems: 2, totalPages: 1 },
    });
    expect(await world.ids(`sessions?fromTimestamp=${at(1)}`)).toEqual(["s2"]);
    expect(await world.ids(`sessions?toTimestamp=${at(hours(2))}`)).toEqual(["s1"]);
    expect(await world.ids("sessions?environment=default")).toEqual(["s1"]);
    expect(await world.get("sessions?limit=1&page=2")).toMatchObject({
      data: [{ id: "s1" }],
      meta: { totalItems: 2, totalPages: 2 },
    });
  });

  test("come with their traces", async () => {
    const session = await world.get<{ traces: Array<Record<string, unknown>> }>("sessions/s1");
    expect(session).toMatchObject({ id: "s1", createdAt: at(0), environment: "prod" });
    expect(session.traces.map(({ id }) => id)).toEqual(["t2", "t1"]);
    expect(session.traces[1]).toEqual({
      id: "t1",
      projectId: world.api.projectId,
      timestamp: at(0),
      name: "chat",
      input: { q: "Why?" },
      output: "Because.",
      metadata: { plan: "gold", seats: 7 },
      userId: "ada",
      sessionId: "s1",
      release: "r1",
      version: "1",
      environment: "prod",
      externalId: null,
      tags: ["a", "b"],
      public: false,
      bookmarked: false,
      createdAt: expect.any(String),
      updatedAt: expect.any(String),
    });
    expect((await world.ask("sessions/none")).status).toBe(404);
  });
});

describe("observations, second version", () => {
  const page = (query: string) => world.get<Paged<ObservationV2Body>>(`v2/observations?${query}`);

  test("carry the groups that were asked for and no other", async () => {
    const core = {
      id: "g1",
      traceId: "t1",
      startTime: at(0),
      endTime: at(2_000),
      projectId: world.api.projectId,
      parentObservationId: null,
      type: "GENERATION",
      modelId: null,
      inputPrice: null,
      outputPrice: null,
      totalPrice: null,
    };
    const basic = {
      name: "answer",
      level: "DEFAULT",
      statusMessage: null,
      version: "1",
      environment: "prod",
      bookmarked: false,
      public: false,
      userId: "ada",
      sessionId: "s1",
      isRootObservation: true,
    };
    const one = async (query: string) => (await page(`traceId=t1&type=generation&${query}`)).data;
    expect(await one("")).toEqual([{ ...core, ...basic }]);
    expect(await one("fields=core")).toEqual([core]);
    expect(await one("fields=core,io")).toEqual([
      { ...core, input: '[{"role":"user","content":"Why?"}]', output: "Because." },
    ]);
    expect(await one("fields=metadata")).toEqual([
      { ...core, metadata: { long: "x".repeat(200), short: "y" } },
    ]);
    expect(await one("fields=metadata&expandMetadata=long")).toEqual([
      { ...core, metadata: { long: "x".repeat(300), short: "y" } },
    ]);
    const rest = "time,model,usage,prompt,metrics,trace_context";
    expect(await one(`fields=${rest}`)).toEqual([
      {
        ...core,
        completionStartTime: at(500),
        createdAt: expect.any(String),
        updatedAt: expect.any(String),
        model: "gpt-4o",
        internalModelId: null,
        modelParameters: { temperature: 0 },
        usageDetails: { input: 100, output: 20, total: 120 },
        costDetails: { input: 0.04, output: 0.06, total: 0.1 },
        totalCost: 0.1,
        usagePricingTierName: null,
        promptId: null,
        promptName: "greeting",
        promptVersion: 3,
        latency: 2,
        timeToFirstToken: 0.5,
        tags: ["a", "b"],
        release: "r1",
        traceName: "chat",
      },
    ]);
  });

  test("come a cursor at a time, newest first, each once", async () => {
    const seen: string[] = [];
    let cursor = "";
    for (let pages = 0; pages < 10; pages++) {
      const { data, meta } = await page(`limit=1${cursor && `&cursor=${cursor}`}`);
      seen.push(...data.map(({ id }) => id));
      if (meta.cursor === undefined) break;
      cursor = meta.cursor;
    }
    expect(seen).toEqual(["e3", "g2", "p1", "g1"]);
    expect((await page("limit=4")).meta).toEqual({});
  });

  test.each([
    ["name=answer", ["g1", "g2"]],
    ["userId=ada", ["g1", "p1"]],
    ["sessionId=s2", ["e3"]],
    ["level=ERROR", ["p1"]],
    ["type=EVENT", ["e3"]],
    ["environment=prod&environment=other", ["e3", "g1", "p1"]],
    ["version=1", ["g1"]],
    ["parentObservationId=g1", ["p1"]],
    ["parentObservationId=", ["e3", "g1", "g2"]],
    ["isRootObservation=false", ["p1"]],
    ["isRootObservation=true&traceId=t1", ["g1"]],
  ])("are found by %s", async (query, ids) => {
    expect(await world.ids(`v2/observations?${query}`)).toEqual(ids);
  });

  test("are found between two moments", async () => {
    expect(await world.ids(`v2/observations?fromStartTime=${at(100)}&toStartTime=${at(hours(1))}`)).toEqual([
      "p1",
    ]);
  });

  test.each(["parseIoAsJson=true", "fields=all", "limit=1001", "cursor=nonsense", "type=WISH", "level=LOUD"])(
    "refuse %s",
    async (query) => {
      const { status, body } = await world.ask(`v2/observations?${query}`);
      expect([status, body.error]).toEqual([400, "InvalidRequestError"]);
    },
  );
});

describe.each(["observations", "v2/observations"])("%s by filter", (path) => {
  test.each([
    [[is("id", "g1")], ["g1"]],
    [[text("name", "contains", "nswe")], ["g1", "g2"]],
    [[text("name", "contains", "NSWE")], []],
    [[text("name", "does not contain", "o")], ["e3", "g1", "g2"]],
    [[text("name", "ends with", "er")], ["g1", "g2"]],
    [[text("name", "starts with", "l")], ["p1"]],
    [[{ type: "stringOptions", column: "type", operator: "any of", value: ["SPAN", "EVENT"] }], ["e3", "p1"]],
    [
      [{ type: "stringOptions", column: "type", operator: "none of", value: ["SPAN", "EVENT"] }],
      ["g1", "g2"],
    ],
    [[number("latency", ">=", 2)], ["g1", "g2"]],
    [[number("latency", ">", 2)], ["g2"]],
    [[number("totalCost", "=", 0.1)], ["g1"]],
    [[number("totalCost", ">", 0.1)], ["g2"]],
    [[number("inputTokens", "<", 100)], ["g2"]],
    [[number("tokensPerSecond", ">", 9)], ["g1"]],
    [[number("timeToFirstToken", "<=", 0.5)], ["g1"]],
    [[number("promptVersion", "=", 3)], ["g1"]],
    [[{ type: "datetime", column: "startTime", operator: ">", value: at(100) }], ["e3", "g2"]],
    [[{ type: "null", column: "statusMessage", operator: "is not null" }], ["p1"]],
    [[{ type: "null", column: "endTime", operator: "is null" }], ["e3"]],
    [[{ type: "stringObject", column: "metadata", key: "short", operator: "=", value: "y" }], ["g1"]],
    [[{ type: "arrayOptions", column: "traceTags", operator: "all of", value: ["a", "b"] }], ["g1", "p1"]],
    [[{ type: "arrayOptions", column: "traceTags", operator: "any of", value: ["b"] }], ["e3", "g1", "p1"]],
    [[{ type: "arrayOptions", column: "traceTags", operator: "none of", value: ["a"] }], ["e3", "g2"]],
    [[is("traceName", "chat"), is("userId", "bob")], ["g2"]],
    [[{ type: "boolean", column: "isRootObservation", operator: "<>", value: true }], ["p1"]],
    [[text("input", "matches", "why")], ["g1"]],
    [[is("output", "Because.")], ["g1"]],
    [[is("name", "' OR 1=1 --")], []],
    [[{ type: "stringObject", column: "metadata", key: "__proto__", operator: "=", value: "x" }], []],
  ])("%j finds %j", async (conditions, ids) => {
    expect(await world.ids(`${path}?${filter(...conditions)}`)).toEqual(ids);
  });

  test.each([
    ["unknown column", is("colour", "red")],
    ["operator", text("name", "like", "a")],
    ["type", number("name", "=", 1)],
    ["value", { type: "string", column: "name", operator: "=", value: 7 }],
    ["key", { type: "stringObject", column: "metadata", operator: "=", value: "x" }],
    ["time", { type: "datetime", column: "startTime", operator: ">", value: "soon" }],
    ["list", { type: "stringOptions", column: "name", operator: "any of", value: "a" }],
  ])("refuses a wrong %s with a sentence", async (_what, condition) => {
    const { status, body } = await world.ask(`${path}?${filter(condition)}`);
    expect([status, body.error]).toEqual([400, "InvalidRequestError"]);
    expect(body.message).toMatch(/"(colour|name|metadata|startTime)".*\./);
  });
});

describe("traces by filter", () => {
  const options = (column: string, operator: string, ...value: string[]) => ({
    type: "arrayOptions",
    column,
    operator,
    value,
  });
  test.each([
    [[is("id", "t2")], ["t2"]],
    [[is("name", "chat"), text("userId", "starts with", "b")], ["t2"]],
    [[options("tags", "all of", "a", "b")], ["t1"]],
    [[options("tags", "none of", "a")], ["t2", "t3"]],
    [[is("environment", "default")], ["t2"]],
    [[number("totalCost", ">=", 0.1)], ["t1", "t2"]],
    [[number("totalCost", ">", 0.1)], ["t2"]],
    [[number("latency", "=", 4)], ["t2"]],
    [[number("errorCount", "=", 1)], ["t1"]],
    [[is("level", "ERROR")], ["t1"]],
    [[number("inputCost", "=", 0.04)], ["t1"]],
    [[number("totalTokens", "<", 100)], ["t2"]],
    [[{ type: "datetime", column: "timestamp", operator: ">=", value: at(hours(1)) }], ["t2", "t3"]],
    [[{ type: "datetime", column: "timestamp", operator: "<", value: at(hours(1)) }], ["t1"]],
    [[{ type: "stringObject", column: "metadata", key: "plan", operator: "=", value: "gold" }], ["t1"]],
    [[{ type: "numberObject", column: "metadata", key: "seats", operator: ">", value: 6 }], ["t1"]],
    [
      [{ type: "categoryOptions", column: "metadata", key: "plan", operator: "none of", value: ["gold"] }],
      ["t2", "t3"],
    ],
    [[{ type: "numberObject", column: "scores_avg", key: "quality", operator: ">", value: 0.8 }], ["t1"]],
    [
      [
        {
          type: "categoryOptions",
          column: "score_categories",
          key: "tone",
          operator: "any of",
          value: ["kind"],
        },
      ],
      ["t2"],
    ],
    [
      [{ type: "booleanObject", column: "score_booleans", key: "correct", operator: "=", value: true }],
      ["t1"],
    ],
    [
      [{ type: "booleanObject", column: "score_booleans", key: "correct", operator: "<>", value: true }],
      ["t2", "t3"],
    ],
    [[{ type: "boolean", column: "bookmarked", operator: "=", value: true }], []],
    [[{ type: "null", column: "userId", operator: "is null" }], ["t3"]],
  ])("%j finds %j", async (conditions, ids) => {
    expect(await world.ids(`traces?${filter(...conditions)}`)).toEqual(ids);
  });

  test("take the place of the other parameters, and keep order and pages", async () => {
    const query = `traces?name=none&limit=2&orderBy=timestamp.asc&${filter(text("name", "contains", "a"))}`;
    const { data, meta } = await world.get<Paged<{ id: string }>>(query);
    expect(data.map(({ id }) => id)).toEqual(["t1", "t2"]);
    expect(meta).toEqual({ page: 1, limit: 2, totalItems: 3, totalPages: 2 });
  });

  test("know what is bookmarked", async () => {
    const { api, ids, get } = world;
    const row = { projectId: api.projectId, traceId: "t3", createdByUserId: "u" };
    await api.db.bookmark.create({ data: row });
    const bookmarked = { type: "boolean", column: "bookmarked", operator: "=", value: true };
    expect(await ids(`traces?${filter(bookmarked)}`)).toEqual(["t3"]);
    expect(await get("traces/t3")).toMatchObject({ bookmarked: true });
    await api.db.bookmark.deleteMany({ where: row });
  });
});

test("what is named by its id is found however old it is", async () => {
  const { api, ids } = world;
  const startTime = "2020-01-01T00:00:00.000Z";
  const body = JSON.stringify({
    batch: [
      { id: "e-old-t", type: "trace-create", timestamp: at(0), body: { id: "t-old", timestamp: startTime } },
      {
        id: "e-old-s",
        type: "span-create",
        timestamp: at(0),
        body: { id: "p-old", traceId: "t-old", startTime },
      },
    ],
  });
  await api.call("/api/public/ingestion", { method: "POST", body });
  await api.drained();
  expect(await ids("v2/observations?traceId=t-old")).toEqual(["p-old"]);
  expect(await ids(`observations?${filter(is("id", "p-old"))}`)).toEqual(["p-old"]);
  expect(await ids(`traces?${filter(is("id", "t-old"))}`)).toEqual(["t-old"]);
  expect(await ids("v2/observations")).not.toContain("p-old");
});

test("a trace leaves out what was not asked for", async () => {
  expect(await world.get("traces/t1?fields=core,metrics")).toMatchObject({
    input: null,
    metadata: null,
    observations: [],
    scores: [],
    latency: 2,
    totalCost: 0.1,
  });
});

test("another project sees none of it", async () => {
  const { api } = world;
  const stranger = await api.createKey(["read", "scores"], { projectId: await createProject(api.db) });
  const headers = { authorization: stranger.basic };
  const as = (path: string) => world.ask(path, { headers });
  for (const list of ["sessions", "v2/observations", "v3/scores", "metrics/daily"]) {
    expect([list, await as(list)]).toMatchObject([list, { status: 200, body: { data: [] } }]);
  }
  for (const [known, unknown] of [["sessions/s1", "sessions/none"]] as const) {
    expect(await as(known)).toEqual(await as(unknown));
  }
});
