import { describe, expect, it } from "vitest";
import { answerAny, startAny } from "./answer-any.fixture.ts";
import { startUpstream } from "./fake-upstream.fixture.ts";
import { poolOf, startGateway } from "./gateway.fixture.ts";
import { listRoutes, modelRoutes, operatorRoutes } from "./routes.ts";

describe("access", () => {
  const routes: [string, string][] = [
    ...modelRoutes.map(({ method, path }): [string, string] => [method, path]),
    ...listRoutes.map((path): [string, string] => ["GET", path]),
    ["GET", "/v1/models/model-a"],
    ["GET", "/v1/chat/completions"],
    ["POST", "/v1/unknown"],
    ["POST", "/"],
    ["DELETE", "/v1/models"],
  ];

  it.each(routes)("refuses %s %s without a key", async (method, path) => {
    const { gateway, upstream } = await startAny();
    const init = method === "POST" ? { method, body: '{"model":"model-a"}' } : { method };
    const attempts: Record<string, string>[] = [
      {},
      { authorization: "Bearer wrong" },
      { "x-api-key": "wrong" },
      { "x-plumbline-key": "" },
    ];
    for (const headers of attempts) {
      const response = await fetch(`${gateway.url}${path}`, { ...init, headers });
      expect(response.status).toBe(401);
      expect(response.headers.get("x-request-id")).toBeTruthy();
      const body = await response.json();
      expect(body).toMatchObject({ error: { type: "authentication_error", code: "gateway_key_invalid" } });
      expect(JSON.stringify(body).startsWith('{"type":"error"')).toBe(path === "/v1/messages");
    }
    expect(upstream.seen).toHaveLength(0);
    await expect.poll(() => gateway.worker.underWay.size).toBe(0);
    expect(gateway.recorded).toHaveLength(0);
  });

  it.each(operatorRoutes)("answers GET %s to whoever runs it", async (path) => {
    const { gateway } = await startAny();
    expect((await fetch(`${gateway.url}${path}`)).status).toBe(200);
  });

  it("holds a key to its models, and lists no others", async () => {
    const { gateway } = await startAny();
    const headers = { authorization: "Bearer sk-limited" };
    const refused = await gateway.fetch("/v1/chat/completions", {
      headers,
      body: { model: "model-a", messages: [] },
    });
    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({ error: { code: "model_not_allowed" } });
    const unknown = { headers, body: { model: "no-such-model", messages: [] } };
    expect((await gateway.fetch("/v1/chat/completions", unknown)).status).toBe(403);
    expect(await (await gateway.fetch("/v1/models", { headers })).json()).toEqual({
      object: "list",
      data: [],
    });
  });

  it("gives a key that is limited none but its own models behind auto", async () => {
    const [own, other] = [await startUpstream(answerAny), await startUpstream(answerAny)];
    const gateway = await startGateway({
      pools: [poolOf(other.url, { name: "other" }), poolOf(own.url, { name: "own" })],
      keys: [
        { key: "sk-own", models: ["own"] },
        { key: "sk-none", models: ["nothing"] },
      ],
    });
    const ask = (key: string) =>
      gateway.fetch("/v1/chat/completions", {
        headers: { authorization: `Bearer ${key}` },
        body: { model: "auto", messages: [] },
      });
    const answered = await ask("sk-own");
    expect([answered.status, answered.headers.get("x-plumbline-route")]).toEqual([
      200,
      expect.stringMatching(/^own\//),
    ]);
    expect((await ask("sk-none")).status).toBe(403);
    expect(other.seen.filter(({ path }) => path.startsWith("/v1/chat"))).toHaveLength(0);
  });

  it("finds what says its model twice, however it is written", async () => {
    const { gateway, upstream } = await startAny();
    for (const body of [
      '{"model":"x","model":"model-a"}',
      '{"model":"x","mo\\u0064el":"model-a"}',
      "[]",
      "{",
      "",
      '{"model":7}',
    ]) {
      const response = await gateway.fetch("/v1/chat/completions", { body });
      expect(response.status).toBe(400);
      await response.text();
    }
    expect(upstream.seen).toHaveLength(0);
  });

  it("refuses a body beyond the limit", async () => {
    const upstream = await startUpstream(answerAny);
    const gateway = await startGateway({ pools: [poolOf(upstream.url)] }, { maxBodyBytes: 10_000 });
    const response = await gateway.fetch("/v1/chat/completions", {
      body: { model: "model-a", pad: "x".repeat(10_000) },
    });
    expect(response.status).toBe(413);
    expect(upstream.seen).toHaveLength(0);
  });
});
