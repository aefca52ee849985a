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
        modelId: "openai/gpt-4o",
        inputPrice: "0.0000025",
        outputPrice: "0.00001",
        completionStartTime: at(500),
        createdAt: expect.any(String),
        updatedAt: expect.any(String),
        model: "gpt-4o",
        internalModelId: "openai/gpt-4o",
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
