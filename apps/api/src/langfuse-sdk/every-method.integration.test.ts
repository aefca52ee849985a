import { createHash } from "node:crypto";
import type { LangfuseClient } from "@langfuse/client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestApi, type TestApi } from "../api.fixture.ts";
import { langfuseClient } from "../langfuse-client.fixture.ts";
import { awkward, iso, missing, ofRow, pageOf, session, span, trace } from "./every-method.fixture.ts";

/** Every method of `langfuse.api` for what is recorded, with ids as awkward as clients make them. */
let api: TestApi;
let langfuse: LangfuseClient;
beforeAll(async () => {
  api = await startTestApi();
  langfuse = langfuseClient(api);
});
afterAll(() => api?.close());

async function ingest(type: string, body: object): Promise<void> {
  const id = createHash("sha256")
    .update(JSON.stringify([type, body]))
    .digest("hex");
  const event = { id, type, timestamp: new Date().toISOString(), body };
  const request: Parameters<typeof langfuse.api.ingestion.batch>[0] = JSON.parse(
    JSON.stringify({ batch: [event], metadata: { sdk: "test" } }),
  );
  const answer = await langfuse.api.ingestion.batch(request);
  expect(answer).toEqual({ successes: [{ id, status: 201 }], errors: [] });
}

describe("traces", () => {
  beforeAll(async () => {
    await ingest("trace-create", {
      id: trace,
      name: awkward,
      sessionId: session,
      userId: awkward,
      tags: [awkward],
      input: { a: 1 },
      metadata: { [awkward]: awkward },
    });
    await ingest("generation-create", { id: span, traceId: trace, name: awkward, startTime: new Date() });
    await api.drained();
  });

  test("trace", async () => {
    const one = await langfuse.api.trace.get(trace);
    expect(one).toMatchObject({
      id: trace,
      timestamp: iso,
      name: awkward,
      sessionId: session,
      userId: awkward,
      release: null,
      version: null,
      tags: [awkward],
      public: false,
      environment: "default",
      metadata: { [awkward]: awkward },
      htmlPath: expect.stringContaining("/traces/"),
      scores: [],
    });
    expect(one.observations.map(({ id }) => id)).toEqual([span]);
    const list = await langfuse.api.trace.list({ userId: awkward, tags: [awkward], sessionId: session });
    expect(list.meta).toEqual(pageOf(1));
    expect(list.data).toMatchObject([{ id: trace, observations: [span], scores: [] }]);
    await expect(langfuse.api.trace.get(`${trace}/none`)).rejects.toMatchObject(missing);
  });

  test("observations, in both versions", async () => {
    const { observationsV1 } = langfuse.api.legacy;
    expect(await observationsV1.get(span)).toMatchObject({ id: span, traceId: trace, type: "GENERATION" });
    const old = await observationsV1.getMany({ traceId: trace, name: awkward });
    expect(old).toMatchObject({ data: [{ id: span }], meta: pageOf(1) });
    await expect(observationsV1.get(`${span}/none`)).rejects.toMatchObject(missing);
    const page = await langfuse.api.observations.getMany({
      traceId: trace,
      name: awkward,
      fields: "core,io",
    });
    expect(page).toMatchObject({ data: [{ id: span }], meta: {} });
  });

  test("sessions", async () => {
    const row = { id: session, createdAt: iso, projectId: api.projectId, environment: "default" };
    expect(await langfuse.api.sessions.list()).toEqual({ data: [row], meta: pageOf(1) });
    const one = await langfuse.api.sessions.get(session);
    expect(one).toMatchObject({ ...row, traces: [{ id: trace }] });
    await expect(langfuse.api.sessions.get("none/none")).rejects.toMatchObject(missing);
  });

  test("metrics, in both versions", async () => {
    const query = JSON.stringify({
      view: "observations",
      metrics: [{ measure: "count", aggregation: "count" }],
      fromTimestamp: new Date(Date.now() - 3_600_000).toISOString(),
      toTimestamp: new Date(Date.now() + 60_000).toISOString(),
    });
    const counted = { data: [{ count_count: 1 }] };
    expect(await langfuse.api.metrics.metrics({ query })).toEqual(counted);
    expect(await langfuse.api.legacy.metricsV1.metrics({ query })).toEqual(counted);
    await expect(langfuse.api.metrics.metrics({ query: "{" })).rejects.toMatchObject({ statusCode: 400 });
  });
});

