import type { LangfuseClient } from "@langfuse/client";
import type { CommentBody, ModelBody, PagedBody } from "@plumbline/contracts/langfuse-stored";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createProject, startTestApi, type TestApi } from "./api.fixture.ts";
import { langfuseClient } from "./langfuse-client.fixture.ts";

let api: TestApi;
let client: LangfuseClient;
let foreigner: Record<string, string>;

beforeAll(async () => {
  api = await startTestApi();
  client = langfuseClient(api);
  const projectId = await createProject(api.db);
  const { basic } = await api.createKey(["ingest", "read", "scores", "admin"], { projectId });
  foreigner = { authorization: basic };
});
afterAll(() => api?.close());

const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT.*\.\d{3}Z$/);

async function send<Body>(method: string, path: string, body?: object, headers?: Record<string, string>) {
  const init = { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
  const answer = await api.call(`/api/public/${path}`, { ...init, ...(headers ? { headers } : {}) });
  return { status: answer.status, body: (await answer.json()) as Body };
}

describe("score configs", () => {
  const create = (body: object) => send<{ id: string }>("POST", "score-configs", body);

  test("have every field of the protocol and are changed in part", async () => {
    const row = { id: expect.any(String), projectId: api.projectId, createdAt: time, updatedAt: time };
    const numeric = await create({
      name: "relevance",
      dataType: "NUMERIC",
      minValue: 0,
      maxValue: 1,
      description: "d",
    });
    expect(numeric).toEqual({
      status: 200,
      body: {
        ...row,
        name: "relevance",
        dataType: "NUMERIC",
        isArchived: false,
        minValue: 0,
        maxValue: 1,
        description: "d",
      },
    });
    const categories = [
      { label: "good", value: 1 },
      { label: "bad", value: 0 },
    ];
    const categorical = await create({ name: "tone (of voice)", dataType: "CATEGORICAL", categories });
    expect(categorical.body).toMatchObject({ categories, minValue: null });
    const boolean = await create({ name: "safe", dataType: "BOOLEAN" });
    expect(boolean.body).toMatchObject({
      categories: [
        { label: "True", value: 1 },
        { label: "False", value: 0 },
      ],
    });
    const { id } = numeric.body;
    const changed = await client.api.scoreConfigs.update(id, { isArchived: true, maxValue: 5 });
    expect(changed).toMatchObject({ name: "relevance", isArchived: true, minValue: 0, maxValue: 5 });
    expect(await client.api.scoreConfigs.getById(id)).toEqual(changed);
    expect((await client.api.scoreConfigs.get({ limit: 2, page: 2 })).data).toEqual([changed]);
  });

  test("that make no sense are refused", async () => {
    for (const wrong of [
      { name: "n", dataType: "NUMERIC", minValue: 2, maxValue: 1 },
      { name: "n", dataType: "NUMERIC", categories: [{ label: "a", value: 1 }] },
      { name: "n", dataType: "CATEGORICAL" },
      { name: "n", dataType: "CATEGORICAL", minValue: 1, categories: [{ label: "a", value: 1 }] },
      { name: "n", dataType: "BOOLEAN", categories: [{ label: "a", value: 1 }] },
      { name: "x".repeat(36), dataType: "TEXT" },
      { name: "<b>", dataType: "TEXT" },
    ]) {
      expect([wrong, (await create(wrong)).status]).toEqual([wrong, 400]);
    }
    const double = [
      { label: "a", value: 1 },
      { label: "a", value: 2 },
    ];
    expect((await create({ name: "n", dataType: "CATEGORICAL", categories: double })).status).toBe(400);
  });

  test("of another project look missing", async () => {
    const { id } = (await create({ name: "theirs", dataType: "TEXT" })).body;
    expect(await send("GET", `score-configs/${id}`, undefined, foreigner)).toEqual({
      status: 404,
      body: { message: "Score config not found", error: "LangfuseNotFoundError" },
    });
    expect((await send("PATCH", `score-configs/${id}`, { name: "x" }, foreigner)).status).toBe(404);
    expect((await send<PagedBody<unknown>>("GET", "score-configs", undefined, foreigner)).body.data).toEqual(
      [],
    );
  });
});

describe("models", () => {
  test("are prices of the project's own, with every field", async () => {
    const created = await client.api.models.create({
      modelName: "my-model",
      matchPattern: "(?i)^my-model$",
      unit: "TOKENS",
      inputPrice: 0.0000025,
      outputPrice: 0.00001,
      startDate: "2026-01-01",
    });
    expect(created).toEqual({
      id: expect.any(String),
      modelName: "my-model",
      matchPattern: "(?i)^my-model$",
      startDate: "2026-01-01T00:00:00.000Z",
      unit: "TOKENS",
      inputPrice: 0.0000025,
      outputPrice: 0.00001,
      totalPrice: null,
      tokenizerId: null,
      tokenizerConfig: null,
      isLangfuseManaged: false,
      createdAt: time,
      prices: { input: { price: 0.0000025 }, output: { price: 0.00001 } },
      pricingTiers: [
        {
          id: expect.any(String),
          name: "Standard",
          isDefault: true,
          priority: 0,
          conditions: [],
          prices: { input: 0.0000025, output: 0.00001 },
        },
      ],
      notPriced: [],
    });
    expect(await client.api.models.get(created.id)).toEqual(created);
    const stored = await api.db.customPrice.findUniqueOrThrow({ where: { id: created.id } });
    expect(stored).toMatchObject({
      modelPattern: "my-model",
      provider: null,
      prices: { input: "2.5", output: "10" },
    });
    const tiered = await client.api.models.create({
      modelName: "family",
      matchPattern: "(?i)^family-.*$",
      unit: "TOKENS",
      pricingTiers: [
        {
          name: "Standard",
          isDefault: true,
          priority: 0,
          conditions: [],
          prices: { input: 1e-6, output: 2e-6, input_cached_tokens: 1e-7, output_reasoning_tokens: 3e-6 },
        },
      ],
    });
    expect(tiered).toMatchObject({ modelName: "family", matchPattern: "(?i)^family-.*$", startDate: null });
    expect((await api.db.customPrice.findUniqueOrThrow({ where: { id: tiered.id } })).prices).toEqual({
      input: "1",
      output: "2",
      cacheRead: "0.1",
      reasoning: "3",
    });
    expect((await send("DELETE", `models/${created.id}`)).body).toEqual({
      message: "Model successfully deleted",
    });
    expect((await send("GET", `models/${created.id}`)).status).toBe(404);
  });

  test("of the public price book are listed after them and cannot be deleted", async () => {
    const all: ModelBody[] = [];
    for (let page = 1; ; page++) {
      const { data, meta } = (await send<PagedBody<ModelBody>>("GET", `models?limit=100&page=${page}`)).body;
      all.push(...data);
      if (page >= meta.totalPages) break;
    }
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    const known = all.find(({ id }) => id === "openai/gpt-4o");
    expect(known).toMatchObject({
      modelName: "gpt-4o",
      isLangfuseManaged: true,
      inputPrice: 0.0000025,
      outputPrice: 0.00001,
    });
    expect((await send("GET", "models/openai%2Fgpt-4o")).body).toEqual(known);
    expect((await send("DELETE", "models/openai%2Fgpt-4o")).status).toBe(400);
  });

  test("that contradict themselves are refused, and those of another project look missing", async () => {
    const flat = { modelName: "m", matchPattern: "^m$", unit: "TOKENS", inputPrice: 1e-6 };
    const tier = { name: "t", isDefault: true, priority: 0, conditions: [], prices: { input: 1e-6 } };
    const condition = { usageDetailPattern: "input", operator: "gt", value: 5 };
    for (const wrong of [
      { totalPrice: 1e-6 },
      { matchPattern: "(" },
      { matchPattern: "(?=m)" },
      { unit: "PARSECS" },
      { pricingTiers: [tier] },
      { inputPrice: undefined, pricingTiers: [tier, { ...tier, name: "u", priority: 1 }] },
      { inputPrice: undefined, pricingTiers: [{ ...tier, prices: {} }] },
      { inputPrice: undefined, pricingTiers: [{ ...tier, conditions: [condition] }] },
      { inputPrice: undefined, pricingTiers: [tier, { ...tier, name: "u", isDefault: false, priority: 1 }] },
    ]) {
      expect([wrong, (await send("POST", "models", { ...flat, ...wrong })).status]).toEqual([wrong, 400]);
    }
    const { id } = (await send<ModelBody>("POST", "models", flat)).body;
    expect((await send("GET", `models/${id}`, undefined, foreigner)).status).toBe(404);
    expect((await send("DELETE", `models/${id}`, undefined, foreigner)).status).toBe(404);
  });
});

describe("comments", () => {
  const create = (body: object, headers?: Record<string, string>) =>
    send<{ id: string }>(
      "POST",
      "comments",
      { projectId: api.projectId, content: "words", ...body },
      headers,
    );

  test("are about traces, observations, sessions and prompts", async () => {
    const batch = [
      {
        id: "e",
        type: "span-create",
        timestamp: "2026-11-21T12:00:00Z",
        body: { id: "span", traceId: "trace" },
      },
    ];
    await send("POST", "ingestion", { batch });
    await api.drained();
    const prompt = await client.prompt.create({ name: "commented", prompt: "x" });
    const versionId = (await send<{ id: string }>("GET", `v2/prompts/${prompt.name}?version=1`)).body.id;
    const objects = [
      ["TRACE", "trace"],
      ["OBSERVATION", "span"],
      ["SESSION", "session"],
      ["PROMPT", versionId],
    ] as const;
    for (const [objectType, objectId] of objects) {
      const { status, body } = await create({ objectType, objectId });
      expect([objectType, status]).toEqual([objectType, 200]);
      const comment = {
        id: body.id,
        projectId: api.projectId,
        createdAt: time,
        updatedAt: time,
        objectType,
        objectId,
        content: "words",
        authorUserId: null,
      };
      expect(await client.api.comments.getById(body.id)).toEqual(comment);
      expect(await client.api.comments.get({ objectType, objectId })).toEqual({
        data: [comment],
        meta: { page: 1, limit: 50, totalItems: 1, totalPages: 1 },
      });
    }
    expect((await send<PagedBody<CommentBody>>("GET", "comments")).body.meta.totalItems).toBe(4);
    expect((await create({ objectType: "trace", objectId: "lower-case" })).status).toBe(200);
  });

  test("name an author of the organisation, an object that is there, and the key's own project", async () => {
    const { organizationId } = await api.db.project.findUniqueOrThrow({ where: { id: api.projectId } });
    const { id: userId } = await api.db.user.create({
      data: { email: "author@example.com", name: "Author" },
    });
    const about = { objectType: "TRACE", objectId: "authored" };
    expect((await create({ ...about, authorUserId: userId })).status).toBe(400);
    await api.db.membership.create({ data: { organizationId, userId, role: "member" } });
    const { id } = (await create({ ...about, authorUserId: userId })).body;
    expect(
      (await send<PagedBody<CommentBody>>("GET", `comments?authorUserId=${userId}`)).body.data,
    ).toMatchObject([{ id, authorUserId: userId }]);
    for (const missing of [
      { objectType: "OBSERVATION", objectId: "none" },
      { objectType: "PROMPT", objectId: "none" },
      { ...about, projectId: "another" },
    ]) {
      expect([missing, (await create(missing)).status]).toEqual([missing, 404]);
    }
    for (const wrong of [
      { objectType: "USER", objectId: "x" },
      { ...about, content: "" },
      { ...about, content: "x".repeat(5_001) },
    ]) {
      expect((await create(wrong)).status).toBe(400);
    }
    expect((await send("GET", "comments?objectId=authored")).status).toBe(400);
    expect((await send("GET", `comments/${id}`, undefined, foreigner)).status).toBe(404);
    expect((await send<PagedBody<unknown>>("GET", "comments", undefined, foreigner)).body.data).toEqual([]);
  });
});
