import { randomUUID } from "node:crypto";
import { OTLPMetricExporter } from "@opentelemetry/exporter-metrics-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import {
  AggregationTemporality,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import { otlpMetricPaths } from "@plumbline/contracts/otlp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { startTestApi, type TestApi } from "./api.fixture.ts";
import { startGrpcServer } from "./grpc/start-grpc-server.ts";
import { exportRequest, readFields, spanBytes } from "./otlp.fixture.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api?.close());

async function pointsOf(name: string) {
  await api.drained();
  return api.clickhouse.query(storedPoints, { projectId: api.projectId, name });
}

const byModel = { "gen_ai.request.model": "gpt-4o-mini", "gen_ai.token.type": "input" };

describe("the metrics exporter of OpenTelemetry", () => {
  test.each([
    ["/v1/metrics", AggregationTemporality.CUMULATIVE, "cumulative"],
    ["/api/public/otel/v1/metrics", AggregationTemporality.DELTA, "delta"],
  ])("sends histograms and sums to %s, %s", async (path, temporalityPreference, temporality) => {
    const prefix = randomUUID();
    const exporter = new OTLPMetricExporter({
      url: `${api.url}${path}`,
      headers: { authorization: api.key.basic },
      temporalityPreference,
    });
    const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
    const provider = new MeterProvider({
      resource: resourceFromAttributes({
        "service.name": "weather",
        "deployment.environment.name": "staging",
      }),
      readers: [reader],
    });
    const meter = provider.getMeter("test");
    const tokens = meter.createHistogram(`${prefix}.gen_ai.client.token.usage`, {
      unit: "{token}",
      advice: { explicitBucketBoundaries: [1, 4, 16, 64, 256] },
    });
    tokens.record(120, byModel);
    tokens.record(40, byModel);
    const duration = meter.createHistogram(`${prefix}.gen_ai.client.operation.duration`, { unit: "s" });
    duration.record(0.25, byModel);
    meter.createCounter(`${prefix}.requests`).add(3, { model: "gpt-4o-mini" });
    meter.createUpDownCounter(`${prefix}.queue`).add(-2);
    meter.createGauge(`${prefix}.temperature`).record(21.5);
    // Ends with the one collection that there is.
    await provider.shutdown();

    const [usage] = await pointsOf(`${prefix}.gen_ai.client.token.usage`);
    expect(usage).toEqual({
      kind: "histogram",
      unit: "{token}",
      temporality,
      monotonic: 0,
      value: null,
      count: 2,
      sum: 160,
      min: 40,
      max: 120,
      bounds: [1, 4, 16, 64, 256],
      buckets: [0, 0, 0, 1, 1, 0],
      attributes: { ...byModel, "service.name": "weather", "deployment.environment.name": "staging" },
    });
    expect(await pointsOf(`${prefix}.gen_ai.client.operation.duration`)).toMatchObject([{ sum: 0.25 }]);
    expect(await pointsOf(`${prefix}.requests`)).toMatchObject([
      { kind: "sum", temporality, monotonic: 1, value: 3 },
    ]);
    expect(await pointsOf(`${prefix}.queue`)).toMatchObject([{ kind: "sum", monotonic: 0, value: -2 }]);
    expect(await pointsOf(`${prefix}.temperature`)).toMatchObject([{ kind: "gauge", value: 21.5 }]);
    expect(await api.rejectedEvents()).toEqual([]);
  });
});

const nanos = (ms: number): string => `${ms}000000`;
const now = Date.now();
const point = (changes: object = {}) => ({
  startTimeUnixNano: nanos(now - 1_000),
  timeUnixNano: nanos(now),
  asInt: "7",
  attributes: [{ key: "model", value: { stringValue: "a" } }],
  ...changes,
});
const sumOf = (name: string, dataPoints: object[]) => ({
  name,
  sum: { aggregationTemporality: 1, isMonotonic: true, dataPoints },
});
const envelope = (metrics: object[]) => ({ resourceMetrics: [{ scopeMetrics: [{ metrics }] }] });
const send = (body: unknown, path = "/v1/metrics") =>
  api.call(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });

