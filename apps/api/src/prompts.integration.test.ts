import type { LangfuseClient } from "@langfuse/client";
import type { PromptBody } from "@plumbline/contracts/langfuse-stored";
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

const prompts = "/api/public/v2/prompts";
const post = (body: object, init: { headers?: Record<string, string> } = {}) =>
  api.call(prompts, { method: "POST", body: JSON.stringify(body), ...init });
const get = (name: string, query = "") => api.call(`${prompts}/${encodeURIComponent(name)}${query}`);
const bodyOf = async (answer: Response): Promise<PromptBody> => (await answer.json()) as PromptBody;

describe("a prompt", () => {
  test("comes back with every field of the protocol", async () => {
    const created = await post({
      name: "every field",
      prompt: "Hello {{name}}",
      config: { zeta: 1, alpha: { nested: [null, "a\u0000b"] } },
      labels: ["production", "beta"],
      tags: ["one", "two"],
      commitMessage: "the first",
      anUnknownField: true,
    });
    expect(created.status).toBe(201);
    const body = await bodyOf(created);
    expect(body).toEqual({
      id: expect.any(String),
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*\.\d{3}Z$/),
      updatedAt: expect.stringMatching(/Z$/),
      projectId: api.projectId,
      createdBy: "API",
      prompt: "Hello {{name}}",
      name: "every field",
      version: 1,
      type: "text",
      isActive: true,
      config: { zeta: 1, alpha: { nested: [null, "a\u0000b"] } },
      tags: ["one", "two"],
      labels: ["beta", "production", "latest"],
      commitMessage: "the first",
      resolutionGraph: null,
    });
    const read = await get("every field");
    expect(read.status).toBe(200);
    const text = await read.text();
    expect(JSON.parse(text)).toEqual(body);
    expect(text).toContain('"config":{"zeta":1,"alpha"');
  });

  test("that is missing is answered in the words that clients compare", async () => {
    const cases = [
      ["", "Prompt not found: 'no such' with label 'production'"],
      ["?label=beta", "Prompt not found: 'no such' with label 'beta'"],
      ["?version=3", "Prompt not found: 'no such' with version 3"],
    ] as const;
    for (const [query, message] of cases) {
      const answer = await get("no such", query);
      expect([answer.status, await answer.json()]).toEqual([
        404,
        { message, error: "LangfuseNotFoundError" },
      ]);
    }
    expect((await get("no such", "?version=1&label=beta")).status).toBe(400);
  });

  test.each(["folder/sub folder/ünïcode ☃", "a%2Fb", "?&#+", "'; DROP TABLE prompts; --"])(
    "may be called %s",
    async (name) => {
      expect((await post({ name, prompt: "x", labels: ["production"] })).status).toBe(201);
      expect(await bodyOf(await get(name))).toMatchObject({ name, version: 1 });
      expect((await classic.getPrompt(name, undefined, { cacheTtlSeconds: 0 })).name).toBe(name);
      expect((await client.prompt.get(name, { cacheTtlSeconds: 0 })).name).toBe(name);
    },
  );

  test("keeps one type over its versions", async () => {
    await post({ name: "typed", prompt: "x" });
    const answer = await post({ name: "typed", type: "chat", prompt: [{ role: "user", content: "x" }] });
    expect([answer.status, await answer.json()]).toMatchObject([400, { error: "InvalidRequestError" }]);
    for (const prompt of [undefined, 3, [{ role: "user" }], "x"]) {
      expect((await post({ name: "wrong", type: "chat", prompt })).status).toBe(400);
    }
    expect((await post({ name: "wrong", prompt: [{ role: "user", content: "x" }] })).status).toBe(400);
  });
});

