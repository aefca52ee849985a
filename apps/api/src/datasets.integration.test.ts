import type { LangfuseClient } from "@langfuse/client";
import type { DatasetItemBody, PagedBody } from "@plumbline/contracts/langfuse-stored";
import { Langfuse } from "langfuse";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestApi, type TestApi } from "./api.fixture.ts";
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

const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT.*\.\d{3}Z$/);
const path = (...parts: string[]) => `/api/public/${parts.map(encodeURIComponent).join("/")}`;

async function send<Body>(method: string, url: string, body?: object, headers?: Record<string, string>) {
  const init = { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
  const answer = await api.call(url, { ...init, ...(headers === undefined ? {} : { headers }) });
  return { status: answer.status, body: (await answer.json()) as Body };
}
const item = (body: object) => send<DatasetItemBody>("POST", path("dataset-items"), body);
const items = (query: string) => send<PagedBody<DatasetItemBody>>("GET", `${path("dataset-items")}?${query}`);

describe("a dataset", () => {
  test("has every field, in both generations", async () => {
    const given = {
      name: "every field",
      description: "words",
      metadata: { zeta: 1, alpha: null },
      inputSchema: { type: "object" },
      expectedOutputSchema: { type: "string" },
    };
    const row = {
      id: expect.any(String),
      projectId: api.projectId,
      createdAt: time,
      updatedAt: time,
      ...given,
    };
    const created = await send<{ id: string }>("POST", path("v2", "datasets"), { ...given, unknown: 1 });
    expect(created).toEqual({ status: 200, body: row });
    expect(await send("GET", path("v2", "datasets", "every field"))).toEqual(created);
    expect((await send("POST", path("datasets"), { name: "every field" })).body).toEqual({
      ...created.body,
      items: [],
      runs: [],
    });
    expect((await send("POST", path("v2", "datasets"), { name: "bare" })).body).toEqual({
      ...row,
      name: "bare",
      description: null,
      metadata: null,
      inputSchema: null,
      expectedOutputSchema: null,
    });
    expect((await send("GET", `${path("v2", "datasets")}?limit=1&page=2`)).body).toEqual({
      data: [created.body],
      meta: { page: 2, limit: 1, totalItems: 2, totalPages: 2 },
    });
    const changed = await send("POST", path("v2", "datasets"), { name: "every field", description: "new" });
    expect(changed.body).toMatchObject({ id: created.body.id, description: "new", metadata: given.metadata });
  });

  test.each(["folder/sub/ünïcode ☃", "a%2Fb", "?&#"])("may be called %s", async (name) => {
    await client.api.datasets.create({ name });
    expect((await client.api.datasets.get(name)).name).toBe(name);
    await classic.createDatasetItem({ datasetName: name, input: 1 });
    expect((await classic.getDataset(name)).items).toMatchObject([{ datasetName: name, input: 1 }]);
    expect((await client.dataset.get(name)).items).toMatchObject([{ datasetName: name }]);
    expect((await send("GET", path("datasets", name))).body).toMatchObject({
      name,
      items: [{ input: 1, mediaReferences: [] }],
      runs: [],
    });
  });

  test("that is missing is not found", async () => {
    for (const url of [
      path("v2", "datasets", "none"),
      path("datasets", "none"),
      path("datasets", "none", "runs"),
    ]) {
      expect(await send("GET", url)).toEqual({
        status: 404,
        body: { message: "Dataset not found", error: "LangfuseNotFoundError" },
      });
    }
    expect((await item({ datasetName: "none" })).status).toBe(404);
    expect((await items("datasetName=none")).status).toBe(404);
  });
});

describe("an item", () => {
  test("has every field, and keeps what an upsert does not name", async () => {
    await client.api.datasets.create({ name: "upserts" });
    const given = {
      datasetName: "upserts",
      id: "chosen",
      input: { text: "a\u0000b", list: [null, 1.5] },
      expectedOutput: "out",
      metadata: { zeta: 1, alpha: 2 },
      sourceTraceId: "t",
      sourceObservationId: "o",
    };
    const created = await item(given);
    expect(created).toEqual({
      status: 200,
      body: {
        ...given,
        status: "ACTIVE",
        datasetId: expect.any(String),
        createdAt: time,
        updatedAt: time,
        mediaReferences: [],
      },
    });
    expect(await send("GET", path("dataset-items", "chosen"))).toEqual(created);
    const changed = await item({
      datasetName: "upserts",
      id: "chosen",
      expectedOutput: 0,
      status: "ARCHIVED",
    });
    expect(changed.body).toEqual({
      ...created.body,
      expectedOutput: 0,
      status: "ARCHIVED",
      updatedAt: time,
    });
    expect(changed.body.updatedAt > created.body.updatedAt).toBe(true);
    expect((await item({ datasetName: "upserts", id: "chosen", expectedOutput: 0 })).body).toEqual(
      changed.body,
    );
    expect((await item({ datasetName: "upserts", id: "x".repeat(256) })).status).toBe(400);
    await client.api.datasets.create({ name: "another" });
    expect((await item({ datasetName: "another", id: "chosen" })).status).toBe(400);
  });

  test("keeps its versions: the dataset can be read as it was", async () => {
    await client.api.datasets.create({ name: "history" });
    const first = await item({ datasetName: "history", id: "h", input: 1 });
    const second = await item({ datasetName: "history", id: "h", input: 2 });
    const removed = await send("DELETE", path("dataset-items", "h"));
    expect(removed).toEqual({ status: 200, body: { message: "Dataset item successfully deleted" } });
    const inputsAt = async (version: string) =>
      (await items(`datasetName=history&version=${encodeURIComponent(version)}`)).body.data.map(
        ({ input }) => input,
      );
    expect(await inputsAt(first.body.updatedAt)).toEqual([1]);
    expect(await inputsAt(second.body.updatedAt)).toEqual([2]);
    expect(await inputsAt(new Date(Date.now() + 60_000).toISOString())).toEqual([]);
    expect(await inputsAt("2020-01-01T00:00:00Z")).toEqual([]);
    expect((await items("datasetName=history")).body.data).toEqual([]);
    expect((await items("version=2020-01-01T00:00:00Z")).status).toBe(400);
    for (const method of ["GET", "DELETE"]) {
      expect((await send(method, path("dataset-items", "h"))).status).toBe(404);
    }
    expect((await item({ datasetName: "history", id: "h", expectedOutput: 3 })).body).toMatchObject({
      input: null,
      expectedOutput: 3,
    });
  });

  test("sent many times at once is one item with one version that holds", async () => {
    await client.api.datasets.create({ name: "race" });
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, input) => item({ datasetName: "race", id: "r", input })),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect((await items("datasetName=race")).body.meta.totalItems).toBe(1);
    const versions = await api.db.datasetItemVersion.findMany({
      where: { itemId: "r" },
      orderBy: { validFrom: "asc" },
    });
    expect(versions.length).toBe(10);
    expect(versions.slice(0, -1).map(({ validTo }) => validTo)).toEqual(
      versions.slice(1).map(({ validFrom }) => validFrom),
    );
  });

  test("is found by where it came from, a page at a time", async () => {
    await client.api.datasets.create({ name: "sources" });
    for (let index = 0; index < 3; index++) {
      await item({ datasetName: "sources", sourceTraceId: "from", sourceObservationId: `o${index}` });
    }
    const page = await items("sourceTraceId=from&limit=2&page=2");
    expect(page.body.meta).toEqual({ page: 2, limit: 2, totalItems: 3, totalPages: 2 });
    expect(page.body.data).toMatchObject([{ sourceObservationId: "o0" }]);
    expect((await items("sourceObservationId=o1")).body.data).toMatchObject([{ sourceTraceId: "from" }]);
  });
});

