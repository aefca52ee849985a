import { createHash } from "node:crypto";
import type { LangfuseClient } from "@langfuse/client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestApi, type TestApi } from "../api.fixture.ts";
import { langfuseClient } from "../langfuse-client.fixture.ts";
import { awkward, iso, missing, ofRow, pageOf, span, trace } from "./every-method.fixture.ts";

/** Every method of `langfuse.api` for what is stored by request, with names as awkward as clients make them. */
let api: TestApi;
let langfuse: LangfuseClient;
beforeAll(async () => {
  api = await startTestApi();
  langfuse = langfuseClient(api);
});
afterAll(() => api?.close());

test("datasets, items, runs and run items", async () => {
  const { datasets, datasetItems, datasetRunItems } = langfuse.api;
  const dataset = await datasets.create({ name: awkward, description: awkward, metadata: { a: [1] } });
  expect(dataset).toMatchObject({
    ...ofRow,
    name: awkward,
    projectId: api.projectId,
    inputSchema: null,
    expectedOutputSchema: null,
    metadata: { a: [1] },
  });
  expect(await datasets.get(awkward)).toEqual(dataset);
  expect(await datasets.list()).toEqual({ data: [dataset], meta: pageOf(1) });
  await expect(datasets.get("none/none")).rejects.toMatchObject(missing);

  const id = `item ${awkward}`;
  const item = await datasetItems.create({ datasetName: awkward, id, input: { q: 1 }, sourceTraceId: trace });
  expect(item).toMatchObject({
    ...ofRow,
    id,
    status: "ACTIVE",
    input: { q: 1 },
    expectedOutput: null,
    metadata: null,
    sourceTraceId: trace,
    sourceObservationId: null,
    datasetId: dataset.id,
    datasetName: awkward,
    mediaReferences: [],
  });
  expect(await datasetItems.get(id)).toEqual(item);
  expect(await datasetItems.list({ datasetName: awkward, sourceTraceId: trace })).toEqual({
    data: [item],
    meta: pageOf(1),
  });
  await expect(datasetItems.get("none/none")).rejects.toMatchObject(missing);
  await expect(datasetItems.list({ datasetName: "none" })).rejects.toMatchObject(missing);
  await expect(datasetItems.create({ datasetName: "none" })).rejects.toMatchObject(missing);

  const runName = `run ${awkward}`;
  const link = await datasetRunItems.create({
    runName,
    datasetItemId: id,
    traceId: trace,
    observationId: span,
  });
  expect(link).toMatchObject({ ...ofRow, datasetRunName: runName, datasetItemId: id, traceId: trace });
  const run = await datasets.getRun(awkward, runName);
  expect(run).toMatchObject({
    ...ofRow,
    id: link.datasetRunId,
    name: runName,
    description: null,
    datasetId: dataset.id,
    datasetName: awkward,
    datasetRunItems: [link],
  });
  const { datasetRunItems: _items, ...summary } = run;
  expect(await datasets.getRuns(awkward)).toEqual({ data: [summary], meta: pageOf(1) });
  expect(await datasetRunItems.list({ datasetId: dataset.id, runName })).toEqual({
    data: [link],
    meta: pageOf(1),
  });
  await expect(datasetRunItems.list({ datasetId: "none", runName })).rejects.toMatchObject(missing);
  await expect(
    datasetRunItems.create({ runName, datasetItemId: "none", traceId: trace }),
  ).rejects.toMatchObject(missing);
  await expect(datasets.getRun(awkward, "none/none")).rejects.toMatchObject(missing);
  await expect(datasets.getRuns("none")).rejects.toMatchObject(missing);
  expect(await datasets.deleteRun(awkward, runName)).toEqual({ message: expect.any(String) });
  await expect(datasets.deleteRun(awkward, runName)).rejects.toMatchObject(missing);
  expect(await datasetItems.delete(id)).toEqual({ message: "Dataset item successfully deleted" });
  await expect(datasetItems.delete(id)).rejects.toMatchObject(missing);
});

test("prompts", async () => {
  const { prompts, promptVersion } = langfuse.api;
  const created = await prompts.create({
    type: "text",
    name: awkward,
    prompt: "Hi {{x}}",
    labels: ["production"],
  });
  expect(created).toMatchObject({
    name: awkward,
    version: 1,
    labels: expect.arrayContaining(["production"]),
  });
  expect(await prompts.get(awkward)).toMatchObject({ name: awkward, prompt: "Hi {{x}}", type: "text" });
  const label = { name: awkward, version: 1, newLabels: ["staging"] };
  const labelled = await promptVersion.update(awkward, 1, { newLabels: label.newLabels });
  expect(labelled).toMatchObject({ labels: expect.arrayContaining(["staging"]) });
  const list = await prompts.list({ name: awkward });
  expect(list.meta).toEqual(pageOf(1, 10));
  expect(list.data).toMatchObject([
    { name: awkward, type: "text", versions: [1], tags: [], lastUpdatedAt: iso, lastConfig: {} },
  ]);
  await expect(prompts.get("none/none")).rejects.toMatchObject({
    statusCode: 404,
    body: { message: "Prompt not found: 'none/none' with label 'production'" },
  });
  await expect(promptVersion.update(awkward, 7, { newLabels: ["x"] })).rejects.toMatchObject(missing);
  await prompts.delete(awkward);
  await expect(prompts.get(awkward)).rejects.toMatchObject(missing);
  await expect(prompts.delete(awkward)).rejects.toMatchObject(missing);
});

test("comments", async () => {
  const { comments } = langfuse.api;
  const about = { objectType: "TRACE", objectId: trace } as const;
  const { id } = await comments.create({ projectId: api.projectId, ...about, content: awkward });
  const row = { ...ofRow, ...about, id, projectId: api.projectId, content: awkward, authorUserId: null };
  expect(await comments.getById(id)).toEqual(row);
  expect(await comments.get(about)).toEqual({ data: [row], meta: pageOf(1) });
  await expect(comments.getById("none/none")).rejects.toMatchObject(missing);
});

test("media", async () => {
  const { media } = langfuse.api;
  const bytes = Buffer.from("some bytes");
  const sha256Hash = createHash("sha256").update(bytes).digest("base64");
  const announced = await media.getUploadUrl({
    traceId: trace,
    observationId: span,
    field: "input",
    contentType: "text/plain",
    contentLength: bytes.length,
    sha256Hash,
  });
  const mediaId = sha256Hash.replaceAll("+", "-").replaceAll("/", "_").slice(0, 22);
  expect(announced).toEqual({ mediaId, uploadUrl: expect.any(String) });
  const upload = { method: "PUT", body: bytes, headers: { "content-type": "text/plain" } };
  expect((await fetch(String(announced.uploadUrl), upload)).status).toBe(200);
  await media.patch(mediaId, { uploadedAt: new Date().toISOString(), uploadHttpStatus: 200 });
  const stored = await media.get(mediaId);
  expect(stored).toEqual({
    mediaId,
    contentType: "text/plain",
    contentLength: bytes.length,
    uploadedAt: iso,
    url: expect.any(String),
    urlExpiry: iso,
  });
  expect(await (await fetch(stored.url)).text()).toBe("some bytes");
  await expect(media.get("none/none")).rejects.toMatchObject(missing);
  const report = { uploadedAt: new Date().toISOString(), uploadHttpStatus: 200 };
  await expect(media.patch("none", report)).rejects.toMatchObject(missing);
});
