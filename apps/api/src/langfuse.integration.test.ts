import { afterAll, beforeAll, expect, test } from "vitest";
import { readCapture, readCapturedBodies, startTestApi, type TestApi } from "./api.fixture.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
  const json = { "content-type": "application/json" };
  for (let round = 0; round < 2; round++) {
    for (const body of readCapturedBodies("langfuse-classic-v3")) {
      const r = await api.call("/api/public/ingestion", { method: "POST", headers: json, body });
      console.log(r.status, JSON.stringify(await r.json()));
    }
    const r = await api.call("/api/public/otel/v1/traces", { method: "POST", headers: json, body: readCapture(`langfuse-otel-v5.001.bin`) });
    console.log(r.status, await r.text());
  }
  await api.drained();
});
afterAll(() => api?.close());

test("x", async () => {
  for (const p of ["projects", "traces", "traces/trace-classic-1", "observations?limit=2","observations/e27b97a3-6971-4805-85d1-76120b3c48e7", "scores", "v2/scores", "traces?name=weather-chat&userId=user-42&tags=web&environment=staging&version=2.0&release=v1.2.3&sessionId=sess-7&fields=core"]) {
    const r = await api.call(`/api/public/${p}`);
    console.log(p, r.status, JSON.stringify(await r.json(), null, 1));
  }
});