describe("a run", () => {
  test("is made by its first item, repeats nothing, and goes with its items", async () => {
    const name = "runs/ü";
    await client.api.datasets.create({ name });
    const { id: datasetItemId, datasetId } = (await item({ datasetName: name, input: 1 })).body;
    const body = { runName: "run/1", runDescription: "d", metadata: { a: 1 }, datasetItemId, traceId: "t1" };
    const created = await send<{ id: string; datasetRunId: string }>("POST", path("dataset-run-items"), body);
    const runItem = {
      id: expect.any(String),
      datasetRunId: expect.any(String),
      datasetRunName: "run/1",
      datasetItemId,
      traceId: "t1",
      observationId: null,
      createdAt: time,
      updatedAt: time,
    };
    expect(created).toEqual({ status: 200, body: runItem });
    expect(await send("POST", path("dataset-run-items"), body)).toEqual(created);
    const second = { runName: "run/1", datasetItemId, traceId: "t1", observationId: "o" };
    expect((await send("POST", path("dataset-run-items"), second)).body).toMatchObject({
      datasetRunId: created.body.datasetRunId,
      observationId: "o",
    });
    const run = {
      id: created.body.datasetRunId,
      name: "run/1",
      description: "d",
      metadata: { a: 1 },
      datasetId,
      datasetName: name,
      createdAt: time,
      updatedAt: time,
    };
    expect((await send("GET", path("datasets", name, "runs"))).body).toEqual({
      data: [run],
      meta: { page: 1, limit: 50, totalItems: 1, totalPages: 1 },
    });
    const detail = await classic.getDatasetRun({ datasetName: name, runName: "run/1" });
    expect(detail).toEqual({ ...run, datasetRunItems: [{ ...runItem, observationId: "o" }, runItem] });
    expect((await client.api.datasetRunItems.list({ datasetId, runName: "run/1" })).data).toEqual(
      detail.datasetRunItems,
    );
    expect((await send("GET", path("datasets", name))).body).toMatchObject({ runs: ["run/1"] });
    expect((await client.api.datasets.deleteRun(name, "run/1")).message).toBe(
      "Dataset run successfully deleted",
    );
    expect(await send("GET", path("datasets", name, "runs", "run/1"))).toMatchObject({
      status: 404,
      body: { message: "Dataset run not found" },
    });
    expect(await api.db.datasetRunItem.count({ where: { runId: run.id } })).toBe(0);
  });

  test("needs an item that is there, and a trace or a span that is stored", async () => {
    const post = (body: object) => send<{ message: string }>("POST", path("dataset-run-items"), body);
    const { id: datasetItemId } = (await item({ datasetName: "upserts", input: 1 })).body;
    expect(await post({ runName: "r", datasetItemId: "none", traceId: "t" })).toMatchObject({
      status: 404,
      body: { message: "Dataset item not found" },
    });
    expect((await post({ runName: "r", datasetItemId })).status).toBe(400);
    expect((await post({ runName: "r", datasetItemId, observationId: "none" })).status).toBe(404);
    const datasetVersion = "2020-01-01T00:00:00Z";
    expect((await post({ runName: "r", datasetItemId, traceId: "t", datasetVersion })).status).toBe(404);
    classic.trace({ id: "stored-trace", name: "x" }).span({ id: "stored-span", name: "y" });
    await classic.flushAsync();
    await api.drained();
    expect((await post({ runName: "r", datasetItemId, observationId: "stored-span" })).body).toMatchObject({
      traceId: "stored-trace",
      observationId: "stored-span",
    });
  });
});
