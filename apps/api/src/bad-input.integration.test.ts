import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import type { IngestionAnswer } from "@plumbline/contracts/langfuse";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestApi, type TestApi } from "./api.fixture.ts";
import { exportRequest, nested, spanBytes } from "./otlp.fixture.ts";

const mebibyte = 1024 * 1024;
let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api?.close());

const json = { "content-type": "application/json" };
const protobuf = { "content-type": "application/x-protobuf" };
const gzip = { "content-encoding": "gzip" };

const post = (path: string, body: Buffer | string, headers: Record<string, string> = {}) =>
  api.call(path, { method: "POST", body, headers });
const postBatch = (body: Buffer | string, headers = {}) =>
  post("/api/public/ingestion", body, { ...json, ...headers });
const postSpans = (body: Buffer | string, headers = {}) =>
  post("/v1/traces", body, { ...protobuf, ...headers });

const batch = async (...events: unknown[]) => {
  const answer = await postBatch(JSON.stringify({ batch: events }));
  expect(answer.status).toBe(207);
  return (await answer.json()) as IngestionAnswer;
};

let nextId = 0;
const event = (type: string, body: unknown, changes = {}) => ({
  id: `event-${nextId++}`,
  timestamp: new Date().toISOString(),
  type,
  body,
  ...changes,
});

describe("bodies", () => {
  test("over the limit are refused before they are read, announced or not", async () => {
    const large = Buffer.alloc(65 * mebibyte, 0x20);
    expect((await postBatch(large)).status).toBe(413);
    const chunked = new ReadableStream({
      start(controller) {
        for (let part = 0; part < 65; part++) controller.enqueue(large.subarray(0, mebibyte));
        controller.close();
      },
    });
    const streamed = await api.call("/v1/traces", {
      method: "POST",
      headers: protobuf,
      body: chunked,
      duplex: "half",
    });
    expect(streamed.status).toBe(413);
  });

  test("that are broken gzip, or end early, are bad requests", async () => {
    const good = gzipSync(exportRequest([spanBytes()]));
    expect((await postSpans(Buffer.from("not gzip"), gzip)).status).toBe(400);
    expect((await postSpans(good.subarray(0, good.length - 12), gzip)).status).toBe(400);
    expect((await postSpans(Buffer.alloc(0), gzip)).status).toBe(400);
  });

  test("of another type or encoding are 415", async () => {
    expect((await post("/v1/traces", "x", { "content-type": "text/plain" })).status).toBe(415);
    expect((await postSpans("x", { "content-encoding": "br" })).status).toBe(415);
    expect((await postBatch("{}", { "content-encoding": "gzip, gzip" })).status).toBe(415);
  });

  test("whose sender goes away hurt nobody", async () => {
    const { port, hostname } = new URL(api.url);
    const head = `POST /v1/traces HTTP/1.1\r\nhost: x\r\nauthorization: ${api.key.basic}\r\ncontent-type: application/x-protobuf\r\ncontent-length: 1000000\r\n\r\nhalf`;
    const sockets = Array.from({ length: 20 }, () =>
      connect(Number(port), hostname).on("error", () => undefined),
    );
    for (const socket of sockets) socket.write(head, () => socket.destroy());
    await sleep(200);
    expect((await postSpans(exportRequest([spanBytes()]))).status).toBe(200);
    const metrics = await (await fetch(`${api.url}/metrics`)).text();
    expect(metrics).toMatch(/^plumbline_api_held_body_bytes 0$/m);
  });

  test("that are fifty gzip bombs at once cost at most 100 MB and delay nobody for long", async () => {
    const honest = gzipSync(Buffer.alloc(200 * mebibyte));
    const lying = Buffer.concat([honest, gzipSync("x")]);
    global.gc?.();
    const before = process.memoryUsage.rss();
    let peak = before;
    const sampler = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage.rss());
    }, 5);
    const bombs = Array.from({ length: 50 }, (_, index) =>
      index % 2 === 0 ? postSpans(honest, gzip) : postBatch(lying, gzip),
    );
    const bystander = await postSpans(exportRequest([spanBytes()]));
    const statuses = await Promise.all(bombs.map(async (answer) => (await answer).status));
    clearInterval(sampler);
    expect(bystander.status).toBe(200);
    expect(new Set(statuses)).toEqual(new Set([413]));
    expect((peak - before) / mebibyte).toBeLessThan(100);
  });
});

