import { propagateAttributes, startActiveObservation, startObservation } from "@langfuse/tracing";
import type { TraceBody } from "@plumbline/contracts/langfuse";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newSpanId, newTraceId, pythonV2Batch, pythonV4Export } from "./python.fixture.ts";
import { type SdkWorld, startSdkWorld } from "./sdk.fixture.ts";

/** The compatibility checks from the eleventh on. */

let world: SdkWorld;
beforeAll(async () => {
  world = await startSdkWorld();
});
afterAll(() => world?.close());

const traceOf = (id: string) => world.get<TraceBody>(`traces/${id}`);
const now = () => new Date().toISOString();

describe("11: what the newest server no longer answers is answered here", () => {
  test("to the classic client", async () => {
    const { classic, flushClassic } = world;
    const trace = classic.trace({ name: "eleven", sessionId: "eleven-s", userId: "eve", tags: ["x"] });
    const generation = trace.generation({ name: "eleven-g", model: "gpt-4o" }).end({ output: "o" });
    trace.score({ name: "eleven-score", value: 0.5 });
    await flushClassic();
    expect((await classic.fetchTrace(trace.id)).data).toMatchObject({
      name: "eleven",
      sessionId: "eleven-s",
    });
    const traces = await classic.fetchTraces({ name: "eleven", tags: ["x"], userId: "eve" });
    expect(traces).toMatchObject({ data: [{ id: trace.id }], meta: { totalItems: 1 } });
    const observations = await classic.fetchObservations({ traceId: trace.id, type: "GENERATION" });
    expect(observations.data).toMatchObject([{ id: generation.id, output: "o" }]);
    expect((await classic.fetchObservation(generation.id)).data).toMatchObject({ name: "eleven-g" });
    expect((await classic.fetchSessions()).data).toContainEqual(expect.objectContaining({ id: "eleven-s" }));
    expect(await classic.api.sessionsGet("eleven-s")).toMatchObject({ traces: [{ id: trace.id }] });
    expect((await classic.api.scoreV2Get({ name: "eleven-score" })).data).toMatchObject([{ value: 0.5 }]);
    expect(await classic.api.metricsMetrics({ query: dayQuery("traces") })).toMatchObject({
      data: [{ name: "eleven", count_count: 1 }],
    });
  });

  test("to the current client, under its old names and its new", async () => {
    const { client, flush } = world;
    const span = propagateAttributes({ traceName: "eleven-new", sessionId: "eleven-t" }, () =>
      startObservation("eleven-v5", { input: "i" }, { asType: "generation" }),
    );
    span.update({ model: "gpt-4o", usageDetails: { input: 2, output: 1 } }).end();
    await flush();
    const { legacy } = client.api;
    expect((await legacy.observationsV1.getMany({ traceId: span.traceId })).data).toMatchObject([
      { id: span.id },
    ]);
    expect(await legacy.observationsV1.get(span.id)).toMatchObject({ input: "i" });
    expect(await legacy.metricsV1.metrics({ query: dayQuery("traces") })).toMatchObject({
      data: expect.any(Array),
    });
    expect(await client.api.trace.get(span.traceId)).toMatchObject({ name: "eleven-new" });
    expect((await client.api.trace.list({ sessionId: "eleven-t" })).data).toMatchObject([
      { id: span.traceId },
    ]);
    expect(await client.api.sessions.get("eleven-t")).toMatchObject({ traces: [{ id: span.traceId }] });
    const many = await client.api.observations.getMany({ traceId: span.traceId, fields: "core,io,usage" });
    expect(many.data).toMatchObject([{ id: span.id, input: "i", usageDetails: { input: 2, output: 1 } }]);
    const metrics = await client.api.metrics.metrics({ query: dayQuery("observations") });
    expect(metrics.data).toContainEqual({ name: "eleven-v5", count_count: 1 });
  });

  test.each([
    ["POST", "events"],
    ["POST", "generations"],
    ["POST", "spans"],
    ["POST", "traces"],
    ["GET", "traces"],
    ["GET", "observations"],
    ["GET", "scores"],
    ["GET", "v2/scores"],
    ["GET", "sessions"],
    ["GET", "metrics/daily"],
  ])("%s %s", async (method, path) => {
    const body = method === "POST" ? JSON.stringify({ name: "any" }) : null;
    expect((await world.api.call(`/api/public/${path}`, { method, body })).status).toBe(200);
  });

  function dayQuery(view: string): string {
    return JSON.stringify({
      view,
      metrics: [{ measure: "count", aggregation: "count" }],
      dimensions: [{ field: "name" }],
      filters: [{ type: "string", column: "name", operator: "starts with", value: "eleven" }],
      fromTimestamp: new Date(Date.now() - 3_600_000).toISOString(),
      toTimestamp: new Date(Date.now() + 3_600_000).toISOString(),
    });
  }
});

