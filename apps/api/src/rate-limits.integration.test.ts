import { afterEach, expect, test } from "vitest";
import { startTestApi, type TestApi } from "./api.fixture.ts";
import { exportRequest, spanBytes } from "./otlp.fixture.ts";

let api: TestApi | null = null;
afterEach(async () => {
  await api?.close();
  api = null;
});

const start = async (limits: Parameters<typeof startTestApi>[0] = {}) => {
  api = await startTestApi(limits);
  return api;
};

const batch = JSON.stringify({ batch: [] });
const json = { "content-type": "application/json" };
const postBatch = (to: TestApi, headers: Record<string, string> = {}) =>
  to.call("/api/public/ingestion", { method: "POST", body: batch, headers: { ...json, ...headers } });
const postSpans = (to: TestApi, type: string, body: Buffer | string, headers: Record<string, string> = {}) =>
  to.call("/v1/traces", { method: "POST", body, headers: { "content-type": type, ...headers } });

/** Whole seconds, at least one and no more than the window. */
function expectRetryAfter(answer: Response, most: number): void {
  const seconds = Number(answer.headers.get("retry-after"));
  expect(Number.isInteger(seconds) && seconds >= 1 && seconds <= most).toBe(true);
}

test("nothing is limited where nothing is set", async () => {
  const open = await start();
  const answers = await Promise.all(Array.from({ length: 200 }, () => postBatch(open)));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([207]));
});

test("a key over its limit is told when to come back, as its protocol says it; another key goes on", async () => {
  const limited = await start({ limits: { API_RATE_LIMIT_PER_KEY: 3, API_RATE_LIMIT_SECONDS: 60 } });
  for (let count = 0; count < 3; count++) expect((await postBatch(limited)).status).toBe(207);

  const classic = await postBatch(limited);
  expect(classic.status).toBe(429);
  expectRetryAfter(classic, 60);
  expect(await classic.json()).toEqual({
    message: "Too many requests of this API key: 3 in 60 s are allowed.",
    error: "rate_limited",
  });
  const otlpJson = await postSpans(limited, "application/json", "{}");
  expect(otlpJson.status).toBe(429);
  expectRetryAfter(otlpJson, 60);
  expect(await otlpJson.json()).toEqual({ code: 8, message: expect.stringContaining("this API key") });
  const otlp = await postSpans(limited, "application/x-protobuf", exportRequest([spanBytes()]));
  expect([otlp.status, otlp.headers.get("content-type")]).toEqual([429, "application/x-protobuf"]);
  expect([...Buffer.from(await otlp.arrayBuffer()).subarray(0, 2)]).toEqual([0x08, 8]);

  const other = await limited.createKey(["ingest"]);
  expect((await postBatch(limited, { authorization: other.basic })).status).toBe(207);
});

test("a window that is over counts anew", async () => {
  const limited = await start({ limits: { API_RATE_LIMIT_PER_KEY: 1, API_RATE_LIMIT_SECONDS: 1 } });
  expect((await postBatch(limited)).status).toBe(207);
  await expect.poll(async () => (await postBatch(limited)).status, { interval: 200 }).toBe(207);
});

test("an address over its limit is refused whatever keys it tries; health is not counted", async () => {
  const limited = await start({ limits: { API_RATE_LIMIT_PER_ADDRESS: 2, API_RATE_LIMIT_SECONDS: 60 } });
  const wrong = { authorization: "Basic bm86Ym9keQ==" };
  expect((await postBatch(limited, wrong)).status).toBe(401);
  expect((await postBatch(limited, wrong)).status).toBe(401);
  const refused = await postBatch(limited);
  expect(refused.status).toBe(429);
  expectRetryAfter(refused, 60);
  for (let count = 0; count < 5; count++) expect((await fetch(`${limited.url}/health`)).status).toBe(200);
});

test("an address behind a proxy counts by itself only when the proxy is trusted", async () => {
  const limits = { API_RATE_LIMIT_PER_ADDRESS: 1, API_RATE_LIMIT_SECONDS: 60 };
  const from = (address: string) => ({ "x-forwarded-for": address });
  const trusting = await start({ limits: { ...limits, API_TRUSTED_PROXIES: "127.0.0.1, ::1" } });
  expect((await postBatch(trusting, from("192.0.2.1"))).status).toBe(207);
  expect((await postBatch(trusting, from("192.0.2.2"))).status).toBe(207);
  expect((await postBatch(trusting, from("192.0.2.2"))).status).toBe(429);
  await trusting.close();
  const distrusting = await start({ limits });
  expect((await postBatch(distrusting, from("192.0.2.1"))).status).toBe(207);
  expect((await postBatch(distrusting, from("192.0.2.2"))).status).toBe(429);
});
