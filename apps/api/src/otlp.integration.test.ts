import { gzipSync } from "node:zlib";
import { otlpTracePaths } from "@plumbline/contracts/otlp";
import { explainObservation } from "@plumbline/services/observation";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createProject, startTestApi, type TestApi } from "./api.fixture.ts";
import { exportRequest, field, readFields, spanBytes, varint } from "./otlp.fixture.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api?.close());

const protobuf = "application/x-protobuf";

function send(body: Buffer | string, headers: Record<string, string> = {}, path = "/v1/traces") {
  return api.call(path, { method: "POST", body, headers: { "content-type": protobuf, ...headers } });
}

const answerOf = async (answer: Response) => ({
  status: answer.status,
  type: answer.headers.get("content-type"),
  bytes: Buffer.from(await answer.arrayBuffer()),
});

const rpcStatus = (bytes: Buffer) => {
  const [code, message] = readFields(bytes);
  return { code: code?.value, message: String(message?.value) };
};

describe.each(otlpTracePaths)("POST %s", (path) => {
  test("answers in the type of the request", async () => {
    const span = spanBytes();
    const plain = await answerOf(await send(exportRequest([span]), {}, path));
    expect(plain).toEqual({ status: 200, type: protobuf, bytes: Buffer.alloc(0) });

    const json = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [] }] }] });
    const charset = { "content-type": "application/json; charset=utf-8" };
    const answer = await answerOf(await send(json, charset, path));
    expect(answer).toEqual({ status: 200, type: charset["content-type"], bytes: Buffer.from("{}") });
  });

  test("refuses strangers in protobuf too", async () => {
    const answer = await answerOf(await send(exportRequest([]), { authorization: "Basic eDp5" }, path));
    expect(answer).toMatchObject({ status: 401, type: protobuf });
    expect(rpcStatus(answer.bytes)).toMatchObject({ code: 16 });
  });
});

test("an empty request is a success", async () => {
  expect(await answerOf(await send(Buffer.alloc(0)))).toMatchObject({ status: 200, bytes: Buffer.alloc(0) });
});

test("gzip is understood, other encodings are named", async () => {
  const body = exportRequest([spanBytes()]);
  expect((await send(gzipSync(body), { "content-encoding": "gzip" })).status).toBe(200);
  const zstd = await answerOf(await send(body, { "content-encoding": "zstd" }));
  expect(zstd.status).toBe(415);
  expect(rpcStatus(zstd.bytes)).toMatchObject({ code: 3 });
});

test.each([
  ["Bearer with the secret key", () => ({ authorization: `Bearer ${api.key.secretKey}` })],
  ["x-api-key", () => ({ authorization: "", "x-api-key": api.key.secretKey })],
  ["Basic beside another SDK's key header", () => ({ "x-langfuse-public-key": "pk-other" })],
])("%s opens it", async (_name, headers) => {
  const given = headers();
  const init = {
    method: "POST",
    body: exportRequest([spanBytes()]),
    headers: { "content-type": protobuf, ...given },
  };
  const withoutEmpty = Object.fromEntries(Object.entries(init.headers).filter(([, value]) => value !== ""));
  const answer =
    "authorization" in given && given.authorization === ""
      ? await fetch(`${api.url}/v1/traces`, { ...init, headers: withoutEmpty })
      : await api.call("/v1/traces", init);
  expect(answer.status).toBe(200);
});

