import { gzipSync } from "node:zlib";
import type { ObservationBody, ScoreBody, TraceBody } from "@plumbline/contracts/langfuse";
import { Client, RunTree } from "langsmith";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { startTestApi, type TestApi } from "./api.fixture.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api?.close());

const client = (): Client => new Client({ apiUrl: api.url, apiKey: api.key.secretKey, hideInputs: false });

async function get<Body>(path: string): Promise<Body> {
  const answer = await api.call(`/api/public/${path}`);
  expect(answer.status).toBe(200);
  return (await answer.json()) as Body;
}

const usage = {
  input_tokens: 120,
  output_tokens: 40,
  total_tokens: 160,
  input_token_details: { cache_read: 64 },
};

/** A chain that repeats the usage of the model call below it, as tracers do. */
async function traceRuns(langsmith: Client): Promise<{ root: RunTree; call: RunTree }> {
  const root = new RunTree({
    client: langsmith,
    name: "agent",
    run_type: "chain",
    inputs: { question: "Weather in Paris?" },
    project_name: "production",
    tags: ["beta"],
    metadata: { thread_id: "thread-1", user_id: "user-1", plan: "gold", OPENAI_API_KEY: "sk-should-vanish" },
  });
  await root.postRun();
  const call = root.createChild({
    name: "chat",
    run_type: "llm",
    inputs: { messages: [{ role: "user", content: "Weather in Paris?" }] },
    metadata: {
      ls_provider: "openai",
      ls_model_name: "gpt-4o-mini",
      ls_invocation_params: { temperature: 0.2 },
    },
  });
  await call.postRun();
  call.addEvent({ name: "new_token", time: new Date().toISOString() });
  await call.end({ content: "Rainy", model: "gpt-4o-mini-2024-07-18", usage_metadata: usage });
  await call.patchRun();
  await root.end({ answer: "Rainy", usage_metadata: usage });
  await root.patchRun();
  await langsmith.awaitPendingTraceBatches();
  return { root, call };
}

describe("the langsmith client", () => {
  test("sends a trace by its own protocol: tree, texts, model call, cost of the call alone", async () => {
    const langsmith = client();
    const { root, call } = await traceRuns(langsmith);
    await langsmith.createFeedback(call.id, "helpfulness", { score: 0.9, traceId: root.id, comment: "good" });
    await langsmith.awaitPendingTraceBatches();
    await api.drained();

    const trace = await get<TraceBody>(`traces/${root.id}`);
    expect(trace).toMatchObject({
      name: "agent",
      sessionId: "thread-1",
      userId: "user-1",
      tags: ["beta"],
      totalCost: 0.0000372,
    });
    expect(JSON.stringify(trace)).not.toContain("sk-should-vanish");
    const chat = trace.observations.find(({ id }) => id === call.id);
    expect(chat).toMatchObject({
      type: "GENERATION",
      parentObservationId: root.id,
      model: "gpt-4o-mini-2024-07-18",
      modelParameters: { temperature: 0.2 },
      usageDetails: { input: 120, output: 40 },
      calculatedTotalCost: 0.0000372,
      input: { messages: [{ role: "user", content: "Weather in Paris?" }] },
    });
    expect(chat?.endTime).not.toBeNull();
    expect(chat?.completionStartTime).not.toBeNull();
    const chain = trace.observations.find(({ id }) => id === root.id);
    expect(chain).toMatchObject({ type: "CHAIN", metadata: { plan: "gold" } });
    expect(trace.scores).toMatchObject([{ name: "helpfulness", value: 0.9, observationId: call.id }]);
    expect(await api.rejectedEvents()).toEqual([]);
  });

  test("without batching posts, patches and scores one by one", async () => {
    const langsmith = new Client({
      apiUrl: api.url,
      apiKey: api.key.secretKey,
      autoBatchTracing: false,
    });
    const { root, call } = await traceRuns(langsmith);
    await api.drained();
    await langsmith.createFeedback(call.id, "tone", { value: "kind" });
    await api.drained();
    const trace = await get<TraceBody>(`traces/${root.id}`);
    expect(trace.totalCost).toBe(0.0000372);
    // The client named the run alone; it lies in its trace all the same.
    expect(trace.scores).toMatchObject([{ name: "tone", stringValue: "kind", traceId: root.id }]);
  });
});

const startTime = "2026-11-20T10:00:00.123456";
const run = (id: string, changes: object = {}) => ({
  id,
  trace_id: id,
  dotted_order: `20261120T100000123456Z${id}`,
  name: "chat",
  run_type: "llm",
  start_time: startTime,
  inputs: { q: 1 },
  ...changes,
});
const ids = {
  batch: "11111111-1111-4111-8111-111111111111",
  failed: "22222222-2222-4222-8222-222222222222",
  multipart: "33333333-3333-4333-8333-333333333333",
};

async function observations(traceId: string): Promise<ObservationBody[]> {
  await api.drained();
  return (await get<{ data: ObservationBody[] }>(`observations?traceId=${traceId}`)).data;
}

