import type { LangfuseClient } from "@langfuse/client";
import { LangfuseSpanProcessor } from "@langfuse/otel";
import { NodeTracerProvider } from "@opentelemetry/sdk-trace-node";
import type { DatasetItemBody, PagedBody } from "@plumbline/contracts/langfuse-stored";
import { Langfuse } from "langfuse";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createProject, startTestApi, type TestApi } from "./api.fixture.ts";
import { langfuseClient } from "./langfuse-client.fixture.ts";

let api: TestApi;
let client: LangfuseClient;
let classic: Langfuse;

beforeAll(async () => {
  api = await startTestApi();
  client = langfuseClient(api);
  const { publicKey, secretKey } = api.key;
  classic = new Langfuse({ baseUrl: api.url, publicKey, secretKey });
});
afterAll(() => api?.close());

const path = (...parts: string[]) => `/api/public/${parts.map(encodeURIComponent).join("/")}`;

async function send<Body>(method: string, url: string, body?: object, headers?: Record<string, string>) {
  const init = { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
  const answer = await api.call(url, { ...init, ...(headers === undefined ? {} : { headers }) });
  return { status: answer.status, body: (await answer.json()) as Body };
}
const item = (body: object) => send<DatasetItemBody>("POST", path("dataset-items"), body);

describe("published clients", () => {
  test("of the classic generation link their traces to a run", async () => {
    await classic.createDataset({ name: "classic" });
    for (const input of ["a", "b"]) await classic.createDatasetItem({ datasetName: "classic", input });
    const dataset = await classic.getDataset("classic");
    for (const each of dataset.items) await each.link(classic.trace({ name: "answer" }), "classic run");
    await classic.flushAsync();
    const runs = await classic.getDatasetRuns("classic");
    expect(runs.data).toMatchObject([{ name: "classic run", datasetName: "classic" }]);
    const run = await classic.getDatasetRun({ datasetName: "classic", runName: "classic run" });
    expect(new Set(run.datasetRunItems.map(({ datasetItemId }) => datasetItemId))).toEqual(
      new Set(dataset.items.map(({ id }) => id)),
    );
  });

  test("of the newest generation run an experiment from end to end", async () => {
    const { publicKey, secretKey } = api.key;
    const processor = new LangfuseSpanProcessor({ baseUrl: api.url, publicKey, secretKey });
    const provider = new NodeTracerProvider({ spanProcessors: [processor] });
    provider.register();
    await client.api.datasets.create({ name: "newest" });
    for (const input of [1, 2, 3]) {
      await client.api.datasetItems.create({ datasetName: "newest", input, expectedOutput: input * 2 });
    }
    const dataset = await client.dataset.get("newest", { fetchItemsPageSize: 2 });
    expect(dataset.items.length).toBe(3);
    const result = await dataset.runExperiment({
      name: "doubles",
      runName: "doubles 1",
      task: async ({ input }) => Number(input) * 2,
      evaluators: [
        async ({ output, expectedOutput }) => ({ name: "right", value: output === expectedOutput ? 1 : 0 }),
      ],
    });
    expect(result.itemResults.map(({ output }) => Number(output)).toSorted((a, b) => a - b)).toEqual([
      2, 4, 6,
    ]);
    const run = await client.api.datasets.getRun("newest", "doubles 1");
    expect(run.datasetRunItems.length).toBe(3);
    expect(result.datasetRunId).toBe(run.id);
    await provider.shutdown();
    await api.drained();
    for (const { traceId } of run.datasetRunItems) {
      expect((await send("GET", path("traces", traceId))).body).toMatchObject({ id: traceId });
    }
    await client.flush();
    await api.drained();
    const scores = await send<PagedBody<unknown>>("GET", `${path("v2", "scores")}?name=right`);
    expect(scores.body.data).toMatchObject([{ value: 1 }, { value: 1 }, { value: 1 }]);
  });
});

test("scopes are enforced, and other projects' objects look missing", async () => {
  await client.api.datasets.create({ name: "upserts" });
  await item({ datasetName: "upserts", id: "theirs", input: 1 });
  const { id: datasetId } = await client.api.datasets.get("upserts");
  const headersOf = async (scopes: Array<"ingest" | "read">, projectId?: string) => ({
    authorization: (await api.createKey(scopes, projectId === undefined ? {} : { projectId })).basic,
  });
  const [reader, writer] = [await headersOf(["read"]), await headersOf(["ingest"])];
  const body = { datasetName: "upserts", id: "theirs" };
  expect((await send("POST", path("dataset-items"), body, reader)).status).toBe(403);
  expect((await send("POST", path("dataset-items"), body, writer)).status).toBe(200);
  expect((await send("GET", path("dataset-items", "theirs"), undefined, writer)).status).toBe(403);

  const foreigner = await headersOf(["read", "ingest"], await createProject(api.db));
  const missing: Array<[string, string, object?]> = [
    ["GET", path("v2", "datasets", "upserts")],
    ["GET", path("dataset-items", "theirs")],
    ["DELETE", path("dataset-items", "theirs")],
    ["POST", path("dataset-items"), body],
    ["POST", path("dataset-run-items"), { runName: "r", datasetItemId: "theirs", traceId: "t" }],
    ["GET", `${path("dataset-run-items")}?datasetId=${datasetId}&runName=r`],
    ["GET", path("datasets", "upserts", "runs")],
    ["DELETE", path("datasets", "upserts", "runs", "r")],
  ];
  for (const [method, url, sent] of missing) {
    expect([method, url, (await send(method, url, sent, foreigner)).status]).toEqual([method, url, 404]);
  }
  expect(
    (await send<PagedBody<unknown>>("GET", path("dataset-items"), undefined, foreigner)).body.data,
  ).toEqual([]);
  // Ids are free in every project.
  await send("POST", path("v2", "datasets"), { name: "upserts" }, foreigner);
  expect((await send("POST", path("dataset-items"), { ...body, input: "own" }, foreigner)).status).toBe(200);
  expect((await send("GET", path("dataset-items", "theirs"))).body).toMatchObject({ input: 1 });
});
