import { randomBytes } from "node:crypto";
import type { TraceBody } from "@plumbline/contracts/langfuse";
import { getObservationDetail } from "@plumbline/services/observation";
import {
  getSpanText,
  getTrace,
  getWholeSpanText,
  type ListTracesInput,
  listTraces,
} from "@plumbline/services/trace";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestApi, type TestApi } from "./api.fixture.ts";
import { exportRequest, type SpanInput, spanBytes } from "./otlp.fixture.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api?.close());

async function store(...spans: SpanInput[]): Promise<void> {
  const headers = { "content-type": "application/x-protobuf" };
  const body = exportRequest(spans.map(spanBytes));
  expect((await api.call("/v1/traces", { method: "POST", headers, body })).status).toBe(200);
  await api.drained();
}

const list = (input: Partial<ListTracesInput> = {}) =>
  listTraces(api.ctx, { projectId: api.projectId, ...input });

test("a trace whose root has not arrived is listed as running, and settles with it", async () => {
  const [traceId, rootId] = [randomBytes(16), randomBytes(8)];
  const id = traceId.toString("hex");
  const startMs = Date.now() - 5_000;
  const child = { traceId, parentSpanId: rootId, name: "child", startMs: startMs + 1_000 };
  await store({ ...child, attributes: { "user.id": "ada" } });
  expect((await list({ search: id })).rows).toMatchObject([
    { traceId: id, name: null, userId: "ada", running: true, spanCount: 1, durationMs: 250 },
  ]);

  await store({ traceId, spanId: rootId, name: "agent", startMs, attributes: { "session.id": "s-1" } });
  const { rows } = await list({ search: id });
  expect(rows).toMatchObject([
    { name: "agent", userId: "ada", sessionId: "s-1", running: false, spanCount: 2, durationMs: 1_250 },
  ]);
  expect(rows[0]?.startTime).toBe(new Date(startMs).toISOString());

  const { trace, spans, truncated } = await getTrace(api.ctx, { projectId: api.projectId, traceId: id });
  expect(trace).toEqual(rows[0]);
  expect(truncated).toBe(false);
  expect(spans).toMatchObject([
    { name: "agent", parentSpanId: null, offsetMs: 0 },
    { name: "child", parentSpanId: rootId.toString("hex"), offsetMs: 1_000, durationMs: 250 },
  ]);
});

test("search finds ids, names, users and previews in any case, and treats wildcards as letters", async () => {
  const traceId = randomBytes(16);
  await store({
    traceId,
    name: "Refund 100%",
    attributes: { "gen_ai.operation.name": "chat", "langfuse.observation.input": "Where is my Änderung?" },
  });
  const found = async (search: string) => (await list({ search })).totalItems;
  expect(await found("refund 100%")).toBe(1);
  expect(await found("änderung")).toBe(1);
  expect(await found(traceId.toString("hex").slice(0, 12))).toBe(1);
  for (const search of ["%", "_", "'", "\\", "100_", "{search:String}", "' OR 1=1 --"]) {
    expect([search, await found(search)]).toEqual([search, search === "%" ? 1 : 0]);
  }
});

test("the text of a span comes with its metadata and attributes", async () => {
  const [traceId, spanId] = [randomBytes(16), randomBytes(8)];
  await store({
    traceId,
    spanId,
    attributes: {
      "langfuse.observation.input": '{"q":1}',
      "langfuse.observation.output": "out",
      "langfuse.observation.metadata.tier": "gold",
      "app.custom": "kept",
    },
  });
  const key = { projectId: api.projectId, traceId: traceId.toString("hex"), spanId: spanId.toString("hex") };
  expect(await getSpanText(api.ctx, key)).toMatchObject({
    input: { text: '{"q":1}', bytes: 7, complete: true },
    output: { text: "out", bytes: 3, complete: true },
    systemInstructions: null,
    metadata: { tier: "gold" },
    attributes: { "app.custom": "kept" },
  });
  await expect(getSpanText(api.ctx, { ...key, spanId: "none" })).rejects.toMatchObject({ code: "not_found" });
  expect((await getSpanText(api.ctx, { ...key, maxCharacters: 2 })).input).toEqual({
    text: '{"',
    bytes: 7,
    complete: false,
  });
  expect(await getWholeSpanText(api.ctx, { ...key, field: "input" })).toBe('{"q":1}');
  expect(await getWholeSpanText(api.ctx, { ...key, field: "toolDefinitions" })).toBe("");
  await expect(getWholeSpanText(api.ctx, { ...key, spanId: "none", field: "input" })).rejects.toMatchObject({
    code: "not_found",
  });
  const detail = await getObservationDetail(api.ctx, key);
  expect(detail.metadata).toEqual({ tier: "gold" });
  expect(detail).not.toHaveProperty("input");
});

test("a trace of three thousand spans comes whole, with its texts", async () => {
  const traceId = randomBytes(16);
  const spans = Array.from({ length: 3_000 }, (_, index) => ({
    traceId,
    attributes: { "langfuse.observation.input": `question ${index}` },
  }));
  await store(...spans);
  const answer = await api.call(`/api/public/traces/${traceId.toString("hex")}`);
  const { observations } = (await answer.json()) as TraceBody;
  expect(new Set(observations.map(({ input }) => input)).size).toBe(3_000);
  const projectId = api.projectId;
  expect((await getTrace(api.ctx, { projectId, traceId: traceId.toString("hex") })).spans).toHaveLength(
    3_000,
  );
});

test("errors and levels roll up", async () => {
  const traceId = randomBytes(16);
  const level = (value: string) => ({ "langfuse.observation.level": value });
  await store({ traceId, attributes: level("ERROR") }, { traceId, attributes: level("WARNING") });
  const rows = async (input: Partial<ListTracesInput>) =>
    (await list({ search: traceId.toString("hex"), ...input })).rows;
  expect(await rows({ level: "ERROR" })).toMatchObject([{ errorCount: 1, level: "ERROR", cost: null }]);
  expect(await rows({ level: "WARNING" })).toEqual([]);
});

test.each([
  { limit: 0 },
  { limit: 101 },
  { page: 0 },
  { page: 1.5 },
  { page: 1e9 },
  { from: new Date(Number.NaN) },
])("%j is refused", async (input) => {
  await expect(list(input)).rejects.toMatchObject({ code: "invalid_request" });
});
