import { randomBytes } from "node:crypto";
import { connect } from "node:net";
import { gzipSync } from "node:zlib";
import { defineQuery } from "@plumbline/clickhouse/client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { startTestApi, type TestApi } from "./api.fixture.ts";
import { exportRequest, field, spanBytes, varint } from "./otlp.fixture.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api?.close());

/** Bytes as they are, on a connection of their own; what came back until the server closed it. */
function exchange(bytes: string): Promise<string> {
  const { port, hostname } = new URL(api.url);
  return new Promise((resolve) => {
    let answer = "";
    const socket = connect(Number(port), hostname);
    socket.on("data", (chunk) => (answer += chunk.toString("latin1")));
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(answer));
    socket.write(bytes, "latin1");
  });
}

function head(lines: readonly string[], requestLine = "POST /v1/traces HTTP/1.1"): string {
  return [requestLine, "host: x", `authorization: ${api.key.basic}`, ...lines, "", ""].join("\r\n");
}
const type = "content-type: application/json";
const close = "connection: close";
const lengthOf = (body: string) => `content-length: ${Buffer.byteLength(body)}`;
const chunk = (body: string) => `${body.length.toString(16)}\r\n${body}\r\n`;
const statusesOf = (answer: string) => [...answer.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status);

const spanOf = (changes: object = {}) => ({
  traceId: randomBytes(16).toString("hex"),
  spanId: randomBytes(8).toString("hex"),
  name: "hostile",
  startTimeUnixNano: `${Date.now()}000000`,
  ...changes,
});
const exportOf = (...spans: unknown[]) => JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] });

describe("HTTP itself", () => {
  test("of version 1.0, pipelined, in chunks with trailers, or announced first is understood", async () => {
    const body = exportOf(spanOf());
    expect(
      statusesOf(await exchange(head([type, lengthOf(body)], "POST /v1/traces HTTP/1.0") + body)),
    ).toEqual(["200"]);
    const two = head([type, lengthOf(body)]) + body + head([type, lengthOf(body), close]) + body;
    expect(statusesOf(await exchange(two))).toEqual(["200", "200"]);
    // A trailer cannot take back what the header said.
    const chunked = head([type, "transfer-encoding: chunked", "trailer: authorization", close]);
    expect(
      statusesOf(await exchange(`${chunked}${chunk(body)}0\r\nauthorization: Basic bad\r\n\r\n`)),
    ).toEqual(["200"]);
    const waits = head([type, lengthOf(body), "expect: 100-continue", close]);
    expect(statusesOf(await exchange(waits + body))).toEqual(["100", "200"]);
  });

  test.each([
    ["a body longer than announced", (body: string) => head([type, "content-length: 10"]) + body, "400"],
    [
      "two ways to tell its end",
      (body: string) => head([type, lengthOf(body), "transfer-encoding: chunked"]) + chunk(body),
      "400",
    ],
    ["two lengths", (body: string) => head([type, lengthOf(body), "content-length: 5"]) + body, "400"],
    ["chunks without a size", () => `${head([type, "transfer-encoding: chunked"])}zz\r\n`, "400"],
    ["NUL in a header", (body: string) => head([type, lengthOf(body), "x-a: a\u0000b"]) + body, "400"],
    [
      "an unknown method",
      (body: string) => head([type, lengthOf(body)], "BREW /v1/traces HTTP/1.1") + body,
      "400",
    ],
    ["headers without end", () => head([type, `x-a: ${"a".repeat(20_000)}`]), "431"],
  ])("with %s is refused with a reason and a next step", async (_what, request, status) => {
    const answer = await exchange(request(exportOf(spanOf())));
    expect(statusesOf(answer).at(-1)).toBe(status);
    const error = JSON.parse(answer.slice(answer.lastIndexOf('{"error"')));
    expect(error).toEqual({
      error: {
        code: "invalid_request",
        message: expect.stringMatching(/\.$/),
        nextStep: expect.stringMatching(/\.$/),
        details: {},
      },
    });
  });

  test("for another method or path says which one there is not", async () => {
    const answer = await api.call("/v1/traces?x=1");
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ error: { message: "This API has no GET /v1/traces." } });
  });

  test.each(["application/json, text/plain", ";", "\u00ff", "application/grpc", "text/json"])(
    "of the type %j is 415",
    async (contentType) => {
      const body = exportOf(spanOf());
      const answer = await exchange(head([`content-type: ${contentType}`, lengthOf(body), close]) + body);
      expect(statusesOf(answer)).toEqual(["415"]);
      expect(answer).toMatch(/\{"code":3,"message":"[^"]+"\}$/);
    },
  );

  test("gzip within gzip is not JSON, and gzip of nothing is an empty export", async () => {
    const post = (body: Buffer, contentType: string) =>
      api.call("/v1/traces", {
        method: "POST",
        body,
        headers: { "content-type": contentType, "content-encoding": "gzip" },
      });
    const twice = await post(gzipSync(gzipSync(exportOf(spanOf()))), "application/json");
    expect([twice.status, await twice.json()]).toEqual([
      400,
      { code: 3, message: "The body is not valid JSON." },
    ]);
    expect((await post(gzipSync(""), "application/x-protobuf")).status).toBe(200);
  });
});

const storedSpans = defineQuery({
  name: "test.hostile-stored",
  params: z.object({ projectId: z.string(), from: z.string() }),
  row: z.object({ spans: z.number(), ids: z.number() }),
  sql: `SELECT count() AS spans, uniqExact(trace_id, span_id) AS ids FROM spans FINAL
    WHERE project_id = {projectId:String} AND start_time > parseDateTimeBestEffort({from:String})`,
});

