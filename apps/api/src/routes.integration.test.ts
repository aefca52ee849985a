import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestApi, type TestApi } from "./api.fixture.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api?.close());

describe("every route", () => {
  test("declares who may call it", () => {
    const own = api.routes.filter(({ method }) => method !== "OPTIONS");
    expect(own.length).toBeGreaterThan(20);
    expect(own.filter(({ access, operation }) => access === undefined || operation === undefined)).toEqual([]);
  });
});

test("health, readiness and metrics", async () => {
  const health = await fetch(`${api.url}/api/public/health`);
  expect(await health.json()).toEqual({ status: "OK", version: expect.any(String) });
  const ready = await fetch(`${api.url}/ready`);
  expect(await ready.json()).toMatchObject({ ready: true, checks: { journal: "ok", postgres: "ok", clickhouse: "ok" } });
  const metrics = await fetch(`${api.url}/metrics`);
  expect(await metrics.text()).toContain("plumbline_api_requests_total");
});
