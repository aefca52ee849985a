import type {
  ObservationBody,
  PageMeta,
  ScoreBody,
  TraceBody,
  TraceListItemBody,
} from "@plumbline/contracts/langfuse";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import {
  createProject,
  readCapture,
  readCapturedBodies,
  readExpected,
  startTestApi,
  type TestApi,
} from "./api.fixture.ts";

let api: TestApi;
const classicTraces = ["trace-classic-1", "e8563981-717e-4d61-9ea8-50921635a86b"];

beforeAll(async () => {
  api = await startTestApi();
  // Twice, as clients do after a lost answer: everything has to count once.
  for (let round = 0; round < 2; round++) {
    for (const body of readCapturedBodies("langfuse-classic-v3")) {
      const answer = await api.call("/api/public/ingestion", { method: "POST", body });
      expect(answer.status).toBe(207);
      expect(await answer.json()).toMatchObject({ errors: [] });
    }
    const answer = await api.call("/api/public/otel/v1/traces", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: readCapture("langfuse-otel-v5.001.bin"),
    });
    expect([answer.status, await answer.json()]).toEqual([200, {}]);
    await api.drained();
  }
});
afterAll(() => api?.close());

interface Paged<Row> {
  data: Row[];
  meta: PageMeta;
}

async function get<Body>(path: string): Promise<Body> {
  const answer = await api.call(`/api/public/${path}`);
  expect(answer.status).toBe(200);
  return (await answer.json()) as Body;
}

const getTraces = (query: string) => get<Paged<TraceListItemBody>>(`traces?${query}`);
const getObservations = (query: string) => get<Paged<ObservationBody>>(`observations?${query}`);
const getScores = (query: string) => get<Paged<ScoreBody>>(`v2/scores?${query}`);

const usageOf = (observations: ObservationBody[]) => {
  const counted = observations.filter(({ usage }) => usage.unit !== null);
  return {
    usage_spans: counted.length,
    input_total: counted.reduce((sum, { usage }) => sum + usage.input, 0),
    output_total: counted.reduce((sum, { usage }) => sum + usage.output, 0),
  };
};

describe("captures of published clients, sent twice", () => {
  test("add up to what a correct receiver derives, one row each", async () => {
    const { data, meta } = await getObservations("limit=100");
    const expected = readExpected();
    const isClassic = ({ traceId }: ObservationBody) => classicTraces.includes(traceId);
    for (const [capture, observations] of [
      ["langfuse-classic-v3", data.filter(isClassic)],
      ["langfuse-otel-v5", data.filter((row: ObservationBody) => !isClassic(row))],
    ] as const) {
      const { usage_spans, totals } = expected[capture] ?? {};
      expect(usageOf(observations)).toEqual({
        usage_spans,
        input_total: totals?.input_total,
        output_total: totals?.output_total,
      });
    }
    expect(meta).toEqual({ page: 1, limit: 100, totalItems: 13, totalPages: 1 });
    expect(new Set(data.map(({ id }) => id)).size).toBe(13);
    const counted = await api.clickhouse.query(countStored, { projectId: api.projectId });
    expect(counted).toEqual([{ spans: 15, scores: 1 }]);
  });

  test("cost what the price book says, and what the client says where it does", async () => {
    const { data } = await getTraces("");
    const costs = data.map(({ name, totalCost }) => [name, totalCost]);
    expect(costs).toEqual([
      ["OpenAI.chat", 0.0000372],
      ["weather-chat", 0.003],
      ["oai-gen", 0.0000372],
      ["oai-gen", 0.0000372],
      ["weather-chat", 0.003],
    ]);
  });
});

