import { Langfuse } from "langfuse";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestApi, type TestApi } from "../api.fixture.ts";
import { missing, pageOf } from "./every-method.fixture.ts";

/** The methods of `langfuse.api` of the classic client; it encodes no slashes, so its names have none. */
let api: TestApi;
let classic: Langfuse;
beforeAll(async () => {
  api = await startTestApi();
  const { publicKey, secretKey } = api.key;
  classic = new Langfuse({ publicKey, secretKey, baseUrl: api.url, fetchRetryCount: 0 });
});
afterAll(async () => {
  await classic?.shutdownAsync();
  await api?.close();
});

const name = "übersicht 100 % + &";
const notFound = (calls: ReadonlyArray<() => Promise<unknown>>) =>
  Promise.all(
    calls.map((call) =>
      call().then(
        (body) => body,
        (error: unknown) => error,
      ),
    ),
  );

test("traces, observations, sessions and scores", async () => {
  const trace = classic.trace({ id: "trace", name, sessionId: "session", userId: name });
  trace
    .generation({ id: "call", name, model: "gpt-4o", usage: { input: 10, output: 5, unit: "TOKENS" } })
    .end();
  await classic.flushAsync();
  expect(await classic.api.scoreCreate({ id: "score", traceId: "trace", name: "quality", value: 1 })).toEqual(
    {
      id: "score",
    },
  );
  await api.drained();
  expect(await classic.api.traceGet("trace")).toMatchObject({
    id: "trace",
    name,
    userId: name,
    observations: [{ id: "call", modelId: "openai/gpt-4o", inputPrice: 0.0000025, usage: { input: 10 } }],
    scores: [{ id: "score", value: 1 }],
  });
  expect(await classic.api.traceList({ name })).toMatchObject({ data: [{ id: "trace" }], meta: pageOf(1) });
  expect(await classic.api.observationsGet("call")).toMatchObject({
    id: "call",
    calculatedTotalCost: 0.000075,
  });
  expect(await classic.api.observationsGetMany({ name })).toMatchObject({ data: [{ id: "call" }] });
  expect(await classic.api.sessionsGet("session")).toMatchObject({
    id: "session",
    traces: [{ id: "trace" }],
  });
  expect(await classic.api.sessionsList({})).toMatchObject({ data: [{ id: "session" }], meta: pageOf(1) });
  expect(await classic.api.scoreV2GetById("score")).toMatchObject({ id: "score", dataType: "NUMERIC" });
  expect(await classic.api.scoreV2Get({})).toMatchObject({ data: [{ id: "score" }], meta: pageOf(1) });
});

test("what is stored by request", async () => {
  await classic.createDataset({ name });
  const item = await classic.createDatasetItem({ datasetName: name, input: { q: 1 } });
  await classic.api.datasetRunItemsCreate({ runName: name, datasetItemId: item.id, traceId: "trace" });
  expect(await classic.api.datasetsGet(encodeURIComponent(name))).toMatchObject({ name });
  expect(await classic.api.datasetsList({})).toMatchObject({ meta: pageOf(1) });
  expect(await classic.api.datasetItemsGet(item.id)).toMatchObject({ id: item.id, datasetName: name });
  expect(await classic.api.datasetItemsList({ datasetName: name })).toMatchObject({
    data: [{ id: item.id }],
  });
  const run = await classic.getDatasetRun({ datasetName: name, runName: name });
  expect(run).toMatchObject({ name, datasetRunItems: [{ datasetItemId: item.id, traceId: "trace" }] });
  expect(await classic.getDatasetRuns(name)).toMatchObject({ data: [{ name }] });
  await classic.createPrompt({ name, prompt: "Hi", labels: ["production"] });
  expect((await classic.getPrompt(name)).prompt).toBe("Hi");
  expect(await classic.api.promptsList({ name })).toMatchObject({ data: [{ name, versions: [1] }] });
  expect((await classic.api.modelsList({ limit: 1 })).data).toHaveLength(1);
  expect(await classic.api.scoreConfigsGet({})).toMatchObject({ data: [], meta: pageOf(0) });
  expect(await classic.api.commentsGet({})).toMatchObject({ data: [], meta: pageOf(0) });
  expect(await classic.api.projectsGet()).toMatchObject({ data: [{ id: api.projectId }] });
});

test("what is not there", async () => {
  const answers = await notFound([
    () => classic.api.traceGet("none"),
    () => classic.api.observationsGet("none"),
    () => classic.api.sessionsGet("none"),
    () => classic.api.scoreV2GetById("none"),
    () => classic.api.datasetsGet("none"),
    () => classic.api.datasetItemsGet("none"),
    () => classic.api.datasetsGetRun("none", "none"),
    () => classic.api.modelsGet("none"),
    () => classic.api.scoreConfigsGetById("none"),
    () => classic.api.commentsGetById("none"),
    () => classic.api.mediaGet("none"),
  ]);
  for (const answer of answers) expect(answer).toMatchObject({ status: 404, error: missing.body });
});