describe("spans that cannot be stored", () => {
  const broken = () => [
    spanBytes({ spanId: Buffer.alloc(0) }),
    spanBytes({ startMs: Date.UTC(2012, 0) }),
    spanBytes({ name: "good" }),
  ];

  test("are counted in protobuf, and the others are accepted", async () => {
    const { status, bytes } = await answerOf(await send(exportRequest(broken())));
    expect(status).toBe(200);
    const [partial] = readFields(bytes);
    const [rejected, message] = readFields(Buffer.from(partial?.value as Buffer));
    expect(rejected).toEqual({ number: 1, value: 2 });
    expect(String(message?.value)).toMatch(/span\.missing_id \(1\).*span\.time_out_of_range \(1\)/);
  });

  test("are counted as a string in JSON", async () => {
    const span = { traceId: "5b8efff798038103d269b633813fc60c", name: "no id", startTimeUnixNano: "1" };
    const body = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] });
    const answer = await send(body, { "content-type": "application/json" });
    expect(await answer.json()).toEqual({
      partialSuccess: { rejectedSpans: "1", errorMessage: expect.stringContaining("span.missing_id") },
    });
  });

  test("are kept with their reason", async () => {
    await send(exportRequest(broken()));
    await api.drained();
    const rows = await api.rejectedEvents();
    expect(rows.map(({ code }) => code)).toEqual(
      expect.arrayContaining(["span.missing_id", "span.time_out_of_range"]),
    );
  });
});

test("the spans arrive, with their tokens", async () => {
  const traceId = Buffer.from("0af7651916cd43dd8448eb211c80319c", "hex");
  const body = exportRequest([
    spanBytes({
      traceId,
      name: "chat gpt-4o-mini",
      attributes: { "gen_ai.operation.name": "chat", "gen_ai.request.model": "gpt-4o-mini" },
      values: {
        "gen_ai.usage.input_tokens": Buffer.concat([Buffer.from([3 << 3]), varint(1_000)]),
        "gen_ai.usage.output_tokens": Buffer.concat([Buffer.from([3 << 3]), varint(500)]),
      },
    }),
  ]);
  expect((await send(body)).status).toBe(200);
  expect((await send(body)).status).toBe(200);
  await api.drained();
  const trace = await api.call(`/api/public/traces/${traceId.toString("hex")}`);
  expect(await trace.json()).toMatchObject({
    totalCost: 0.00045,
    latency: 0.25,
    observations: [{ type: "GENERATION", usage: { input: 1_000, output: 500 }, model: "gpt-4o-mini" }],
  });
});

test("what an SDK sent can be asked key by key, also of a span that waited for its messages", async () => {
  const traceId = Buffer.from("1bf7651916cd43dd8448eb211c80319c", "hex");
  const spanId = Buffer.from("b7ad6b7169203331", "hex");
  const attributes = {
    "gen_ai.operation.name": "chat",
    "gen_ai.request.model": "gpt-4o-mini",
    "shop.basket": "7",
  };
  await send(exportRequest([spanBytes({ traceId, spanId, attributes })]));
  await api.drained();
  const key = { traceId: traceId.toString("hex"), spanId: spanId.toString("hex") };
  const { isNoted, keys } = await explainObservation(api.ctx, { projectId: api.projectId, ...key });
  expect(isNoted).toBe(true);
  expect(keys.map((entry) => [entry.key, entry.field, entry.convention])).toEqual([
    ["gen_ai.operation.name", "type", "otel-genai"],
    ["gen_ai.request.model", "model requested", "otel-genai"],
    ["shop.basket", null, null],
  ]);
  const elsewhere = explainObservation(api.ctx, { projectId: await createProject(api.db), ...key });
  await expect(elsewhere).rejects.toMatchObject({ code: "not_found" });
});

test("a logs export on the traces path rejects each record and says why", async () => {
  const record = field(2, Buffer.concat([field(1, ""), field(5, field(1, "hello"))]));
  const { status, bytes } = await answerOf(await send(field(1, field(2, record))));
  expect(status).toBe(200);
  expect(bytes.toString()).toContain("span.missing_id");
});

test("a request id is echoed when it is sane, and made when it is not", async () => {
  const idOf = async (given: string) =>
    (await send(Buffer.alloc(0), { "x-request-id": given })).headers.get("x-request-id");
  expect(await idOf("trace-me.42")).toBe("trace-me.42");
  expect(await idOf('a"b{}')).toMatch(/^[0-9a-f-]{36}$/);
  expect(await idOf("x".repeat(500))).toMatch(/^[0-9a-f-]{36}$/);
});