describe("traces", () => {
  test("carry every field of the protocol", async () => {
    const trace = await get<TraceBody>("traces/trace-classic-1");
    expect(trace).toMatchObject({
      id: "trace-classic-1",
      projectId: api.projectId,
      timestamp: "2026-11-21T11:44:57.458Z",
      name: "weather-chat",
      input: { q: "weather in Paris?" },
      output: { a: "Rainy" },
      metadata: { tier: "gold" },
      userId: "user-42",
      sessionId: "sess-7",
      release: "v1.2.3",
      version: "2.0",
      environment: "staging",
      tags: ["beta", "web"],
      public: false,
      htmlPath: `/project/${api.projectId}/traces/trace-classic-1`,
      latency: 0.002,
      totalCost: 0.003,
    });
    expect(trace.scores).toMatchObject([{ name: "helpfulness", value: 0.9, dataType: "NUMERIC" }]);
    const call = trace.observations.find(({ name }) => name === "llm-call");
    expect(call).toMatchObject({
      type: "GENERATION",
      model: "gpt-4o-mini",
      modelParameters: { temperature: 0.2 },
      promptName: "weather-prompt",
      promptVersion: 3,
      calculatedTotalCost: 0.003,
      usageDetails: { input: 120, output: 40, cache_read_input_tokens: 64 },
    });
    expect(await get(`observations/${call?.id}`)).toEqual(call);
  });

  test("without a row of their own speak through their root", async () => {
    const { data } = await getTraces("name=oai-gen&limit=1");
    expect(data).toMatchObject([{ output: "Hello world", environment: "staging", release: "v1.2.3" }]);
  });

  test.each([
    ["name=weather-chat", 2],
    ["name=weather", 0],
    ["userId=user-42&sessionId=sess-7", 2],
    ["tags=web&tags=beta", 2],
    ["tags[]=web&tags[]=other", 0],
    ["environment=staging&environment=default", 5],
    ["environment=default", 1],
    ["version=2.0&release=v1.2.3", 2],
    ["fromTimestamp=2026-11-21T11:44:57.458Z", 2],
    ["toTimestamp=2026-11-21T11:44:57.458Z", 3],
    ["fromTimestamp=2020-01-01T00:00:00Z&toTimestamp=2020-02-01T00:00:00Z", 0],
  ])("are filtered by %s", async (query, totalItems) => {
    expect((await getTraces(query)).meta.totalItems).toBe(totalItems);
  });

  test.each([
    ["timestamp.asc", "timestamp"] as const,
    ["name.asc", "name"] as const,
    ["id.asc", "id"] as const,
  ])("are ordered by %s", async (orderBy, field) => {
    const { data } = await getTraces(`orderBy=${orderBy}`);
    const values = data.map((row) => row[field]);
    expect(values).toEqual(values.toSorted((a, b) => (String(a) < String(b) ? -1 : 1)));
  });

  test("come in pages that do not overlap, and name the window that was looked at", async () => {
    const first = await api.call("/api/public/traces?limit=3&page=1");
    expect(first.headers.get("x-plumbline-window")).toMatch(/^\d{4}-.*Z\/\d{4}-.*Z$/);
    const { data, meta } = (await first.json()) as Paged<TraceListItemBody>;
    const { data: rest } = await getTraces("limit=3&page=2");
    expect(meta).toEqual({ page: 1, limit: 3, totalItems: 5, totalPages: 2 });
    expect(new Set([...data, ...rest].map(({ id }) => id)).size).toBe(5);
  });

  test("leave out what was not asked for", async () => {
    const { data } = await getTraces("fields=core&limit=1");
    expect(data).toMatchObject([
      { input: null, output: null, metadata: null, observations: [], scores: [], latency: -1, totalCost: -1 },
    ]);
  });
});

test.each([
  ["traceId=trace-classic-1", 4],
  ["type=GENERATION&traceId=trace-classic-1", 2],
  ["level=ERROR&traceId=trace-classic-1", 1],
  ["name=cache-miss", 1],
  ["parentObservationId=9db1aa1c-344a-4b3b-abe3-80b3442a5320", 1],
  ["environment=default", 1],
  ["fromStartTime=2026-11-21T11:44:57.460Z&toStartTime=2026-11-21T11:44:57.461Z", 2],
])("observations are filtered by %s", async (query, totalItems) => {
  expect((await getObservations(query)).meta.totalItems).toBe(totalItems);
});

