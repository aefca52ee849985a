import { createHash } from "node:crypto";
import { startObservation } from "@langfuse/tracing";
import type { TraceBody } from "@plumbline/contracts/langfuse";
import { LangfuseMedia } from "langfuse";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type SdkWorld, startSdkWorld } from "./sdk.fixture.ts";

/** Those of the compatibility checks that need prompts, media and datasets, by their numbers. */

let world: SdkWorld;
beforeAll(async () => {
  world = await startSdkWorld();
});
afterAll(() => world?.close());

describe("5: names of prompts with slashes, spaces and other scripts", () => {
  test.each(["folder/sub folder/prompt", "grüße an 世界", "100% & more?#"])("%s", async (name) => {
    const { client, classic } = world;
    await client.prompt.create({ name, prompt: "Hello {{who}}", labels: ["production"] });
    expect((await client.prompt.get(name)).compile({ who: "you" })).toBe("Hello you");
    expect((await classic.getPrompt(name)).compile({ who: "me" })).toBe("Hello me");
  });
});

test("6: a prompt that is not there is missed in these words", async () => {
  const answer = await world.api.call("/api/public/v2/prompts/x");
  expect([answer.status, await answer.json()]).toEqual([
    404,
    { message: "Prompt not found: 'x' with label 'production'", error: "LangfuseNotFoundError" },
  ]);
});

describe("7: media", () => {
  const bytes = Buffer.from("not really a picture");
  const sha256Hash = createHash("sha256").update(bytes).digest("base64");
  const mediaId = createHash("sha256").update(bytes).digest("base64url").slice(0, 22);

  test("have the id that clients work out, and are not asked for twice", async () => {
    const { api } = world;
    const announce = async (traceId: string) => {
      const answer = await api.call("/api/public/media", {
        method: "POST",
        body: JSON.stringify({
          traceId,
          field: "input",
          contentType: "image/png",
          contentLength: bytes.length,
          sha256Hash,
        }),
      });
      expect(answer.status).toBe(201);
      return (await answer.json()) as { mediaId: string; uploadUrl: string | null };
    };
    const first = await announce("media-1");
    expect(first).toEqual({ mediaId, uploadUrl: expect.any(String) });
    const put = await fetch(String(first.uploadUrl), {
      method: "PUT",
      headers: {
        "content-type": "image/png",
        "x-amz-checksum-sha256": sha256Hash,
        "x-ms-blob-type": "BlockBlob",
      },
      body: bytes,
    });
    expect([200, 201]).toContain(put.status);
    const report = { uploadedAt: new Date().toISOString(), uploadHttpStatus: put.status };
    await api.call(`/api/public/media/${mediaId}`, { method: "PATCH", body: JSON.stringify(report) });
    expect(await announce("media-2")).toEqual({ mediaId, uploadUrl: null });
  });

  test("arrive from both generations of clients", async () => {
    const { api, classic, flush, flushClassic } = world;
    const picture = Buffer.from(`picture ${Math.random()}`);
    const uri = `data:image/png;base64,${picture.toString("base64")}`;
    const trace = classic.trace({
      name: "pictured",
      input: { picture: new LangfuseMedia({ base64DataUri: uri }) },
    });
    await flushClassic();
    const other = Buffer.from(`other ${Math.random()}`);
    const span = startObservation("seen", { input: `data:image/png;base64,${other.toString("base64")}` });
    span.end();
    await flush();
    for (const [id, content] of [[trace.id, picture] as const, [span.traceId, other] as const]) {
      const found = JSON.stringify((await world.get<TraceBody>(`traces/${id}`)).input);
      const named = /@@@langfuseMedia:type=image\/png\|id=([\w-]{22})\|/.exec(found)?.[1];
      expect(named).toBe(createHash("sha256").update(content).digest("base64url").slice(0, 22));
      const { url } = await world.get<{ url: string }>(`media/${named}`);
      const file = await fetch(url, { headers: { authorization: api.key.basic } });
      expect(Buffer.from(await file.arrayBuffer())).toEqual(content);
    }
  });
});

describe("10: an experiment over a dataset, from its items to its scores", () => {
  test("by the current client", async () => {
    const { client, flush } = world;
    const name = "capitals/now";
    await client.api.datasets.create({ name, description: "of Europe" });
    for (const [input, expectedOutput] of [
      ["France", "Paris"],
      ["Italy", "Rome"],
    ] as const) {
      await client.api.datasetItems.create({ datasetName: name, id: `now-${input}`, input, expectedOutput });
    }
    const dataset = await client.dataset.get(name);
    expect(dataset.items.map(({ id }) => id).toSorted()).toEqual(["now-France", "now-Italy"]);
    const result = await dataset.runExperiment({
      name: "first",
      runName: "first run",
      task: async ({ input }) => (input === "France" ? "Paris" : "Milan"),
      evaluators: [
        async ({ output, expectedOutput }) => ({ name: "exact", value: output === expectedOutput ? 1 : 0 }),
      ],
      runEvaluators: [async () => ({ name: "share", value: 0.5 })],
    });
    await flush();
    const run = await client.api.datasets.getRun(name, "first run");
    expect(run.datasetRunItems.map(({ datasetItemId }) => datasetItemId).toSorted()).toEqual([
      "now-France",
      "now-Italy",
    ]);
    for (const item of result.itemResults) {
      const trace = await world.get<TraceBody>(`traces/${item.traceId}`);
      expect(trace.environment).toBe("sdk-experiment");
      expect(trace.scores).toMatchObject([{ name: "exact", value: item.output === "Paris" ? 1 : 0 }]);
    }
    const ofRun = await client.api.scores.getMany({ datasetRunId: run.id });
    expect(ofRun.data).toMatchObject([{ name: "share", value: 0.5, datasetRunId: run.id }]);
    const { data } = await world.get<{ data: object[] }>(
      `dataset-items?datasetName=${encodeURIComponent(name)}`,
    );
    for (const item of data) expect(item).toMatchObject({ mediaReferences: [] });
  });

  test("by the classic client", async () => {
    const { classic, flushClassic } = world;
    await classic.createDataset("capitals");
    await classic.createDatasetItem({
      datasetName: "capitals",
      id: "old-Spain",
      input: "Spain",
      expectedOutput: "Madrid",
    });
    const dataset = await classic.getDataset("capitals");
    expect(dataset.items).toHaveLength(1);
    for (const item of dataset.items) {
      const trace = classic.trace({ name: "answer", input: item.input, output: "Madrid" });
      await item.link(trace, "classic run", { description: "by hand", metadata: { model: "m" } });
      trace.score({ name: "exact", value: 1 });
    }
    await flushClassic();
    const run = await classic.getDatasetRun({ datasetName: "capitals", runName: "classic run" });
    expect(run).toMatchObject({ name: "classic run", description: "by hand", metadata: { model: "m" } });
    const [item] = run.datasetRunItems;
    expect(item).toMatchObject({ datasetItemId: "old-Spain", datasetRunName: "classic run" });
    const trace = await world.get<TraceBody>(`traces/${item?.traceId}`);
    expect(trace).toMatchObject({ name: "answer", scores: [{ name: "exact", value: 1 }] });
    expect(await classic.getDatasetRuns("capitals")).toMatchObject({ data: [{ name: "classic run" }] });
  });
});
