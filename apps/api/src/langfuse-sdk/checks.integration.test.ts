import { gzipSync } from "node:zlib";
import { propagateAttributes, startActiveObservation, startObservation } from "@langfuse/tracing";
import type { TraceBody } from "@plumbline/contracts/langfuse";
import { LangfuseWeb } from "langfuse";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newSpanId, newTraceId, pythonV2Batch, pythonV4Export } from "./python.fixture.ts";
import { countRows, type SdkWorld, startSdkWorld } from "./sdk.fixture.ts";

/** The list of compatibility checks of the protocol, by their numbers; 5, 6, 7 and 10 are in stored-checks. */

let world: SdkWorld;
beforeAll(async () => {
  world = await startSdkWorld();
});
afterAll(() => world?.close());

const traceOf = (id: string) => world.get<TraceBody>(`traces/${id}`);
const now = () => new Date().toISOString();

describe("1: a batch with a refused event is sent again whole", () => {
  test("by the classic client, and leaves one row of everything else", async () => {
    const { api, classic, flushClassic } = world;
    const trace = classic.trace({ name: "replayed", userId: "ada" });
    const generation = trace.generation({ name: "call", model: "gpt-4o", usage: { input: 5, output: 3 } });
    generation.end({ output: "done", usage: { input: 5, output: 3 } });
    trace.score({ name: "good", value: 1 });
    trace.score({ name: "bad", value: "words", dataType: "NUMERIC" });
    await flushClassic();
    expect(await countRows(api, trace.id)).toEqual({ spans: 2, scores: 1 });
    const stored = await traceOf(trace.id);
    expect(stored).toMatchObject({ name: "replayed", userId: "ada" });
    expect(stored.observations).toMatchObject([{ name: "call", output: "done", usage: { total: 8 } }]);
    const refused = (await api.rejectedEvents()).filter(({ reason }) => reason.includes("body.value"));
    expect(new Set(refused.map(({ eventId }) => eventId)).size).toBe(1);
  });

  test("as Python does, however often", async () => {
    const { api } = world;
    const at = now();
    const batch = [
      {
        id: "py-1",
        type: "trace-create",
        timestamp: at,
        body: { id: "py-trace", name: "py", timestamp: at },
      },
      {
        id: "py-2",
        type: "span-create",
        timestamp: at,
        body: { id: "py-span", traceId: "py-trace", startTime: at },
      },
      { id: "py-3", type: "span-create", timestamp: at, body: { traceId: "py-trace" } },
    ];
    for (let round = 0; round < 4; round++) {
      const request = pythonV2Batch(api.key, batch);
      const answer = await fetch(`${api.url}/api/public/ingestion`, request);
      expect(answer.status).toBe(207);
      expect(await answer.json()).toMatchObject({
        successes: [
          { id: "py-1", status: 201 },
          { id: "py-2", status: 201 },
        ],
        errors: [{ id: "py-3", status: 400 }],
      });
      if (round % 2 === 0) await api.drained();
    }
    await api.drained();
    expect(await countRows(api, "py-trace")).toEqual({ spans: 2, scores: 0 });
    expect((await api.rejectedEvents()).map(({ eventId }) => eventId)).toContain("py-3");
  });
});

test("2: an update that arrives before its create is merged with it", async () => {
  const { api } = world;
  const send = async (type: string, timestamp: string, body: object) => {
    const event = { id: `two-${type}`, type, timestamp, body: { id: "two-g", traceId: "two", ...body } };
    const answer = await fetch(`${api.url}/api/public/ingestion`, pythonV2Batch(api.key, [event]));
    expect(await answer.json()).toMatchObject({ errors: [] });
    await api.drained();
  };
  await send("generation-update", "2026-11-20T10:00:05.000000+00:00", {
    output: "late",
    endTime: "2026-11-20T10:00:04.000000+00:00",
    usage: { input: 7, output: 2, unit: "TOKENS" },
  });
  await send("generation-create", "2026-11-20T10:00:00.000000+00:00", {
    name: "call",
    startTime: "2026-11-20T10:00:00.000000+00:00",
    model: "gpt-4o",
    output: "early",
  });
  expect(await countRows(api, "two")).toEqual({ spans: 1, scores: 0 });
  expect(await world.get("observations/two-g")).toMatchObject({
    name: "call",
    type: "GENERATION",
    model: "gpt-4o",
    output: "late",
    latency: 4,
    usage: { input: 7, output: 2, total: 9 },
  });
});