describe("scores", () => {
  test("in both versions, in a list and alone", async () => {
    const { data } = await getScores("traceId=trace-classic-1&name=helpfulness");
    expect(data).toMatchObject([{ value: 0.9, trace: { userId: "user-42", sessionId: "sess-7" } }]);
    expect((await get<Paged<ScoreBody>>("scores")).meta.totalItems).toBe(1);
    const { trace: _trace, ...alone } = { id: "", ...data[0] };
    expect(await get(`v2/scores/${alone.id}`)).toEqual(alone);
  });

  test("are created once per id; the last word wins", async () => {
    const create = (value: unknown, dataType: string) =>
      api.call("/api/public/scores", {
        method: "POST",
        body: JSON.stringify({ id: "s-1", traceId: "trace-classic-1", name: "tone", value, dataType }),
      });
    for (const value of ["dull", "kind", "kind"]) {
      const answer = await create(value, "CATEGORICAL");
      expect([answer.status, await answer.json()]).toEqual([200, { id: "s-1" }]);
    }
    await api.drained();
    expect((await getScores("name=tone")).data).toMatchObject([{ stringValue: "kind", value: 0 }]);
    const generated = await api.call("/api/public/scores", {
      method: "POST",
      body: JSON.stringify({ sessionId: "sess-7", name: "helped", value: 1, dataType: "BOOLEAN" }),
    });
    const { id } = (await generated.json()) as { id: string };
    await api.drained();
    expect(await get(`v2/scores/${id}`)).toMatchObject({
      value: 1,
      stringValue: "True",
      sessionId: "sess-7",
    });
    expect((await get<Paged<ScoreBody>>("scores")).data.map((score) => score.id)).not.toContain(id);
  });
});

test("projects tell a client where it is", async () => {
  expect(await get("projects")).toEqual({
    data: [
      {
        id: api.projectId,
        name: "Production",
        organization: { id: expect.any(String), name: "Acme" },
        metadata: {},
      },
    ],
  });
});

test("another project sees none of it, and cannot tell it from what does not exist", async () => {
  const stranger = await api.createKey(["read", "ingest", "scores"], {
    projectId: await createProject(api.db),
  });
  const asStranger = (path: string) =>
    api.call(`/api/public/${path}`, { headers: { authorization: stranger.basic } });
  for (const list of ["traces", "observations", "scores", "v2/scores"]) {
    expect(await (await asStranger(list)).json()).toMatchObject({ data: [], meta: { totalItems: 0 } });
  }
  const score = (await getScores("name=helpfulness")).data[0]?.id;
  for (const [known, unknown] of [
    ["traces/trace-classic-1", "traces/none"],
    ["observations/9db1aa1c-344a-4b3b-abe3-80b3442a5320", "observations/none"],
    [`v2/scores/${score}`, "v2/scores/none"],
  ] as const) {
    const [answer, nothing] = [await asStranger(known), await asStranger(unknown)];
    expect([answer.status, await answer.text()]).toEqual([404, await nothing.text()]);
  }
});

test.each(["traces/none", "observations/none", "v2/scores/none"])("%s is not found", async (path) => {
  const answer = await api.call(`/api/public/${path}`);
  expect(answer.status).toBe(404);
  expect(await answer.json()).toEqual({ message: expect.any(String), error: "LangfuseNotFoundError" });
});

test.each([
  "limit=101",
  "limit=0",
  "page=0",
  "page=x",
  "orderBy=name",
  "fromTimestamp=yesterday",
  "fields=all",
  "filter={",
  'filter=[{"type":"string"}]',
])("traces?%s is refused with its name", async (query) => {
  const answer = await api.call(`/api/public/traces?${query}`);
  expect(answer.status).toBe(400);
  const { message, errors } = (await answer.json()) as { message: string; errors: string[] };
  expect(message).toMatch(/Invalid request data|not supported/);
  expect(errors.join()).toContain(query.split("=")[0]);
});

const countStored = {
  name: "test.count-stored",
  params: z.object({ projectId: z.string() }),
  row: z.object({ spans: z.number(), scores: z.number() }),
  sql: `SELECT
    (SELECT count() FROM spans FINAL WHERE project_id = {projectId:String}) AS spans,
    (SELECT count() FROM scores FINAL WHERE project_id = {projectId:String}) AS scores`,
};
