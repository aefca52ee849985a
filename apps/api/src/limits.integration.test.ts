import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestApi, type TestApi } from "./api.fixture.ts";
import { envSchema } from "./env.ts";

const mebibyte = 1024 * 1024;
const needed = {
  DATABASE_URL: "postgres://somewhere",
  CLICKHOUSE_URL: "http://somewhere",
  PLUMBLINE_KEY_PEPPER: "a pepper of the tests",
};

test("what holds where nothing is set, and what may be set", () => {
  expect(envSchema.parse(needed)).toMatchObject({
    API_MAX_COMPRESSED_BYTES: 16 * mebibyte,
    API_MAX_INFLATED_BYTES: 64 * mebibyte,
    API_MAX_INFLATE_RATIO: 200,
    API_MAX_DEPTH: 128,
    API_RATE_LIMIT_PER_KEY: 0,
    API_RATE_LIMIT_PER_ADDRESS: 0,
    API_RATE_LIMIT_SECONDS: 60,
    API_TRUSTED_PROXIES: "",
  });
  const set = { API_MAX_DEPTH: "64", API_RATE_LIMIT_PER_KEY: "600" };
  expect(envSchema.parse({ ...needed, ...set })).toMatchObject({
    API_MAX_DEPTH: 64,
    API_RATE_LIMIT_PER_KEY: 600,
  });
  expect(() => envSchema.parse({ ...needed, API_MAX_DEPTH: "deep" })).toThrow();
});

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({
    limits: {
      API_MAX_COMPRESSED_BYTES: 2 * mebibyte,
      API_MAX_INFLATED_BYTES: 32 * mebibyte,
      API_MAX_INFLATE_RATIO: 20,
      API_MAX_DEPTH: 16,
    },
  });
});
afterAll(() => api?.close());

const post = (path: string, body: Buffer | string, type: string, gzip = false) =>
  api.call(path, {
    method: "POST",
    body,
    headers: { "content-type": type, ...(gzip ? { "content-encoding": "gzip" } : {}) },
  });
const postBatch = (body: Buffer | string, gzip = false) =>
  post("/api/public/ingestion", body, "application/json", gzip);

/** A batch of no events whose padding compresses so many times. */
function padded(bytes: number, compressible: boolean): Buffer {
  const noise = () => Math.random().toString(36).slice(2);
  const parts: string[] = [];
  for (let length = 0; length < bytes; ) {
    const part = compressible ? "x".repeat(1_000) : noise();
    parts.push(part);
    length += part.length;
  }
  return Buffer.from(JSON.stringify({ batch: [], metadata: parts.join("") }));
}

test("a body too large is answered in the shape of its protocol", async () => {
  const large = Buffer.alloc(33 * mebibyte, 0x20);
  const classic = await postBatch(large);
  expect([classic.status, await classic.json()]).toEqual([
    413,
    { message: `The request is larger than ${32 * mebibyte} bytes.`, error: "too_large" },
  ]);
  const otlpJson = await post("/v1/traces", large, "application/json");
  expect([otlpJson.status, await otlpJson.json()]).toEqual([
    413,
    { code: 8, message: expect.stringContaining("larger") },
  ]);
  const otlp = await post("/v1/traces", large, "application/x-protobuf");
  expect([otlp.status, otlp.headers.get("content-type")]).toEqual([413, "application/x-protobuf"]);
  expect([...Buffer.from(await otlp.arrayBuffer()).subarray(0, 2)]).toEqual([0x08, 8]);
  const score = await post("/api/public/scores", large, "application/json");
  expect([score.status, await score.json()]).toMatchObject([413, { error: "too_large" }]);
});

test("compressed and inflated sizes have limits of their own", async () => {
  const compressed = gzipSync(padded(4 * mebibyte, false));
  expect(compressed.length).toBeGreaterThan(2 * mebibyte);
  expect((await postBatch(compressed, true)).status).toBe(413);
  const inflated = gzipSync(padded(33 * mebibyte, true), { level: 1 });
  expect(inflated.length).toBeLessThan(2 * mebibyte);
  expect((await postBatch(inflated, true)).status).toBe(413);
});

test("a body that inflates beyond the ratio is refused, unless it is small", async () => {
  const beyond = padded(12 * mebibyte, true);
  const compressed = gzipSync(beyond);
  expect(beyond.length / compressed.length).toBeGreaterThan(20);
  expect((await postBatch(compressed, true)).status).toBe(413);
  // The same bytes plain are within the limits.
  expect((await postBatch(beyond)).status).toBe(207);
  expect((await postBatch(gzipSync(padded(3 * mebibyte, true)), true)).status).toBe(207);
});

test("nesting has the limit that is set", async () => {
  const deep = (depth: number) => `{"batch":[],"metadata":${"[".repeat(depth - 1)}${"]".repeat(depth - 1)}}`;
  expect((await postBatch(deep(16))).status).toBe(207);
  const answer = await postBatch(deep(17));
  expect([answer.status, await answer.json()]).toMatchObject([400, { error: "too_deep" }]);
});
