import type { LangfuseClient } from "@langfuse/client";
import type { ObservationBody } from "@plumbline/contracts/langfuse";
import type { ModelBody } from "@plumbline/contracts/langfuse-stored";
import { readAllCustomPrices } from "@plumbline/services/custom-price";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createProject, startTestApi, type TestApi } from "./api.fixture.ts";
import { langfuseClient } from "./langfuse-client.fixture.ts";

let api: TestApi;
let client: LangfuseClient;
beforeAll(async () => {
  api = await startTestApi();
  client = langfuseClient(api);
});
afterAll(() => api?.close());

async function send<Body>(method: string, path: string, body?: object) {
  const init = { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
  const answer = await api.call(`/api/public/${path}`, init);
  return { status: answer.status, body: (await answer.json()) as Body };
}

async function define(body: object): Promise<ModelBody> {
  const created = await send<ModelBody>("POST", "models", { unit: "TOKENS", ...body });
  expect(created).toMatchObject({ status: 200 });
  // The process that prices hears of it within seconds; here at once.
  api.setCustomPrices(await readAllCustomPrices(api.db));
  return created.body;
}

let calls = 0;
/** A call as a client reports it, read back. */
async function call(model: string, usageDetails: object, more: object = {}): Promise<ObservationBody> {
  const id = `call-${++calls}`;
  const body = { id, traceId: "t", model, usageDetails, startTime: new Date().toISOString(), ...more };
  const event = { id: `event-${id}`, type: "generation-create", timestamp: body.startTime, body };
  await send("POST", "ingestion", { batch: [event] });
  await api.drained();
  return (await send<ObservationBody>("GET", `observations/${id}`)).body;
}

const standard = { name: "Standard", isDefault: true, priority: 0, conditions: [] };

describe("a definition", () => {
  test("is answered as it was given", async () => {
    const given = {
      modelName: "everything",
      matchPattern: "(?i)^(every|any)thing(-v[0-9]+)?$",
      startDate: "2026-01-02T03:04:05.000Z",
      unit: "CHARACTERS",
      tokenizerId: "openai",
      tokenizerConfig: { tokenizerModel: "gpt-4o", tokensPerName: 1 },
      pricingTiers: [
        { ...standard, prices: { input: 1e-6, web_search: 0.01 } },
        {
          name: "Large",
          isDefault: false,
          priority: 1,
          conditions: [{ usageDetailPattern: "^input", operator: "gt", value: 1000, caseSensitive: true }],
          prices: { input: 2e-6 },
        },
        {
          name: "EU",
          isDefault: false,
          priority: 2,
          conditions: [{ source: "metadata", key: "region", operator: "in", values: ["eu"] }],
          prices: { input: 3e-6 },
        },
      ],
    };
    const model = await define(given);
    const { pricingTiers, ...rest } = given;
    expect(model).toMatchObject({ ...rest, inputPrice: 1e-6, outputPrice: null, isLangfuseManaged: false });
    expect(model.pricingTiers.map(({ id: _id, ...tier }) => tier)).toEqual(pricingTiers);
    expect(model.prices).toEqual({ input: { price: 1e-6 }, web_search: { price: 0.01 } });
    expect(await client.api.models.get(model.id)).toEqual(model);
    expect((await client.api.models.list({ limit: 100 })).data).toContainEqual(model);
  });

  test.each([
    [{ unit: "SECONDS", inputPrice: 1 }, /^unit: only TOKENS/],
    [{}, /^No price was given/],
    [{ outputPrice: 1e-6 }, /no price of the input/],
    [{ inputPrice: 1.5e-13 }, /whole number of pico-dollars/],
    [
      { pricingTiers: [{ ...standard, prices: { input: 1e-6, web_search: 0.01 } }] },
      /"web_search" of "Standard"/,
    ],
    [{ inputPrice: 1e-6, tokenizerId: "claude" }, /^tokenizerId/],
  ])("says what of it prices nothing: %j", async (prices, reason) => {
    const model = await define({ modelName: "odd", matchPattern: "^odd-never-called$", ...prices });
    expect(model.notPriced).toContainEqual(expect.stringMatching(reason));
  });
});

describe("calls", () => {
  test("fall under a regular expression, which tells case apart unless it says otherwise", async () => {
    const model = await define({
      modelName: "tuned",
      matchPattern: "^ft:(base|large):.+$",
      inputPrice: 1e-6,
      outputPrice: 2e-6,
    });
    expect(model.notPriced).toEqual([]);
    expect(await call("ft:large:acme", { input: 10, output: 5 })).toMatchObject({
      calculatedTotalCost: 0.00002,
      modelId: model.id,
      inputPrice: 1e-6,
      outputPrice: 2e-6,
      totalPrice: null,
      usagePricingTierId: `${model.id}/standard`,
      usagePricingTierName: "Standard",
    });
    expect(await call("FT:large:acme", { input: 10, output: 5 })).toMatchObject({
      calculatedTotalCost: null,
      modelId: null,
      inputPrice: null,
    });
  });

  test("with a large input are priced by its tier", async () => {
    const large = (value: number, operator: string, priority: number, input: number) => ({
      name: `${operator} ${value}`,
      isDefault: false,
      priority,
      conditions: [{ usageDetailPattern: "input", operator, value }],
      prices: { input, output: 1e-5 },
    });
    const model = await define({
      modelName: "tiered",
      matchPattern: "(?i)^tiered$",
      pricingTiers: [
        { ...standard, prices: { input: 1e-6, output: 1e-6 } },
        large(2_000, "gte", 1, 3e-6),
        large(1_000, "gt", 2, 2e-6),
      ],
    });
    expect(model.notPriced).toEqual([]);
    for (const [input, cost, tier] of [
      [1_000, 0.001, "Standard"],
      [1_001, 0.002002, "gt 1000"],
      [1_999, 0.003998, "gt 1000"],
      [2_000, 0.006, "gte 2000"],
    ] as const) {
      const observation = await call("tiered", { input, output: 0 });
      expect([input, observation.calculatedTotalCost]).toEqual([input, cost]);
      const ofModel = model.pricingTiers.find(({ name }) => name === tier);
      expect(observation).toMatchObject({ usagePricingTierId: ofModel?.id, usagePricingTierName: tier });
    }
  });

  test("of a definition with a price of the total cost the same on either side", async () => {
    const { id } = await define({ modelName: "flat", matchPattern: "(?i)^flat$", totalPrice: 2e-6 });
    expect(await call("flat", { input: 30, output: 12, total: 42 })).toMatchObject({
      calculatedTotalCost: 0.000084,
      modelId: id,
      inputPrice: null,
      outputPrice: null,
      totalPrice: 2e-6,
    });
  });

  test("that fall under a definition which cannot price them have no price, not the public one", async () => {
    const model = await define({
      modelName: "own",
      matchPattern: "^gpt-4o$",
      unit: "CHARACTERS",
      inputPrice: 1,
    });
    const observation = await call("gpt-4o", { input: 10, output: 5 });
    expect(observation).toMatchObject({ calculatedTotalCost: null, modelId: model.id, inputPrice: null });
    await send("DELETE", `models/${model.id}`);
    api.setCustomPrices(await readAllCustomPrices(api.db));
  });

  test("of the public book name its model and its rates", async () => {
    const observation = await call("gpt-4o", { input: 10, output: 5 });
    expect(observation).toMatchObject({
      calculatedTotalCost: 0.000075,
      modelId: "openai/gpt-4o",
      inputPrice: 0.0000025,
      outputPrice: 0.00001,
      usagePricingTierName: "Standard",
    });
    expect((await client.api.models.get("openai/gpt-4o")).inputPrice).toBe(observation.inputPrice);
    // A cost that the client gave is its own; the model that it fell under is still told.
    expect(await call("gpt-4o", { input: 10, output: 5 }, { costDetails: { total: 1 } })).toMatchObject({
      calculatedTotalCost: 1,
      modelId: "openai/gpt-4o",
      inputPrice: 0.0000025,
      usagePricingTierId: null,
    });
  });

  test("keep the price that they had when the definition is gone", async () => {
    const { id } = await define({
      modelName: "gone",
      matchPattern: "(?i)^gone$",
      inputPrice: 3e-6,
      outputPrice: 0,
    });
    const before = await call("gone", { input: 1, output: 0 });
    await send("DELETE", `models/${id}`);
    const after = (await send<ObservationBody>("GET", `observations/${before.id}`)).body;
    expect(after).toMatchObject({ modelId: id, inputPrice: 3e-6 });
  });
});

describe("a definition under an id of the client's own", () => {
  const put = (id: string, body: object) =>
    send<ModelBody>("PUT", `models/${encodeURIComponent(id)}`, { unit: "TOKENS", ...body });

  test("replaces the one before, and calls keep the rates that they were priced with", async () => {
    const id = "team/own model ü";
    const definition = { modelName: "put", matchPattern: "(?i)^put$", outputPrice: 0 };
    expect(await put(id, { ...definition, inputPrice: 1e-6 })).toMatchObject({ status: 200, body: { id } });
    api.setCustomPrices(await readAllCustomPrices(api.db));
    const early = await call("put", { input: 10, output: 0 });
    const replaced = await client.api.models.upsert(id, { ...definition, unit: "TOKENS", inputPrice: 5e-6 });
    api.setCustomPrices(await readAllCustomPrices(api.db));
    const late = await call("put", { input: 10, output: 0 });
    expect([early, late]).toMatchObject([
      { modelId: id, inputPrice: 1e-6, calculatedTotalCost: 0.00001 },
      { modelId: id, inputPrice: 5e-6, calculatedTotalCost: 0.00005 },
    ]);
    const again = (await send<ObservationBody>("GET", `observations/${early.id}`)).body;
    expect(again).toMatchObject({ modelId: id, inputPrice: 1e-6 });
    expect(await client.api.models.get(id)).toEqual(replaced);
    const all = (await client.api.models.list({ limit: 100 })).data.filter((model) => model.id === id);
    expect(all).toEqual([replaced]);
    await client.api.models.delete(id);
    await expect(client.api.models.get(id)).rejects.toMatchObject({ statusCode: 404 });
  });

  test("may be the id that an earlier one was given, but not one of the public book", async () => {
    const { id } = await define({ modelName: "posted", matchPattern: "(?i)^posted$", inputPrice: 1e-6 });
    const twice = await Promise.all(
      [2e-6, 3e-6].map((inputPrice) => put(id, { modelName: "posted", matchPattern: "x", inputPrice })),
    );
    expect(twice.map(({ status }) => status)).toEqual([200, 200]);
    const living = (await client.api.models.list({ limit: 100 })).data.filter((model) => model.id === id);
    expect(living).toHaveLength(1);
    expect(await put("openai/gpt-4o", { modelName: "m", matchPattern: "m" })).toMatchObject({ status: 400 });
  });
});

describe("observations of prompts", () => {
  test("carry the id of the prompt's version, in every read", async () => {
    const name = "greeting/ünd mehr";
    await client.prompt.create({ name, prompt: "one" });
    await client.prompt.create({ name, prompt: "two" });
    const version = await send<{ id: string }>("GET", `v2/prompts/${encodeURIComponent(name)}?version=2`);
    const linked = await call("gpt-4o", { input: 1, output: 1 }, { promptName: name, promptVersion: 2 });
    const missing = await call("gpt-4o", { input: 1, output: 1 }, { promptName: name, promptVersion: 3 });
    expect(linked).toMatchObject({ promptId: version.body.id, promptName: name, promptVersion: 2 });
    expect(missing).toMatchObject({ promptId: null, promptName: name, promptVersion: 3 });
    const projectId = await createProject(api.db);
    const versions = { create: { version: 1, content: "theirs", config: {} } };
    await api.db.prompt.create({
      data: { projectId, name: "theirs", type: "text", lastVersion: 1, versions },
    });
    const foreign = await call("gpt-4o", { input: 1, output: 1 }, { promptName: "theirs", promptVersion: 1 });
    expect(foreign).toMatchObject({ promptId: null, promptName: "theirs" });
    const listed = await client.api.observations.getMany({ fields: "core,prompt,model,usage", traceId: "t" });
    const seen = listed.data.find(({ id }) => id === linked.id);
    expect(seen).toMatchObject({
      promptId: version.body.id,
      modelId: "openai/gpt-4o",
      internalModelId: "openai/gpt-4o",
      inputPrice: "0.0000025",
      outputPrice: "0.00001",
      totalPrice: null,
      usagePricingTierName: "Standard",
    });
    const plain = await client.api.observations.getMany({ fields: "core", traceId: "t" });
    expect(plain.data.find(({ id }) => id === linked.id)).toMatchObject({ modelId: null, inputPrice: null });
    const trace = await client.api.trace.get("t");
    expect(trace.observations.find(({ id }) => id === linked.id)).toMatchObject({
      modelId: "openai/gpt-4o",
      inputPrice: 0.0000025,
    });
  });
});
