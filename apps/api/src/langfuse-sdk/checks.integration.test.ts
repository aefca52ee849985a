import { gzipSync } from "node:zlib";
import { startObservation } from "@langfuse/tracing";
import type { TraceBody } from "@plumbline/contracts/langfuse";
import { LangfuseWeb } from "langfuse";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newSpanId, newTraceId, pythonV2Batch, pythonV4Export } from "./python.fixture.ts";
import { countRows, type SdkWorld, startSdkWorld } from "./sdk.fixture.ts";

/** The list of compatibility checks of the protocol, by their numbers; 5, 6, 7 and 10 are in stored-checks, 11 to 15 in later-checks. */

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
  expect(new Map(scores.map(({ name, value, comment }) => [name, [value, comment]]))).toEqual(
    new Map([
      ["stars", [4, null]],
      ["thumb", [1, "nice"]],
    ]),
  );
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
