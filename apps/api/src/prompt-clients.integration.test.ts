import type { LangfuseClient } from "@langfuse/client";
import type { PromptBody } from "@plumbline/contracts/langfuse-stored";
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

const prompts = "/api/public/v2/prompts";
const post = (body: object, init: { headers?: Record<string, string> } = {}) =>
  api.call(prompts, { method: "POST", body: JSON.stringify(body), ...init });
const get = (name: string, query = "") => api.call(`${prompts}/${encodeURIComponent(name)}${query}`);
const bodyOf = async (answer: Response): Promise<PromptBody> => (await answer.json()) as PromptBody;

describe("published clients", () => {
  test("create, read and compile text and chat prompts", async () => {
    const created = await client.prompt.create({
      name: "sdk text",
      prompt: "Hi {{who}}",
      labels: ["production"],
      config: { temperature: 0.5 },
    });
    expect(created.compile({ who: "you" })).toBe("Hi you");
    const read = await classic.getPrompt("sdk text");
    expect([read.compile({ who: "me" }), read.config, read.labels]).toEqual([
      "Hi me",
      { temperature: 0.5 },
      ["production", "latest"],
    ]);
    await classic.createPrompt({
      name: "sdk chat",
      type: "chat",
      prompt: [
        { role: "system", content: "You {{verb}}" },
        { type: "placeholder", name: "history" },
      ],
      labels: ["production"],
    });
    const chat = await client.prompt.get("sdk chat", { type: "chat" });
    expect(chat.compile({ verb: "help" }, { history: [{ role: "user", content: "hi" }] })).toEqual([
      { role: "system", content: "You help" },
      { role: "user", content: "hi" },
    ]);
  });

  test("serve from their cache, refresh it, and fall back when there is no prompt", async () => {
    await client.prompt.create({ name: "cached", prompt: "1", labels: ["production"] });
    expect((await client.prompt.get("cached")).version).toBe(1);
    await post({ name: "cached", prompt: "2", labels: ["production"] });
    expect((await client.prompt.get("cached")).version).toBe(1);
    expect((await client.prompt.get("cached", { cacheTtlSeconds: 0 })).version).toBe(2);
    const fallback = await classic.getPrompt("never made", undefined, { fallback: "instead" });
    expect([fallback.isFallback, fallback.prompt, fallback.version]).toEqual([true, "instead", 0]);
    await expect(client.prompt.get("never made")).rejects.toThrow();
    await client.prompt.delete("cached");
    expect((await get("cached")).status).toBe(404);
  });

  test("of the first generation ask with the name in the query", async () => {
    const body = JSON.stringify({ name: "first", prompt: "x", isActive: true });
    expect((await api.call("/api/public/prompts", { method: "POST", body })).status).toBe(201);
    const answer = await api.call("/api/public/prompts?name=first");
    expect(await bodyOf(answer)).toMatchObject({
      name: "first",
      isActive: true,
      labels: ["production", "latest"],
    });
  });
});

describe("who may", () => {
  test("read with prompts or read, write with prompts alone", async () => {
    await post({ name: "guarded", prompt: "x", labels: ["production"] });
    for (const scope of ["prompts", "read"] as const) {
      const { basic } = await api.createKey([scope]);
      const headers = { authorization: basic };
      expect((await api.call(`${prompts}/guarded`, { headers })).status).toBe(200);
      expect((await post({ name: "guarded", prompt: "y" }, { headers })).status).toBe(
        scope === "read" ? 403 : 201,
      );
    }
  });

  test("see prompts of their own project only", async () => {
    await post({ name: "theirs", prompt: "secret", labels: ["production"] });
    const { basic } = await api.createKey(["prompts", "read"], { projectId: await createProject(api.db) });
    const headers = { authorization: basic };
    const foreign = await api.call(`${prompts}/theirs`, { headers });
    expect(await foreign.json()).toEqual({
      message: "Prompt not found: 'theirs' with label 'production'",
      error: "LangfuseNotFoundError",
    });
    expect(await (await api.call(prompts, { headers })).json()).toMatchObject({ data: [] });
    expect((await api.call(`${prompts}/theirs`, { method: "DELETE", headers })).status).toBe(404);
    const init = { method: "PATCH", headers, body: JSON.stringify({ newLabels: ["x"] }) };
    expect((await api.call(`${prompts}/theirs/versions/1`, init)).status).toBe(404);
    // A name belongs to a project: the other one starts with a first version, and names nothing of ours.
    expect(await bodyOf(await post({ name: "theirs", prompt: "own" }, { headers }))).toMatchObject({
      version: 1,
    });
    const prompt = "@@@langfusePrompt:name=guarded|label=production@@@";
    expect((await post({ name: "thief", prompt }, { headers })).status).toBe(404);
  });
});