describe("JSON", () => {
  const deep = (depth: number) => `{"batch":${"[".repeat(depth)}${"]".repeat(depth)}}`;

  test("nested a million levels deep is refused in both protocols", async () => {
    const classic = await postBatch(deep(1_000_000));
    expect(classic.status).toBe(400);
    expect(await classic.json()).toMatchObject({ message: expect.stringContaining("nested") });
    const otlp = await post("/v1/traces", `{"resourceSpans":${"[".repeat(1_000_000)}`, json);
    expect(await otlp.json()).toEqual({ code: 3, message: expect.stringContaining("nested") });
    expect((await post("/api/public/scores", deep(1_000_000), json)).status).toBe(400);
  });

  test("may hold any number of brackets inside of a text", async () => {
    const input = '\\"[[[{{{'.repeat(10_000);
    expect((await batch(event("trace-create", { id: "brackets", input }))).errors).toEqual([]);
  });

  test.each([
    "",
    "{",
    "null",
    "[]",
    '"text"',
    "{}",
    '{"batch":{}}',
    '{"batch":null}',
    "\u0000",
    '{"batch":[}',
  ])("%j is no batch", async (body) => {
    const answer = await postBatch(body);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ message: expect.any(String) });
  });

  test("that nobody can read is kept with its reason", async () => {
    await postBatch('{"batch": oops');
    await api.drained();
    const kept = (await api.rejectedEvents()).find(({ raw }) => raw.includes("oops"));
    expect(kept).toMatchObject({ code: "request.malformed", source: "langfuse" });
  });
});

describe("events of a batch", () => {
  test.each([
    ["null", null],
    ["a number", 7],
    ["a list", []],
    ["without an id", { type: "trace-create", body: {} }],
    ["without a type", { id: "no-type", body: {} }],
    ["of an unknown type", event("trace-destroy", { id: "x" })],
    ["without a body", event("span-create", undefined)],
    ["with a list as body", event("span-create", [])],
    ["whose id is a number", event("trace-create", { id: 7 })],
    ["whose id is too long", event("trace-create", { id: "x".repeat(900) })],
    ["whose time is no time", event("span-create", { id: "s", traceId: "t", startTime: "soon" })],
    [
      "whose time is far away",
      event("span-create", { id: "s", traceId: "t", startTime: "2999-01-01T00:00:00Z" }),
    ],
    ["whose name is an object", event("span-create", { id: "s", traceId: "t", name: {} })],
    [
      "whose usage is text",
      event("generation-create", { id: "s", traceId: "t", usageDetails: { input: "many" } }),
    ],
    ["that score nothing", event("score-create", { name: "x", value: 1 })],
    ["that score without a value", event("score-create", { name: "x", traceId: "t" })],
  ])("%s are refused one by one", async (_name, bad) => {
    const good = event("trace-create", { id: "good" });
    const answer = await batch(bad, good);
    expect(answer.successes).toEqual([{ id: good.id, status: 201 }]);
    expect(answer.errors).toEqual([
      { id: expect.any(String), status: 400, message: expect.stringMatching(/./), error: expect.any(String) },
    ]);
  });

  test("are kept when refused", async () => {
    await batch(event("trace-destroy", { id: "kept-for-its-sender" }));
    await api.drained();
    const kept = (await api.rejectedEvents()).filter(({ raw }) => raw.includes("kept-for-its-sender"));
    expect(kept).toHaveLength(1);
  });

  test("with NUL and hostile keys are stored as they are", async () => {
    const hostile = JSON.parse(
      '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"nul":"a\\u0000b","prototype":1}',
    );
    const answer = await batch(event("trace-create", { id: "hostile", metadata: hostile, input: hostile }));
    expect(answer.errors).toEqual([]);
    await postSpans(
      exportRequest([
        spanBytes({ name: "hostile", attributes: { ["__proto__"]: "x", "a.__proto__.b": "y" } }),
      ]),
    );
    await api.drained();
    const trace = (await (await api.call("/api/public/traces/hostile")).json()) as {
      metadata: object;
      input: object;
    };
    expect(Object.keys(trace.metadata)).toEqual(
      expect.arrayContaining(["__proto__", "constructor", "prototype"]),
    );
    expect(Object.keys(trace.input)).toContain("__proto__");
    expect("polluted" in {}).toBe(false);
    expect(Object.getPrototypeOf({})).toBe(Object.prototype);
  });
});

describe("protobuf", () => {
  test("that is cut anywhere answers 200 or 400 and never 500", async () => {
    const whole = exportRequest([spanBytes({ attributes: { key: "value" } }), spanBytes()]);
    for (let end = 1; end < whole.length; end += 7) {
      expect([200, 400]).toContain((await postSpans(whole.subarray(0, end))).status);
    }
  });

  test("whose every byte was changed once answers 200 or 400 and never 500", async () => {
    const whole = exportRequest([spanBytes({ attributes: { key: "value" } })]);
    for (let at = 0; at < whole.length; at += 3) {
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] ?? 0) ^ 0xff;
      expect([200, 400]).toContain((await postSpans(changed)).status);
    }
  });

  test("nested deeply costs its span, not the process", async () => {
    const answer = await postSpans(
      exportRequest([spanBytes({ values: { deep: nested(1_000_000) } }), spanBytes()]),
    );
    expect(answer.status).toBe(200);
    expect(Buffer.from(await answer.arrayBuffer()).toString()).toContain("span.too_deep");
  });
});

test("paths that mean nothing are 404, not errors", async () => {
  for (const path of [
    "/",
    "/api/public/nothing",
    "/api/public/traces/%00",
    `/api/public/traces/${"x".repeat(1_900)}`,
  ]) {
    expect((await api.call(path)).status).toBe(404);
  }
  expect((await api.call("/api/public/traces/%E0%A4%A")).status).toBe(400);
});
