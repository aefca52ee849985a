import { randomBytes } from "node:crypto";
import {
  type ClientUnaryCall,
  credentials,
  Metadata,
  makeGenericClientConstructor,
  type ServiceError,
} from "@grpc/grpc-js";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-grpc";
import { CompressionAlgorithm } from "@opentelemetry/otlp-exporter-base";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BasicTracerProvider, BatchSpanProcessor } from "@opentelemetry/sdk-trace-base";
import { PlumblineError } from "@plumbline/contracts/errors";
import type { TraceBody } from "@plumbline/contracts/langfuse";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestApi, type TestApi } from "./api.fixture.ts";
import { type GrpcServer, startGrpcServer } from "./grpc/start-grpc-server.ts";
import { exportRequest, field, readFields, spanBytes } from "./otlp.fixture.ts";

let api: TestApi;
let grpc: GrpcServer;
beforeAll(async () => {
  api = await startTestApi({ limits: { API_MAX_COMPRESSED_BYTES: 256 * 1024 } });
  grpc = await startGrpcServer(api.deps, { port: 0, host: "127.0.0.1" });
});
afterAll(async () => {
  await grpc?.close();
  await api?.close();
});

async function getTrace(id: string): Promise<TraceBody> {
  await api.drained();
  const answer = await api.call(`/api/public/traces/${id}`);
  expect(answer.status).toBe(200);
  return (await answer.json()) as TraceBody;
}

describe("the gRPC exporter of OpenTelemetry", () => {
  test.each([
    ["plain, Basic", CompressionAlgorithm.NONE, () => ({ authorization: api.key.basic })],
    ["gzip, Bearer", CompressionAlgorithm.GZIP, () => ({ authorization: `Bearer ${api.key.secretKey}` })],
    ["gzip, x-api-key", CompressionAlgorithm.GZIP, () => ({ "x-api-key": api.key.secretKey })],
  ])("%s", async (_name, compression, headers) => {
    const metadata = new Metadata();
    for (const [name, value] of Object.entries(headers())) metadata.set(name, value);
    const exporter = new OTLPTraceExporter({ url: `http://127.0.0.1:${grpc.port}`, compression, metadata });
    const provider = new BasicTracerProvider({
      resource: resourceFromAttributes({ "service.name": "weather" }),
      spanProcessors: [new BatchSpanProcessor(exporter)],
    });
    const span = provider.getTracer("test").startSpan("chat gpt-4o-mini", {
      attributes: {
        "gen_ai.operation.name": "chat",
        "gen_ai.request.model": "gpt-4o-mini",
        "gen_ai.usage.input_tokens": 120,
        "gen_ai.usage.output_tokens": 40,
        "gen_ai.usage.cache_read.input_tokens": 64,
      },
    });
    span.end();
    await provider.forceFlush();
    await provider.shutdown();
    const trace = await getTrace(span.spanContext().traceId);
    expect(trace).toMatchObject({ totalCost: 0.0000372, observations: [{ type: "GENERATION" }] });
  });
});

const asIs = (bytes: Buffer): Buffer => bytes;

interface Answer {
  error: ServiceError | null;
  response: Buffer | undefined;
}

/** One Export call by hand. */
function call(
  bytes: Buffer,
  options: { headers?: Record<string, string>; signal?: string; gzip?: boolean } = {},
): Promise<Answer> {
  const { signal = "trace", headers = { authorization: api.key.basic } } = options;
  const Client = makeGenericClientConstructor({}, "test");
  const client = new Client(`127.0.0.1:${grpc.port}`, credentials.createInsecure(), {
    "grpc.default_compression_algorithm": options.gzip === true ? 2 : 0,
  });
  const service = `${signal.charAt(0).toUpperCase()}${signal.slice(1)}Service`;
  const path = `/opentelemetry.proto.collector.${signal}.v1.${service}/Export`;
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(headers)) metadata.set(name, value);
  return new Promise((resolve) => {
    const done = (error: ServiceError | null, response?: Buffer): void => {
      client.close();
      resolve({ error, response });
    };
    const started: ClientUnaryCall = client.makeUnaryRequest(path, asIs, asIs, bytes, metadata, done);
    void started;
  });
}

const retryInfo = (error: ServiceError | null): string =>
  error?.metadata.get("grpc-status-details-bin").map(String).join() ?? "";

describe("Export", () => {
  test("a success is an empty message, what is refused is named in a partial success", async () => {
    expect(await call(exportRequest([spanBytes()]))).toEqual({ error: null, response: Buffer.alloc(0) });
    const bad = spanBytes({ traceId: Buffer.alloc(3) });
    const { response } = await call(exportRequest([spanBytes(), bad]));
    const [partial] = readFields(response ?? Buffer.alloc(0));
    expect(partial?.number).toBe(1);
    expect(readFields(Buffer.from(partial?.value as Buffer))).toMatchObject([
      { number: 1, value: 1 },
      { number: 2 },
    ]);
  });

  test("logs go the way of logs over HTTP: what is no event of a call is named", async () => {
    const record = field(1, field(2, field(2, field(5, field(1, "a line of an application")))));
    const { error, response } = await call(record, { signal: "logs" });
    expect(error).toBeNull();
    expect(String(response)).toContain("1 log records were not stored");
  });

  test("the same request again counts once", async () => {
    const traceId = randomBytes(16);
    const request = exportRequest([spanBytes({ traceId })]);
    for (let round = 0; round < 2; round++) expect((await call(request)).error).toBeNull();
    expect((await getTrace(traceId.toString("hex"))).observations).toHaveLength(1);
  });

  test.each([
    ["without a key", {}, 16],
    ["with an unknown key", { authorization: "Bearer sk-unknown" }, 16],
    ["with a public key alone", { authorization: "Bearer pk-lf-1" }, 16],
  ])("%s is UNAUTHENTICATED", async (_name, headers, code) => {
    const { error } = await call(exportRequest([spanBytes()]), { headers: { ...headers } });
    expect(error?.code).toBe(code);
  });

  test("a key without the scope is PERMISSION_DENIED", async () => {
    const key = await api.createKey(["read", "scores"]);
    const { error } = await call(exportRequest([]), { headers: { authorization: key.basic } });
    expect(error).toMatchObject({ code: 7, details: expect.stringContaining('"ingest"') });
  });

  test("what is too large, plain or once inflated, is RESOURCE_EXHAUSTED and final", async () => {
    const large = exportRequest([spanBytes({ attributes: { text: "a".repeat(300 * 1024) } })]);
    const plain = await call(large);
    const gzip = await call(large, { gzip: true });
    for (const { error } of [plain, gzip]) {
      expect(error?.code).toBe(8);
      expect(retryInfo(error)).toBe("");
    }
    expect(gzip.error?.details).toContain("decompresses");
  });

  test("bytes that are no request are INVALID_ARGUMENT", async () => {
    expect((await call(field(1, Buffer.from([0xff, 0xff])))).error?.code).toBe(3);
  });

  test("when the journal cannot take it the answer is UNAVAILABLE with a RetryInfo", async () => {
    const { append } = api.deps.journal;
    api.deps.journal.append = () => Promise.reject(new PlumblineError("unavailable"));
    const { error } = await call(exportRequest([spanBytes()]));
    api.deps.journal.append = append;
    expect(error?.code).toBe(14);
    expect(retryInfo(error)).toContain("google.rpc.RetryInfo");
  });
});