describe("POST /v1/metrics", () => {
  test.each(otlpMetricPaths)("%s answers in the type of the request", async (path) => {
    const json = await send(envelope([]), path);
    expect([json.status, await json.json()]).toEqual([200, {}]);
    const protobuf = await api.call(path, {
      method: "POST",
      headers: { "content-type": "application/x-protobuf" },
      body: Buffer.alloc(0),
    });
    expect([protobuf.status, (await protobuf.arrayBuffer()).byteLength]).toEqual([200, 0]);
  });

  test("a request sent again counts once; two series of one moment are two points", async () => {
    const body = envelope([
      sumOf("again", [point(), point({ attributes: [{ key: "model", value: { stringValue: "b" } }] })]),
    ]);
    for (let round = 0; round < 2; round++) {
      expect((await send(body)).status).toBe(200);
      await api.drained();
    }
    expect(await pointsOf("again")).toMatchObject([{ value: 7 }, { value: 7 }]);
  });

  test("points that cannot be taken are counted, named and kept; the others go on", async () => {
    const wrongShapes = [
      point({ count: "1", scale: 99, positive: { offset: 0, bucketCounts: ["1"] } }),
      point({ count: "1", scale: 1, positive: { offset: 0.5, bucketCounts: ["-1"] } }),
    ];
    const histogram = {
      aggregationTemporality: 2,
      dataPoints: [point({ count: "2", bucketCounts: ["1"], explicitBounds: [1, 2] })],
    };
    const answer = await send(
      envelope([
        sumOf("mixed", [point(), point({ asInt: undefined, asDouble: "NaN" }), point({ timeUnixNano: "0" })]),
        sumOf("", [point()]),
        { name: "exponential", exponentialHistogram: { aggregationTemporality: 1, dataPoints: wrongShapes } },
        {
          name: "summary",
          summary: { dataPoints: [point({ quantileValues: [{ quantile: 2, value: 1 }] })] },
        },
        { name: "odd", histogram },
        { name: "silent", gauge: { dataPoints: [point({ flags: 1 })] } },
        { name: "no-temporality", sum: { dataPoints: [point()] } },
      ]),
    );
    expect(answer.status).toBe(200);
    const { partialSuccess } = (await answer.json()) as { partialSuccess: Record<string, string> };
    expect(partialSuccess["rejectedDataPoints"]).toBe("8");
    for (const code of ["metric.invalid_value", "metric.invalid_count", "metric.missing_time"]) {
      expect(partialSuccess["errorMessage"]).toContain(code);
    }
    expect(await pointsOf("mixed")).toHaveLength(1);
    const codes = new Set((await api.rejectedEvents()).map(({ code }) => code));
    expect(codes).toContain("metric.invalid_buckets");
    expect(codes).toContain("metric.invalid_quantiles");
  });

  test("keys of the prototype are keys like others", async () => {
    const attributes = [{ key: "__proto__", value: { stringValue: "polluted" } }];
    expect((await send(envelope([sumOf("hostile", [point({ attributes })])]))).status).toBe(200);
    expect(await pointsOf("hostile")).toHaveLength(1);
    expect("polluted" in {}).toBe(false);
  });

  test.each([
    ["a list", []],
    ["traces", { resourceSpans: [] }],
    ["no list of metrics", { resourceMetrics: {} }],
    ["no objects", { resourceMetrics: [1] }],
  ])("%s is refused whole", async (_name, body) => {
    expect((await send(body)).status).toBe(400);
  });

  test("spans sent as metrics make no points", async () => {
    const answer = await api.call("/v1/metrics", {
      method: "POST",
      headers: { "content-type": "application/x-protobuf" },
      body: exportRequest([spanBytes()]),
    });
    const bytes = Buffer.from(await answer.arrayBuffer());
    // Shared field numbers: either the bytes make no sense, or no data point comes of them.
    expect(answer.status === 400 || readFields(bytes).length === 0).toBe(true);
  });
});

test("metrics over gRPC lie beside those over HTTP", async () => {
  const { OTLPMetricExporter: GrpcExporter } = await import("@opentelemetry/exporter-metrics-otlp-grpc");
  const { Metadata } = await import("@grpc/grpc-js");
  const grpc = await startGrpcServer(api.deps, { port: 0, host: "127.0.0.1" });
  const metadata = new Metadata();
  metadata.set("authorization", api.key.basic);
  const exporter = new GrpcExporter({ url: `http://127.0.0.1:${grpc.port}`, metadata });
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
  const provider = new MeterProvider({ readers: [reader] });
  provider.getMeter("test").createCounter("over.grpc").add(5);
  await provider.shutdown();
  await grpc.close();
  expect(await pointsOf("over.grpc")).toMatchObject([{ kind: "sum", value: 5 }]);
});

const storedPoints = {
  name: "test.stored-points",
  params: z.object({ projectId: z.string(), name: z.string() }),
  row: z.object({
    kind: z.string(),
    unit: z.string(),
    temporality: z.string(),
    monotonic: z.number(),
    value: z.number().nullable(),
    count: z.number().nullable(),
    sum: z.number().nullable(),
    min: z.number().nullable(),
    max: z.number().nullable(),
    bounds: z.array(z.number()),
    buckets: z.array(z.number()),
    attributes: z.record(z.string(), z.string()),
  }),
  sql: `SELECT kind, unit, temporality, monotonic, value, toUInt32(count) AS count, sum, min, max, bounds,
      arrayMap(number -> toUInt32(number), bucket_counts) AS buckets, attributes
    FROM metric_points FINAL
    WHERE project_id = {projectId:String} AND metric_name = {name:String} ORDER BY series`,
};