describe("3: OTLP as JSON and as protobuf, plain and gzip, nanoseconds as texts", () => {
  const start = 1_795_000_000_123_456_000n;
  const jsonBody = (traceId: Buffer) =>
    JSON.stringify({
      resourceSpans: [
        {
          scopeSpans: [
            {
              scope: { name: "langfuse-sdk" },
              spans: [
                {
                  traceId: traceId.toString("hex"),
                  spanId: newSpanId().toString("hex"),
                  name: "json",
                  kind: 1,
                  startTimeUnixNano: String(start),
                  endTimeUnixNano: String(start + 1_500_000_000n),
                  attributes: [
                    { key: "langfuse.observation.type", value: { stringValue: "generation" } },
                    {
                      key: "langfuse.observation.usage_details",
                      value: { stringValue: '{"input":3,"output":4}' },
                    },
                  ],
                },
              ],
            },
          ],
        },
      ],
    });

  test.each([false, true])("JSON, gzip %s", async (gzip) => {
    const { api } = world;
    const traceId = newTraceId();
    const body = Buffer.from(jsonBody(traceId));
    const answer = await api.call("/api/public/otel/v1/traces", {
      method: "POST",
      headers: { "content-type": "application/json", ...(gzip ? { "content-encoding": "gzip" } : {}) },
      body: gzip ? gzipSync(body) : body,
    });
    expect([answer.status, await answer.json()]).toEqual([200, {}]);
    await api.drained();
    expect(await traceOf(traceId.toString("hex"))).toMatchObject({
      timestamp: new Date(Number(start / 1_000_000n)).toISOString(),
      latency: 1.5,
      observations: [{ type: "GENERATION", usageDetails: { input: 3, output: 4 } }],
    });
  });

  test.each([false, true])("protobuf, gzip %s", async (gzip) => {
    const { api } = world;
    const traceId = newTraceId();
    const request = pythonV4Export(api.key, [
      { traceId, spanId: newSpanId(), name: "proto", attributes: {} },
    ]);
    const answer = await fetch(`${api.url}/api/public/otel/v1/traces`, {
      ...request,
      headers: { ...request.headers, ...(gzip ? { "content-encoding": "gzip" } : {}) },
      body: gzip ? gzipSync(request.body) : request.body,
    });
    expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "application/x-protobuf"]);
    await api.drained();
    expect(await traceOf(traceId.toString("hex"))).toMatchObject({ name: "proto", latency: 0.25 });
  });
});

test("4: the environment stands on the resource in Python and on the span in JavaScript", async () => {
  const { api, flush } = world;
  const traceId = newTraceId();
  const span = {
    traceId,
    spanId: newSpanId(),
    name: "py",
    attributes: { "langfuse.observation.type": "agent" },
  };
  await fetch(`${api.url}/api/public/otel/v1/traces`, pythonV4Export(api.key, [span]));
  const js = startObservation("js");
  js.end();
  await flush();
  expect(await traceOf(traceId.toString("hex"))).toMatchObject({
    environment: "python-staging",
    release: "r9",
    observations: [{ type: "AGENT", environment: "python-staging" }],
  });
  expect(await traceOf(js.traceId)).toMatchObject({
    environment: "staging",
    release: "r5",
    observations: [{ type: "SPAN", environment: "staging" }],
  });
});

test("8: a public key alone gives scores, as a web page does", async () => {
  const { api, classic, flushClassic } = world;
  const trace = classic.trace({ name: "rated" });
  await flushClassic();
  const web = new LangfuseWeb({ publicKey: api.key.publicKey, baseUrl: api.url });
  await web.score({ traceId: trace.id, name: "thumb", value: 1, comment: "nice" });
  await web.flushAsync();
  const bearer = await fetch(`${api.url}/api/public/scores`, {
    method: "POST",
    headers: { authorization: `Bearer ${api.key.publicKey}`, "content-type": "application/json" },
    body: JSON.stringify({ traceId: trace.id, name: "stars", value: 4 }),
  });
  expect([bearer.status, await bearer.json()]).toEqual([200, { id: expect.any(String) }]);
  await api.drained();
  const { scores } = await traceOf(trace.id);
  expect(scores.map(({ name, value, comment }) => [name, value, comment]).toSorted()).toEqual([
    ["stars", 4, null],
    ["thumb", 1, "nice"],
  ]);
});

test("9: credentials are checked by asking for the project", async () => {
  const { api, client } = world;
  const { data } = await client.api.projects.get();
  expect(data).toEqual([
    {
      id: api.projectId,
      name: "Production",
      organization: { id: expect.any(String), name: "Acme" },
      metadata: {},
    },
  ]);
  const answer = await fetch(`${api.url}/api/public/projects`, {
    headers: { authorization: `Basic ${Buffer.from(`${api.key.publicKey}:wrong`).toString("base64")}` },
  });
  expect(answer.status).toBe(401);
  expect(await client.getTraceUrl("abc")).toBe(`${api.url}/project/${api.projectId}/traces/abc`);
});

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
    expect(trace.observations.map(({ name }) => name).toSorted()).toEqual(["child", "root"]);
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
