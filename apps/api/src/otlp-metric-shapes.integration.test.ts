import { randomUUID } from "node:crypto";
import { OTLPMetricExporter } from "@opentelemetry/exporter-metrics-otlp-proto";
import {
  AggregationTemporality,
  AggregationType,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { startTestApi, type TestApi } from "./api.fixture.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api?.close());

const send = (metrics: object[]) =>
  api.call("/v1/metrics", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ resourceMetrics: [{ scopeMetrics: [{ metrics }] }] }),
  });

test.each([AggregationTemporality.CUMULATIVE, AggregationTemporality.DELTA])(
  "exponential histograms of the SDK are stored as they are, temporality %i",
  async (temporalityPreference) => {
    const name = `${randomUUID()}.latency`;
    const exporter = new OTLPMetricExporter({
      url: `${api.url}/v1/metrics`,
      headers: { authorization: api.key.basic },
      temporalityPreference,
    });
    const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
    const aggregation = { type: AggregationType.EXPONENTIAL_HISTOGRAM as const };
    const provider = new MeterProvider({
      readers: [reader],
      views: [{ instrumentName: name, aggregation }],
    });
    const histogram = provider.getMeter("test").createHistogram(name, { unit: "s" });
    const values = [0, 0.25, 0.5, 1, 2, 4, 100];
    for (const value of values) histogram.record(value);
    await provider.shutdown();
    await api.drained();
    const [point] = await api.clickhouse.query(storedExponential, { projectId: api.projectId, name });
    if (point === undefined) throw new Error("nothing is stored");
    expect(point).toMatchObject({ kind: "exponential", count: 7, zeros: 1, sum: 107.75, min: 0, max: 100 });
    // Each value lies in the bucket that the formula gives it.
    const counts = point.counts.flatMap((count, place) => (count > 0 ? [[place + point.offset, count]] : []));
    const expected = values
      .filter((value) => value > 0)
      .map((value) => [Math.ceil(Math.log2(value) * 2 ** point.scale) - 1, 1]);
    expect(counts).toEqual(expected);
    expect(await api.rejectedEvents()).toEqual([]);
  },
);

test("a summary is kept as its sender worked it out", async () => {
  const quantileValues = [{ quantile: 0.5, value: 1.5 }, { quantile: 0.99, value: 9 }, {}];
  const summary = {
    dataPoints: [{ timeUnixNano: `${Date.now()}000000`, count: "4", sum: 8, quantileValues }],
  };
  const answer = await send([{ name: "summed", unit: "s", summary }]);
  expect([answer.status, await answer.json()]).toEqual([200, {}]);
  await api.drained();
  const stored = await api.clickhouse.query(storedQuantiles, { projectId: api.projectId, name: "summed" });
  expect(stored).toEqual([{ kind: "summary", temporality: "", levels: [0.5, 0.99, 0], values: [1.5, 9, 0] }]);
});

const named = z.object({ projectId: z.string(), name: z.string() });
const ofName = "WHERE project_id = {projectId:String} AND metric_name = {name:String}";

const storedExponential = {
  name: "test.stored-exponential",
  params: named,
  row: z.object({
    kind: z.string(),
    count: z.number(),
    sum: z.number(),
    min: z.number(),
    max: z.number(),
    scale: z.number(),
    zeros: z.number(),
    offset: z.number(),
    counts: z.array(z.number()),
  }),
  sql: `SELECT kind, toUInt32(count) AS count, sum, min, max, scale, toUInt32(zero_count) AS zeros,
      positive_offset AS offset, arrayMap(number -> toUInt32(number), positive_counts) AS counts
    FROM metric_points FINAL ${ofName}`,
};

const storedQuantiles = {
  name: "test.stored-quantiles",
  params: named,
  row: z.object({
    kind: z.string(),
    temporality: z.string(),
    levels: z.array(z.number()),
    values: z.array(z.number()),
  }),
  sql: `SELECT kind, temporality, quantiles AS levels, quantile_values AS values FROM metric_points FINAL ${ofName}`,
};