describe("POST /runs/batch", () => {
  const send = (body: object) => api.call("/runs/batch", { method: "POST", body: JSON.stringify(body) });

  test("a batch that is sent again counts once, in either order of post and patch", async () => {
    const patch = {
      id: ids.batch,
      trace_id: ids.batch,
      dotted_order: `20261120T100000123456Z${ids.batch}`,
      // Epoch milliseconds beside a start in ISO 8601 with microseconds.
      end_time: Date.parse("2026-11-20T10:00:01.500Z"),
      outputs: { model: "gpt-4o-mini", usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 } },
    };
    for (let round = 0; round < 2; round++) {
      expect((await send({ patch: [patch] })).status).toBe(202);
      expect((await send({ post: [run(ids.batch)], patch: [patch] })).status).toBe(202);
      await api.drained();
    }
    expect(await observations(ids.batch)).toMatchObject([
      {
        startTime: "2026-11-20T10:00:00.123Z",
        endTime: "2026-11-20T10:00:01.500Z",
        latency: 1.376544,
        usageDetails: { input: 10, output: 5, total: 15 },
      },
    ]);
    const stored = await api.clickhouse.query(versionOf, { projectId: api.projectId, spanId: ids.batch });
    expect(stored).toEqual([{ version: 2 }]);
  });

  test("an error is an error; what is not a run is refused alone and kept", async () => {
    const answer = await send({
      post: [
        run(ids.failed, { error: "429 rate limit", end_time: startTime }),
        { id: "x", start_time: "soon" },
      ],
    });
    expect(answer.status).toBe(202);
    expect(await answer.json()).toMatchObject({ errors: [{ id: "x", code: "event.invalid_field" }] });
    expect(await observations(ids.failed)).toMatchObject([
      { level: "ERROR", statusMessage: "429 rate limit" },
    ]);
    // A run that is posted and patched has one id: what was refused of it tells the two apart.
    const eventId = expect.stringMatching(/^x:[0-9a-f]{12}$/);
    expect(await api.rejectedEvents()).toMatchObject([{ eventId, source: "langsmith" }]);
    expect((await send({ post: [{ id: "x", start_time: "soon" }] })).status).toBe(422);
  });

  test.each([["[]"], ["{}"], ['{"post":1}'], ["{"]])("%s is no batch", async (body) => {
    expect((await api.call("/runs/batch", { method: "POST", body })).status).toBe(400);
  });
});

describe("POST /runs/multipart", () => {
  const multipart = (parts: Array<[string, string]>): { type: string; body: Buffer } => {
    const boundary = "----LangSmithFormBoundaryTest";
    const lines = parts.map(
      ([name, json]) =>
        `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\nContent-Type: application/json; length=${Buffer.byteLength(json)}\r\n\r\n${json}\r\n`,
    );
    const body = Buffer.from(`${lines.join("")}--${boundary}--\r\n`);
    return { type: `multipart/form-data; boundary=${boundary}`, body };
  };

  test("takes gzip, and puts parts with hostile names nowhere", async () => {
    const id = ids.multipart;
    const { type, body } = multipart([
      [`post.${id}`, JSON.stringify(run(id))],
      [`post.${id}.outputs`, JSON.stringify({ text: "é" })],
      [`post.${id}.__proto__`, '{"polluted":1}'],
      ["post.__proto__.extra", '{"polluted":1}'],
      [`attachment.${id}.file`, "binary"],
    ]);
    const answer = await api.call("/runs/multipart", {
      method: "POST",
      headers: { "content-type": type, "content-encoding": "gzip" },
      body: gzipSync(body),
    });
    expect(answer.status).toBe(202);
    expect(await observations(id)).toMatchObject([{ output: { text: "é" }, input: { q: 1 } }]);
    expect("polluted" in {}).toBe(false);
  });

  test("a body that is no form, or too deep, is refused whole", async () => {
    const deep = multipart([["post.1.inputs", `${"[".repeat(200)}${"]".repeat(200)}`]]);
    for (const [type, body] of [
      ["multipart/form-data; boundary=x", Buffer.from("no form")],
      ["application/json", Buffer.from("{}")],
      [deep.type, deep.body],
    ] as const) {
      const answer = await api.call("/runs/multipart", {
        method: "POST",
        headers: { "content-type": type },
        body,
      });
      expect(answer.status).toBe(400);
    }
  });
});

test("feedback of every kind is a score", async () => {
  const feedback = (body: object) =>
    api.call("/feedback", { method: "POST", body: JSON.stringify({ run_id: ids.batch, ...body }) });
  for (const [id, body] of [
    ["f-number", { score: 1 }],
    ["f-boolean", { score: true }],
    ["f-text", { value: "bad" }],
  ] as const) {
    expect((await feedback({ id, key: id, ...body })).status).toBe(200);
  }
  expect((await feedback({ key: "empty" })).status).toBe(400);
  expect((await feedback({ score: 1 })).status).toBe(400);
  await api.drained();
  const { data } = await get<{ data: ScoreBody[] }>(`v2/scores?traceId=${ids.batch}`);
  const stored = data.map(({ name, dataType, value, stringValue }) =>
    [name, dataType, value, stringValue].join(),
  );
  expect(new Set(stored)).toEqual(
    new Set(["f-boolean,BOOLEAN,1,True", "f-number,NUMERIC,1,", "f-text,CATEGORICAL,0,bad"]),
  );
});

const versionOf = {
  name: "test.row-version",
  params: z.object({ projectId: z.string(), spanId: z.string() }),
  row: z.object({ version: z.number() }),
  sql: `SELECT toUInt32(intDiv(row_version, 4096)) AS version FROM spans FINAL
    WHERE project_id = {projectId:String} AND span_id = {spanId:String}`,
};
