import { afterEach, describe, expect, it } from "vitest";
import { createHealthServer, type HealthServer, type Readiness } from "./health.ts";
import { createMetrics } from "./metrics.ts";

let server: HealthServer | undefined;
afterEach(async () => server?.close());

async function get(
  path: string,
  isReady: () => Promise<Readiness>,
): Promise<{ status: number; text: string }> {
  server = await createHealthServer({
    port: 0,
    host: "127.0.0.1",
    isReady,
    metrics: createMetrics({ process: "test" }),
  });
  const response = await fetch(`http://127.0.0.1:${server.port}${path}`);
  return { status: response.status, text: await response.text() };
}

const ready = async () => ({ ready: true, checks: { postgres: "ok" } });

describe("createHealthServer", () => {
  it("says alive even when not ready", async () => {
    const answer = await get("/health", async () => ({ ready: false, checks: {} }));
    expect(answer).toEqual({ status: 200, text: '{"status":"ok"}' });
  });

  it("answers 200 or 503 with the checks", async () => {
    expect(await get("/ready", ready)).toEqual({
      status: 200,
      text: '{"ready":true,"checks":{"postgres":"ok"}}',
    });
    await server?.close();
    expect(
      (await get("/ready?x=1", async () => ({ ready: false, checks: { postgres: "down" } }))).status,
    ).toBe(503);
    await server?.close();
    expect((await get("/ready", () => Promise.reject(new Error("boom")))).status).toBe(503);
  });

  it("exposes metrics and nothing else", async () => {
    const answer = await get("/metrics", ready);
    expect(answer.text).toContain("plumbline_process_cpu_seconds_total");
    expect(answer.text).toContain('plumbline_process_info{process="test"} 1');
    await server?.close();
    expect((await get("/etc/passwd", ready)).status).toBe(404);
  });
});