test("scores, in three versions", async () => {
  const id = `score ${awkward}`;
  const config = await langfuse.api.scoreConfigs.create({ name: "Güte", dataType: "NUMERIC", maxValue: 1 });
  const body = { id, traceId: trace, name: "Güte", value: 0.5, configId: config.id, comment: awkward };
  expect(await langfuse.api.legacy.scoreV1.create(body)).toEqual({ id });
  await expect(langfuse.api.scores.create({ ...body, value: 2 })).rejects.toMatchObject({ statusCode: 400 });
  await api.drained();
  const row = {
    ...ofRow,
    id,
    traceId: trace,
    sessionId: null,
    observationId: null,
    datasetRunId: null,
    name: "Güte",
    source: "API",
    dataType: "NUMERIC",
    value: 0.5,
    comment: awkward,
    configId: config.id,
    queueId: null,
    authorUserId: null,
    environment: "default",
    timestamp: iso,
  };
  expect(await langfuse.api.scores.getById(id)).toMatchObject(row);
  const many = await langfuse.api.scores.getMany({ traceId: trace, configId: config.id });
  expect(many).toMatchObject({ data: [row], meta: pageOf(1) });
  // This version takes lists with commas, so no id with one can be asked for.
  const third = await langfuse.api.scoresV3.getManyV3({ configId: config.id, fields: "details,subject" });
  expect(third.data).toMatchObject([{ id, value: 0.5, subject: { kind: "trace", id: trace } }]);
  await expect(langfuse.api.scores.getById("none/none")).rejects.toMatchObject(missing);
  await langfuse.api.legacy.scoreV1.delete(id);
  await api.drained();
  await expect(langfuse.api.scores.getById(id)).rejects.toMatchObject(missing);
});

test("score configs", async () => {
  const { scoreConfigs } = langfuse.api;
  const created = await scoreConfigs.create({
    name: "Farbe",
    dataType: "CATEGORICAL",
    categories: [
      { label: "röt", value: 1 },
      { label: "grün", value: 2 },
    ],
  });
  expect(created).toMatchObject({
    ...ofRow,
    id: expect.any(String),
    projectId: api.projectId,
    isArchived: false,
  });
  expect(await scoreConfigs.getById(created.id)).toEqual(created);
  expect((await scoreConfigs.get({ limit: 1 })).meta).toMatchObject({ page: 1, limit: 1 });
  expect(await scoreConfigs.update(created.id, { description: awkward })).toMatchObject({
    description: awkward,
  });
  await expect(scoreConfigs.getById("none/none")).rejects.toMatchObject(missing);
  await expect(scoreConfigs.update("none", { isArchived: true })).rejects.toMatchObject(missing);
});

test("health, projects and OpenTelemetry", async () => {
  expect(await langfuse.api.health.health()).toMatchObject({ status: "OK", version: expect.any(String) });
  expect(await langfuse.api.projects.get()).toMatchObject({
    data: [
      {
        id: api.projectId,
        name: expect.any(String),
        organization: { id: expect.any(String), name: expect.any(String) },
        metadata: {},
      },
    ],
  });
  const traceId = "0af7651916cd43dd8448eb211c80319c";
  const startUnixNano = `${Date.now()}000000`;
  const spans = [
    {
      traceId,
      spanId: "b7ad6b7169203331",
      name: awkward,
      startTimeUnixNano: startUnixNano,
      endTimeUnixNano: startUnixNano,
      attributes: [{ key: "langfuse.observation.type", value: { stringValue: "generation" } }],
    },
  ];
  await langfuse.api.opentelemetry.exportTraces({ resourceSpans: [{ scopeSpans: [{ spans }] }] });
  await api.drained();
  expect((await langfuse.api.trace.get(traceId)).observations).toMatchObject([
    { type: "GENERATION", name: awkward },
  ]);
});

test("traces that are deleted, alone and together", async () => {
  const ids = ["one", "two", "three"].map((id) => `delete ${id} ${awkward}`);
  for (const id of ids) await ingest("trace-create", { id });
  await api.drained();
  const [first = "", ...others] = ids;
  expect(await langfuse.api.trace.delete(first)).toEqual({ message: expect.any(String) });
  expect(await langfuse.api.trace.deleteMultiple({ traceIds: others })).toEqual({
    message: expect.any(String),
  });
  for (const id of ids) await expect(langfuse.api.trace.get(id)).rejects.toMatchObject(missing);
});