test("12: headers with underscores come through", async () => {
  const { api } = world;
  const event = {
    id: "twelve",
    type: "trace-create",
    timestamp: now(),
    body: { id: "twelve", name: "under_score" },
  };
  const request = pythonV2Batch(api.key, [event]);
  expect(Object.keys(request.headers)).toContain("x_langfuse_sdk_name");
  const answer = await fetch(`${api.url}/api/public/ingestion`, request);
  expect(await answer.json()).toEqual({ successes: [{ id: "twelve", status: 201 }], errors: [] });
  await api.drained();
  expect(await traceOf("twelve")).toMatchObject({ name: "under_score" });
});

describe("13: attributes of the trace that stand on its children only", () => {
  const attributes = { userId: "ada", sessionId: "thirteen", tags: ["p"], traceName: "propagated" };

  test("are the trace's, from JavaScript", async () => {
    const traceId = await startActiveObservation("root", async (root) => {
      propagateAttributes(attributes, () => startObservation("child").end());
      return root.traceId;
    });
    await world.flush();
    expect(await traceOf(traceId)).toMatchObject({
      userId: "ada",
      sessionId: "thirteen",
      tags: ["p"],
      name: "propagated",
    });
  });

  test("are the trace's, from Python", async () => {
    const { api } = world;
    const [traceId, root] = [newTraceId(), newSpanId()];
    const child = {
      traceId,
      spanId: newSpanId(),
      parentSpanId: root,
      name: "child",
      attributes: { "user.id": "bob", "session.id": "thirteen", "langfuse.trace.name": "python propagated" },
    };
    const spans = [{ traceId, spanId: root, name: "root", attributes: {} }, child];
    await fetch(`${api.url}/api/public/otel/v1/traces`, pythonV4Export(api.key, spans));
    await api.drained();
    const trace = await traceOf(traceId.toString("hex"));
    expect(trace).toMatchObject({ userId: "bob", sessionId: "thirteen", name: "python propagated" });
    expect(new Set(trace.observations.map(({ name }) => name))).toEqual(new Set(["child", "root"]));
  });
});

test("14: sessions and dataset runs have scores", async () => {
  const { client, flush } = world;
  client.score.create({ sessionId: "fourteen", name: "helped", value: 1, dataType: "BOOLEAN" });
  client.score.create({ datasetRunId: "run-14", name: "accuracy", value: 0.75 });
  await flush();
  const ofSession = await client.api.scores.getMany({ sessionId: "fourteen" });
  expect(ofSession.data.map(({ name, sessionId }) => [name, sessionId])).toContainEqual([
    "helped",
    "fourteen",
  ]);
  const ofRun = await client.api.scores.getMany({ datasetRunId: "run-14" });
  expect(ofRun.data).toMatchObject([{ name: "accuracy", value: 0.75, datasetRunId: "run-14" }]);
  const { data } = await client.api.scoresV3.getManyV3({ experimentId: "run-14", fields: "subject" });
  expect(data).toMatchObject([
    { value: 0.75, dataType: "NUMERIC", subject: { kind: "experiment", id: "run-14" } },
  ]);
});

test("15: fields that nobody knows are accepted", async () => {
  const { api } = world;
  const at = now();
  const batch = [
    {
      id: "f-1",
      type: "trace-create",
      timestamp: at,
      novelty: 1,
      body: { id: "f", name: "f", novelty: { a: 1 } },
    },
    {
      id: "f-2",
      type: "generation-create",
      timestamp: at,
      body: { id: "f-g", traceId: "f", startTime: at, model: "gpt-4o", costTier: "x", modelInfo: [] },
    },
    {
      id: "f-3",
      type: "score-create",
      timestamp: at,
      body: { id: "f-s", traceId: "f", name: "n", value: 1, executionTraceId: "e", novelty: null },
    },
  ];
  const answer = await fetch(`${api.url}/api/public/ingestion`, pythonV2Batch(api.key, batch));
  expect(await answer.json()).toMatchObject({ errors: [] });
  await api.drained();
  const trace = await traceOf("f");
  expect([trace.name, trace.observations.length, trace.scores.length]).toEqual(["f", 1, 1]);
});