test("of everything that was acknowledged, every span is stored and every refusal is counted", async () => {
  await api.drained();
  const count = async () => {
    const params = { projectId: api.projectId, from: "2015-01-01" };
    return (await api.clickhouse.query(storedSpans, params))[0] ?? { spans: 0, ids: 0 };
  };
  const before = await count();
  let accepted = 0;
  const json = async (...spans: unknown[]) => {
    const answer = await api.call("/v1/traces", {
      method: "POST",
      body: exportOf(...spans),
      headers: { "content-type": "application/json" },
    });
    expect(answer.status).toBe(200);
    const said = (await answer.json()) as {
      partialSuccess?: { rejectedSpans: string; errorMessage: string };
    };
    if (said.partialSuccess) expect(said.partialSuccess.errorMessage).toMatch(/^[a-z_.]+ \(\d+\): .+\.$/);
    accepted += spans.length - Number(said.partialSuccess?.rejectedSpans ?? 0);
  };
  const protobuf = async (count: number, bytes: Buffer) => {
    const headers = { "content-type": "application/x-protobuf" };
    const answer = await api.call("/v1/traces", { method: "POST", body: bytes, headers });
    expect([answer.status, (await answer.arrayBuffer()).byteLength]).toEqual([200, 0]);
    accepted += count;
  };

  const starts = ["-5", "1e30", "soon", null, 1.5, "", {}, [], true, 1e30, "0", "9223372036854775807"];
  const ids = [
    "abc",
    7,
    null,
    "A".repeat(32),
    "AAAAAAAAAAAAAAAAAAAAAA==",
    "0".repeat(32),
    "\ud800".repeat(32),
  ];
  const attributes = [
    null,
    7,
    [null, 7, { key: null }],
    [{ key: "__proto__", value: { stringValue: "x" } }],
    [{ key: "k", value: { intValue: "9".repeat(30) } }],
    [{ key: "gen_ai.usage.input_tokens", value: { intValue: "9".repeat(20) } }],
    [{ key: "k", value: { arrayValue: { values: 5 }, kvlistValue: 3 } }],
    [{ key: "\ud800", value: { stringValue: "\udc00\u0000" } }],
  ];
  await json(
    ...starts.map((startTimeUnixNano) => spanOf({ startTimeUnixNano })),
    ...ids.map((traceId) => spanOf({ traceId })),
    ...[null, 7, {}, "\ud800x", "a\u0000b", "x".repeat(100_000)].map((name) => spanOf({ name })),
    ...attributes.map((list) => spanOf({ attributes: list })),
    spanOf({ endTimeUnixNano: `${Date.now() - 60_000}000000` }),
    spanOf({ status: "x", events: [null, { name: 7, attributes: 3 }], links: 5, kind: "CLIENT" }),
    null,
    7,
  );
  const bad = Buffer.from([0xff, 0xfe, 0x41, 0xc0, 0x80]);
  await protobuf(1, exportRequest([Buffer.concat([spanBytes(), field(5, bad)])]));
  const value = (index: number) => field(2, Buffer.concat([Buffer.from([3 << 3]), varint(index)]));
  const attribute = (_: unknown, index: number) =>
    field(9, Buffer.concat([field(1, `a${index}`), value(index)]));
  await protobuf(
    1,
    exportRequest([Buffer.concat([spanBytes(), ...Array.from({ length: 1_000_000 }, attribute)])]),
  );
  await protobuf(50_000, exportRequest(Array.from({ length: 50_000 }, () => spanBytes())));
  const same = { traceId: randomBytes(16), spanId: randomBytes(8), startMs: Date.now() - 5 };
  await protobuf(
    1,
    exportRequest([spanBytes({ ...same, name: "one" }), spanBytes({ ...same, name: "two" })]),
  );

  await api.drained();
  const after = await count();
  expect(after.spans - before.spans).toBe(accepted);
  expect(after.ids).toBe(after.spans);
  expect(accepted).toBeGreaterThan(50_010);
}, 120_000);

test("the doors of other tools answer anything in their shape, and never with our fault", async () => {
  const bodies = [
    "",
    "{",
    "null",
    "7",
    "[]",
    "{}",
    '{"data":7}',
    '{"data":[null,7,{}]}',
    '{"post":7,"patch":[null]}',
    '{"post":[{"id":"\\ud800","start_time":"1970","inputs":{"__proto__":1}}]}',
    '{"traces":[{"id":7}],"spans":[null]}',
    '{"traces":[{"id":"x","start_time":1e400}],"spans":{}}',
    `{"data":[{"object":"trace.span","id":"${"x".repeat(2_000)}","span_data":{"type":[]}}]}`,
  ];
  const doors = [
    ["/runs/batch", "application/json"],
    ["/runs", "application/json"],
    ["/runs/multipart", "multipart/form-data; boundary=b"],
    ["/v1/traces/ingest", "application/json"],
    ["/api/v1/private/traces/batch", "application/json"],
    ["/api/v1/private/spans/batch", "application/json"],
    ["/v1/logs", "application/json"],
    ["/v1/metrics", "application/json"],
    ["/api/public/scores", "application/json"],
  ] as const;
  for (const [path, contentType] of doors) {
    for (const body of [
      ...bodies,
      "--b\r\n\r\n--b--",
      '--b\r\ncontent-disposition: form-data; name="post.x"\r\n\r\n{\r\n--b--',
    ]) {
      const answer = await api.call(path, { method: "POST", body, headers: { "content-type": contentType } });
      expect(answer.status, `${path} ${body}`).toBeLessThan(500);
      const text = await answer.text();
      if (answer.status >= 400) expect(JSON.parse(text), `${path} ${body}`).toEqual(expect.any(Object));
    }
  }
});
