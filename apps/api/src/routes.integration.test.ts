import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestApi, type TestApi } from "./api.fixture.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api?.close());

describe("every route", () => {
  // Preflight answers come from the CORS plugin and carry nothing.
  const ownRoutes = () => api.routes.filter(({ method }) => method !== "OPTIONS");

  test("declares who may call it", () => {
    expect(ownRoutes().length).toBeGreaterThan(20);
    const undeclared = ownRoutes().filter(({ access, operation }) => !access || !operation);
    expect(undeclared).toEqual([]);
  });

  test("that is open is one of these", () => {
    const open = ownRoutes().filter(({ access, method }) => access?.auth === "none" && method === "GET");
    expect(open.map(({ path }) => path).toSorted()).toEqual([
      "/api/health",
      "/api/public/health",
      "/api/public/ready",
      "/api/ready",
      "/health",
      "/info",
      "/metrics",
      "/ready",
    ]);
  });

  test("that goes by a signed address refuses any other", async () => {
    const signed = ownRoutes().filter(({ access }) => access?.auth === "signed-address");
    expect(signed.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual([
      "GET /api/public/media-files/:token",
      "HEAD /api/public/media-files/:token",
      "PUT /api/public/media-uploads/:token",
    ]);
    for (const { method, path } of signed) {
      const url = `${api.url}${path.replaceAll(/:\w+/g, "any")}`;
      expect([method, path, (await fetch(url, { method })).status]).toEqual([method, path, 404]);
    }
  });

  test("that is for gateways is not there for any API key, nor for nobody", async () => {
    const internal = ownRoutes().filter(({ access }) => access?.auth === "gateway");
    expect(internal.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual([
      "GET /internal/gateway/snapshot",
      "HEAD /internal/gateway/snapshot",
      "POST /internal/gateway/status",
    ]);
    const every = await api.createKey(["ingest", "read", "prompts", "scores", "gateway", "admin"]);
    const shown: Record<string, string>[] = [
      {},
      { authorization: every.basic },
      { authorization: `Bearer ${every.secretKey}` },
    ];
    for (const { method, path } of internal) {
      for (const headers of shown) {
        const answer = await fetch(`${api.url}${path}`, { method, headers });
        expect([method, path, answer.status]).toEqual([method, path, 404]);
      }
    }
  });

  test("that wants a key refuses a request without one", async () => {
    for (const { method, path, access } of ownRoutes()) {
      if (access?.auth !== "key") continue;
      const url = `${api.url}${path.replaceAll(/:\w+/g, "any")}`;
      expect([method, path, (await fetch(url, { method })).status]).toEqual([method, path, 401]);
    }
  });

  test("that wants a scope refuses a key with all the others", async () => {
    const all = ["ingest", "read", "prompts", "scores", "gateway", "admin"] as const;
    for (const { method, path, access } of ownRoutes()) {
      if (access?.auth !== "key") continue;
      const others = all.filter((scope) => !access.scopes.includes(scope));
      const { basic } = await api.createKey(others);
      const url = `${api.url}${path.replaceAll(/:\w+/g, "any")}`;
      const answer = await fetch(url, { method, headers: { authorization: basic } });
      expect([method, path, answer.status]).toEqual([method, path, 403]);
    }
  });
});

test("health, readiness and metrics", async () => {
  const health = await fetch(`${api.url}/api/public/health`);
  expect(await health.json()).toEqual({ status: "OK", version: expect.any(String) });
  const ready = async () => (await fetch(`${api.url}/ready`)).json();
  await expect.poll(ready).toMatchObject({
    ready: true,
    checks: { journal: "ok", postgres: "ok", clickhouse: "ok" },
  });
  const metrics = await (await fetch(`${api.url}/metrics`)).text();
  for (const name of [
    "plumbline_api_requests_total",
    "plumbline_journal_backlog_records",
    "llm_requests_total",
  ]) {
    expect(metrics).toContain(name);
  }
});

test("a key that is revoked stops working within five seconds", async () => {
  const key = await api.createKey(["read"]);
  const status = async () =>
    (await fetch(`${api.url}/api/public/traces`, { headers: { authorization: key.basic } })).status;
  expect(await status()).toBe(200);
  const where = { publicKey: key.publicKey };
  await api.db.apiKey.update({ where, data: { revokedAt: new Date() } });
  const deadline = Date.now() + 5_000;
  while ((await status()) === 200 && Date.now() < deadline) await sleep(200);
  expect(await status()).toBe(401);
});