describe("versions and labels", () => {
  test("count without a gap however many are made at once, and a label is held by one of them", async () => {
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        post({ name: "raced", prompt: `number ${index}`, labels: ["production", "both"] }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
    const versions = (await Promise.all(answers.map(bodyOf))).map(({ version }) => version);
    expect(versions.toSorted((a, b) => a - b)).toEqual(answers.map((_, index) => index + 1));
    expect(await bodyOf(await get("raced"))).toMatchObject({
      version: 12,
      labels: ["both", "production", "latest"],
    });
    expect(await bodyOf(await get("raced", "?version=11"))).toMatchObject({ labels: [] });
  });

  test("move by PATCH, which adds to what a version has and refuses latest", async () => {
    for (const text of ["one", "two"])
      await post({ name: "moved", prompt: text, labels: ["production", text] });
    const patch = (version: number | string, newLabels: string[]) =>
      api.call(`${prompts}/moved/versions/${version}`, {
        method: "PATCH",
        body: JSON.stringify({ newLabels }),
      });
    expect(await bodyOf(await patch(1, ["production", "stable"]))).toMatchObject({
      version: 1,
      labels: ["one", "production", "stable"],
    });
    expect(await bodyOf(await get("moved", "?label=latest"))).toMatchObject({
      version: 2,
      labels: ["two", "latest"],
    });
    expect((await patch(1, ["latest"])).status).toBe(400);
    expect((await patch(1, ["Not A Label"])).status).toBe(400);
    expect((await patch("x", [])).status).toBe(400);
    expect((await patch(9, ["other"])).status).toBe(404);
    await classic.updatePrompt({ name: "moved", version: 2, newLabels: ["canary"] });
    await client.prompt.update({ name: "moved", version: 2, newLabels: ["blue"] });
    expect(await bodyOf(await get("moved", "?label=blue"))).toMatchObject({
      labels: ["blue", "canary", "two", "latest"],
    });
  });

  test("that many want at once end with one of them, and nobody is refused", async () => {
    const count = 8;
    for (let index = 0; index < count; index++) await post({ name: "wanted", prompt: String(index) });
    const body = JSON.stringify({ newLabels: ["prize"] });
    const answers = await Promise.all(
      Array.from({ length: count }, (_, index) =>
        api.call(`${prompts}/wanted/versions/${index + 1}`, { method: "PATCH", body }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(await (await api.call(`${prompts}?name=wanted&label=prize`)).json()).toMatchObject({
      data: [{ versions: [expect.any(Number)], labels: expect.arrayContaining(["prize"]) }],
    });
  });

  test("share their tags; what a new version does not say about them stays", async () => {
    await post({ name: "tagged", prompt: "1", tags: ["old"] });
    await post({ name: "tagged", prompt: "2" });
    expect(await bodyOf(await get("tagged", "?version=2"))).toMatchObject({ tags: ["old"] });
    await post({ name: "tagged", prompt: "3", tags: ["new"] });
    expect(await bodyOf(await get("tagged", "?version=1"))).toMatchObject({ tags: ["new"] });
  });

  test("go by DELETE; a number is not given twice while the prompt is there", async () => {
    for (const text of ["1", "2", "3"]) await post({ name: "doomed", prompt: text, labels: [`l${text}`] });
    const remove = async (query = "") =>
      (await api.call(`${prompts}/doomed${query}`, { method: "DELETE" })).status;
    expect(await remove("?version=3")).toBe(204);
    expect(await bodyOf(await get("doomed", "?label=latest"))).toMatchObject({ version: 2 });
    expect(await bodyOf(await post({ name: "doomed", prompt: "4" }))).toMatchObject({ version: 4 });
    expect(await remove("?label=l1")).toBe(204);
    expect(await remove("?label=l1")).toBe(404);
    expect(await remove()).toBe(204);
    expect(await remove()).toBe(404);
    expect((await get("doomed", "?version=2")).status).toBe(404);
  });
});

describe("a prompt that names others", () => {
  test("is read with their text, and without when it is not resolved", async () => {
    await post({ name: "inner", prompt: "inner text", labels: ["production"] });
    const tag = "@@@langfusePrompt:name=inner|label=production@@@";
    await post({ name: "middle", prompt: `<${tag}>` });
    const chat = [{ role: "system", content: "@@@langfusePrompt:name=middle|version=1@@@!" }];
    const created = await bodyOf(
      await post({ name: "outer", type: "chat", prompt: chat, labels: ["production"] }),
    );
    const read = await bodyOf(await get("outer"));
    expect(read.prompt).toEqual([{ role: "system", content: "<inner text>!" }]);
    expect(read.resolutionGraph).toMatchObject({
      root: { id: created.id, name: "outer", version: 1 },
      dependencies: { [created.id]: [{ name: "middle", version: 1 }] },
    });
    expect(await bodyOf(await get("outer", "?resolve=false"))).toMatchObject({
      prompt: chat,
      resolutionGraph: null,
    });
  });

  test("is refused when that leads in a circle, nowhere or too deep", async () => {
    await post({ name: "round", prompt: "first", labels: ["production"] });
    const circle = await post({
      name: "round",
      prompt: "@@@langfusePrompt:name=round|label=production@@@",
      labels: ["other"],
    });
    expect(circle.status).toBe(400);
    expect((await post({ name: "lost", prompt: "@@@langfusePrompt:name=nobody|version=1@@@" })).status).toBe(
      404,
    );
    expect((await get("lost", "?version=1")).status).toBe(404);
    await post({ name: "deep 0", prompt: "end" });
    const statuses: number[] = [];
    for (let level = 1; level <= 6; level++) {
      const prompt = `@@@langfusePrompt:name=deep ${level - 1}|version=1@@@`;
      statuses.push((await post({ name: `deep ${level}`, prompt })).status);
    }
    expect(statuses).toEqual([201, 201, 201, 201, 201, 400]);
  });
});

describe("the list", () => {
  test("has one row for a prompt with the versions that fit, and its page under both keys", async () => {
    await post({ name: "listed", prompt: "1", labels: ["production"], tags: ["l"], config: { v: 1 } });
    await post({ name: "listed", prompt: "2", labels: ["beta"], config: { v: 2 } });
    const list = async (query: string) => await (await api.call(`${prompts}?${query}`)).json();
    const meta = { page: 1, limit: 10, totalItems: 1, totalPages: 1 };
    const row = {
      name: "listed",
      type: "text",
      tags: ["l"],
      lastUpdatedAt: expect.stringMatching(/Z$/),
    };
    expect(await list("name=listed")).toEqual({
      data: [{ ...row, versions: [1, 2], labels: ["production", "beta", "latest"], lastConfig: { v: 2 } }],
      meta,
      pagination: meta,
    });
    expect(await list("tag=l&label=production")).toMatchObject({
      data: [{ ...row, versions: [1], labels: ["production"], lastConfig: { v: 1 } }],
    });
    expect(await list("name=listed&label=latest")).toMatchObject({ data: [{ versions: [2] }] });
    expect(await list("name=listed&fromUpdatedAt=2999-01-01T00:00:00Z")).toMatchObject({ data: [] });
    expect(await list("limit=1&page=2")).toMatchObject({ data: [{}], meta: { page: 2, limit: 1 } });
    expect((await api.call(`${prompts}?limit=101`)).status).toBe(400);
    expect((await client.api.prompts.list({ name: "listed" })).data).toMatchObject([{ versions: [1, 2] }]);
  });
});
