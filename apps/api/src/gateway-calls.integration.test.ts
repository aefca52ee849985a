import type { GatewayCall } from "@plumbline/contracts/gateway-call";
import { encodeGatewayRecord, gatewayRecordRows } from "@plumbline/ingestion/gateway-record";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createProject, startTestApi, type TestApi } from "./api.fixture.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api?.close());

const startUs = Date.now() * 1_000 - 5_000_000;

function streamed(changes: Partial<GatewayCall>): GatewayCall {
  return {
    v: 1,
    requestId: "req_streamed",
    projectId: api.projectId,
    keyId: "key",
    keyName: "web",
    traceId: "0af7651916cd43dd8448eb211c80319c",
    spanId: "b7ad6b7169203331",
    operation: "chat",
    clientDialect: "openai",
    stream: true,
    requestedModel: "gpt-4o",
    provider: "openai",
    model: "gpt-4o",
    poolId: "p/chat",
    replicaId: "p/chat/eu",
    priority: "standard",
    startUs,
    firstTokenUs: startUs + 250_000,
    endUs: startUs + 1_000_000,
    overheadUs: 420,
    status: 200,
    outcome: "ok",
    attempts: [],
    usage: { input: 1_000, output: 100 },
    usageFrom: "upstream",
    record: "full",
    ...changes,
  };
}

async function record(call: GatewayCall): Promise<void> {
  const nothing = { request: Buffer.from("{}"), response: [] };
  await api.journal.append(encodeGatewayRecord({ call, ...nothing }), {
    lane: call.projectId,
    rows: gatewayRecordRows(call),
  });
  await api.drained();
}

const path = (requestId: string): string => `/api/public/gateway/calls/${requestId}`;

test("a streamed call tells its cost by its request id once it is stored", async () => {
  const before = await api.call(path("req_streamed"));
  expect([before.status, await before.text()]).toEqual([404, expect.stringContaining("a few seconds after")]);
  await record(streamed({}));
  expect(await (await api.call(path("req_streamed"))).json()).toEqual({
    requestId: "req_streamed",
    traceId: "0af7651916cd43dd8448eb211c80319c",
    observationId: "b7ad6b7169203331",
    startTime: expect.any(String),
    endTime: expect.any(String),
    outcome: "ok",
    status: 200,
    requestedModel: "gpt-4o",
    model: "gpt-4o",
    pool: "p/chat",
    replica: "p/chat/eu",
    attempts: 0,
    degraded: null,
    usage: { input: 1_000, output: 100, total: 1_100 },
    usageEstimated: false,
    costUsd: "0.0035",
    apiPriceUsd: null,
    queueMs: null,
    overheadMs: 0.42,
    timeToFirstTokenMs: 250,
    durationMs: 1_000,
  });
});

test("what nobody counted is unknown, not zero", async () => {
  const { usage: _usage, usageFrom: _from, ...rest } = streamed({ requestId: "req_lost", outcome: "cut" });
  await record({ ...rest, spanId: "b7ad6b7169203332" });
  expect(await (await api.call(path("req_lost"))).json()).toMatchObject({
    outcome: "cut",
    usage: { input: null, output: null, total: null },
    costUsd: null,
  });
});

test("of an id that comes again the newest call is told", async () => {
  await record(streamed({ requestId: "mine", spanId: "b7ad6b7169203333" }));
  await record(streamed({ requestId: "mine", spanId: "b7ad6b7169203334", startUs: startUs + 1_000 }));
  expect(await (await api.call(path("mine"))).json()).toMatchObject({ observationId: "b7ad6b7169203334" });
});

test("neither another project's call nor a span that a client calls so is found", async () => {
  await record(streamed({ requestId: "theirs", projectId: await createProject(api.db) }));
  expect((await api.call(path("theirs"))).status).toBe(404);
  const attributes = [{ key: "gateway.request_id", value: { stringValue: "forged" } }];
  const span = {
    traceId: "0af7651916cd43dd8448eb211c80319d",
    spanId: "b7ad6b7169203335",
    name: "forged",
    startTimeUnixNano: String(startUs * 1_000),
    endTimeUnixNano: String(startUs * 1_000),
    attributes,
  };
  const sent = await api.call("/api/public/otel/v1/traces", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] }),
  });
  expect(sent.status).toBe(200);
  await api.drained();
  expect((await api.call(path("forged"))).status).toBe(404);
});
