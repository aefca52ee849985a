import { randomUUID } from "node:crypto";
import { type ClickHouse, createClickHouse } from "@plumbline/clickhouse/client";
import { migrateClickHouse } from "@plumbline/clickhouse/migrate";
import type { Db } from "@plumbline/db/client";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import type { ServiceContext } from "../context.ts";
import { contextOf, createTenants, freshDatabase } from "../tenancy.fixture.ts";
import {
  getCostByModel,
  getErrorsByClass,
  getHomeOptions,
  getTimings,
  getUsage,
  hasTraces,
} from "./index.ts";

let db: Db;
let clickhouse: ClickHouse;
let tenants: Awaited<ReturnType<typeof createTenants>>;
let ctx: ServiceContext;
let projectId: string;

beforeAll(async () => {
  ({ db } = await freshDatabase());
  const url = new URL(inject("clickhouseUrl"));
  url.pathname = `/home_${randomUUID().slice(0, 8)}`;
  clickhouse = createClickHouse({ url: url.href });
  await migrateClickHouse(clickhouse);
  tenants = await createTenants(db);
  ctx = { ...contextOf(db, tenants.users.viewer), clickhouse };
});
afterAll(async () => {
  await clickhouse.close();
  await db.$disconnect();
});
beforeEach(async () => {
  ({ id: projectId } = await db.project.create({
    data: { organizationId: tenants.home.id, name: randomUUID() },
  }));
});

interface TestSpan {
  at: string;
  traceId?: string;
  spanId?: string;
  kind?: string;
  latencyMs?: number;
  firstTokenMs?: number;
  error?: string;
  environment?: string;
  model?: string;
  input?: number;
  output?: number;
  cached?: number;
  reasoning?: number;
  cost?: string;
  billable?: boolean;
  version?: number;
  deleted?: boolean;
}

const time = (iso: string, plusMs: number | undefined) =>
  plusMs === undefined
    ? "NULL"
    : `parseDateTime64BestEffort('${iso}', 6, 'UTC') + toIntervalMicrosecond(${Math.round(plusMs * 1000)})`;

async function insert(spans: TestSpan[]): Promise<void> {
  const rows = spans.map(
    (span) => `('${projectId}', '${span.traceId ?? randomUUID()}', '${span.spanId ?? randomUUID()}',
      ${time(span.at, 0)}, ${time(span.at, span.latencyMs)}, ${time(span.at, span.firstTokenMs)},
      '${span.kind ?? "GENERATION"}', '${span.error === undefined ? "DEFAULT" : "ERROR"}', '${span.error ?? ""}',
      '${span.environment ?? "default"}', '${span.model ?? ""}', ${span.input ?? null}, ${span.output ?? null},
      ${span.cached ?? null}, ${span.reasoning ?? null}, ${span.cost ?? null}, ${span.billable ?? true},
      ${span.version ?? 1}, ${span.deleted ? 1 : 0})`,
  );
  await clickhouse.command(
    `INSERT INTO spans (project_id, trace_id, span_id, start_time, end_time, completion_start_time, kind, level,
      error_class, environment, model_used, input_tokens, output_tokens, cache_read_tokens, reasoning_tokens,
      cost, billable, row_version, is_deleted) VALUES ${rows.join(", ")}`,
  );
}

const hour = (from: string, zone = "UTC") => ({
  projectId,
  fromMs: Date.parse(from),
  toMs: Date.parse(from) + 3_600_000,
  zone,
});

describe("getTimings of calls", () => {
  const noon = "2026-06-01T12:00:00Z";

  it("gives the ranks of a small set, and counts only calls", async () => {
    const every = Array.from({ length: 20 }, (_none, index) => ({
      at: noon,
      latencyMs: (index + 1) * 100,
      firstTokenMs: (index + 1) * 10,
    }));
    await insert([...every, { at: noon, kind: "AGENT", latencyMs: 90_000 }, { at: noon, kind: "TOOL" }]);
    const { points, whole } = await getTimings(ctx, { ...hour(noon), unit: "calls" });
    expect(points[0]).toEqual(whole);
    expect(whole).toMatchObject({
      total: 20,
      errors: 0,
      errorRate: 0,
      latencyP50Ms: 1000,
      latencyP95Ms: 1900,
      latencyP99Ms: 2000,
      firstTokenP50Ms: 100,
      firstTokenP95Ms: 190,
      firstTokenP99Ms: 200,
    });
  });

  it("measures output tokens from the first token to the end, of calls that streamed", async () => {
    await insert([
      { at: noon, latencyMs: 2_500, firstTokenMs: 500, output: 80 },
      { at: noon, latencyMs: 1_500, firstTokenMs: 500, output: 30 },
      { at: noon, latencyMs: 1_250, firstTokenMs: 250, output: 100 },
      { at: noon, latencyMs: 1_000, output: 5_000 },
      { at: noon, latencyMs: 1_000, firstTokenMs: 1_000, output: 5_000 },
      { at: noon, firstTokenMs: 100, output: 5_000 },
    ]);
    const { whole } = await getTimings(ctx, { ...hour(noon), unit: "calls" });
    expect(whole.total).toBe(6);
    expect(whole.tokensPerSecondP50).toBe(40);
    expect(whole.firstTokenP50Ms).not.toBeNull();
  });

  it("leaves what is missing unknown and counts zero", async () => {
    await insert([{ at: "2026-06-01T12:30:00Z", error: "timeout" }]);
    const { points, buckets } = await getTimings(ctx, { ...hour(noon), unit: "calls" });
    expect(points).toHaveLength(buckets.startsMs.length);
    const bucket = buckets.startsMs.indexOf(Date.parse("2026-06-01T12:30:00Z"));
    expect(points[bucket]).toMatchObject({ total: 1, errors: 1, errorRate: 1, latencyP50Ms: null });
    expect(points[bucket - 1]).toMatchObject({
      total: 0,
      errors: 0,
      errorRate: null,
      latencyP50Ms: null,
      tokensPerSecondP50: null,
    });
  });

  it("reads the latest version of a row, and nothing deleted", async () => {
    const key = { at: noon, traceId: "t", spanId: "s" };
    await insert([{ ...key, latencyMs: 100 }]);
    await insert([{ ...key, latencyMs: 700, version: 2 }]);
    await insert([{ at: noon, traceId: "t", spanId: "gone", latencyMs: 1 }]);
    await insert([{ at: noon, traceId: "t", spanId: "gone", version: 2, deleted: true }]);
    const { whole } = await getTimings(ctx, { ...hour(noon), unit: "calls" });
    expect(whole).toMatchObject({ total: 1, latencyP50Ms: 700 });
  });

  it("sets the period before beside the current one", async () => {
    await insert([
      { at: "2026-06-01T10:59:59.999Z", latencyMs: 1 },
      { at: "2026-06-01T11:00:00Z", latencyMs: 300 },
      { at: "2026-06-01T11:59:59.999Z", latencyMs: 500 },
      { at: noon, latencyMs: 900 },
    ]);
    const input = { ...hour(noon), unit: "calls" as const };
    const current = await getTimings(ctx, input);
    const previous = await getTimings(ctx, { ...input, period: "previous" });
    expect(current.whole).toMatchObject({ total: 1, latencyP50Ms: 900 });
    expect(previous.whole).toMatchObject({ total: 2, latencyP99Ms: 500 });
    expect(previous.buckets).toEqual(current.buckets);
    expect(previous.points[0]).toMatchObject({ total: 1, latencyP50Ms: 300 });
    expect(previous.points.at(-1)).toMatchObject({ total: 1, latencyP50Ms: 500 });
  });

  it("begins days at the midnight of the zone across a change of the clock", async () => {
    await insert([
      { at: "2026-03-28T22:59:59.999Z" },
      { at: "2026-03-28T23:00:00Z" },
      { at: "2026-03-29T21:59:59.999Z" },
      { at: "2026-03-29T22:00:00Z" },
    ]);
    const perDay = async (zone: string) => {
      const { buckets, points } = await getTimings(ctx, {
        projectId,
        fromMs: Date.parse("2026-01-15T00:00:00Z"),
        toMs: Date.parse("2026-04-15T00:00:00Z"),
        zone,
        unit: "calls",
      });
      return buckets.startsMs.flatMap((startMs, index) => {
        const total = points[index]?.total ?? 0;
        return total === 0 ? [] : [[new Date(startMs).toISOString(), total]];
      });
    };
    expect(await perDay("Europe/Zurich")).toEqual([
      ["2026-03-27T23:00:00.000Z", 1],
      ["2026-03-28T23:00:00.000Z", 2],
      ["2026-03-29T22:00:00.000Z", 1],
    ]);
    expect(await perDay("UTC")).toEqual([
      ["2026-03-28T00:00:00.000Z", 2],
      ["2026-03-29T00:00:00.000Z", 2],
    ]);
  });

  it("narrows to environments and models", async () => {
    await insert([
      { at: noon, environment: "production", model: "small" },
      { at: noon, environment: "production", model: "large" },
      { at: noon, environment: "staging", model: "small" },
    ]);
    const totalOf = async (filters: { environments?: string[]; models?: string[] }) =>
      (await getTimings(ctx, { ...hour(noon), unit: "calls", ...filters })).whole.total;
    expect(await totalOf({ environments: ["production"] })).toBe(2);
    expect(await totalOf({ models: ["small"] })).toBe(2);
    expect(await totalOf({ environments: ["production"], models: ["small"] })).toBe(1);
    expect(await totalOf({ environments: [], models: [] })).toBe(3);
    expect(await getHomeOptions(ctx, hour(noon))).toEqual({
      environments: [
        { name: "production", calls: 2 },
        { name: "staging", calls: 1 },
      ],
      models: [
        { name: "small", calls: 2 },
        { name: "large", calls: 1 },
      ],
    });
  });
});

describe("getTimings of traces", () => {
  it("spans from the first start to the last end, and fails with any of its spans", async () => {
    await insert([
      { at: "2026-06-01T12:00:00Z", traceId: "a", kind: "AGENT", latencyMs: 4_000, model: "" },
      {
        at: "2026-06-01T12:00:01Z",
        traceId: "a",
        latencyMs: 1_000,
        firstTokenMs: 200,
        output: 40,
        model: "m",
      },
      { at: "2026-06-01T12:00:02Z", traceId: "a", latencyMs: 3_500, firstTokenMs: 500, output: 40 },
      { at: "2026-06-01T12:00:03Z", traceId: "a", kind: "TOOL", error: "timeout" },
      { at: "2026-06-01T11:59:59Z", traceId: "b", kind: "AGENT" },
      { at: "2026-06-01T12:00:00Z", traceId: "b" },
      { at: "2026-06-01T12:59:59Z", traceId: "c", latencyMs: 10 },
      { at: "2026-06-01T13:00:30Z", traceId: "c", latencyMs: 500 },
    ]);
    const input = { ...hour("2026-06-01T12:00:00Z"), unit: "traces" as const };
    const { points, whole } = await getTimings(ctx, input);
    expect(points[0]).toMatchObject({
      total: 1,
      errors: 1,
      latencyP50Ms: 5_500,
      firstTokenP50Ms: 1_200,
      // 80 tokens in 0.8 s and 3 s.
      tokensPerSecondP50: expect.closeTo(80 / 3.8, 4),
    });
    expect(points.at(-1)).toMatchObject({ total: 1, latencyP50Ms: 31_500 });
    expect(whole.total).toBe(2);
    const filtered = await getTimings(ctx, { ...input, models: ["m"] });
    expect(filtered.whole).toMatchObject({ total: 1, latencyP50Ms: 5_500 });
  });
});

describe("getUsage", () => {
  const noon = "2026-06-01T12:00:00Z";

  it("adds money exactly, once, and says what has no price", async () => {
    await insert([
      { at: noon, cost: "0.000000000001", input: 10 },
      { at: noon, cost: "0.1", input: 10 },
      { at: noon, cost: "0.2", input: 10 },
      { at: noon, kind: "AGENT", cost: "0.300000000001", input: 30, billable: false },
      { at: noon, kind: "TOOL", cost: "0.05" },
      { at: noon, input: 7, output: 3 },
    ]);
    const { whole } = await getUsage(ctx, hour(noon));
    expect(whole).toMatchObject({
      calls: 4,
      cost: "0.350000000001",
      costPerCall: "0.0875",
      inputTokens: 37,
      outputTokens: 3,
      unpricedCalls: 1,
    });
  });

  it("measures the cache over the calls that speak of it", async () => {
    await insert([
      { at: noon, input: 1_000, cached: 750, output: 10, reasoning: 4 },
      { at: noon, input: 1_000, cached: 0, output: 10 },
      { at: noon, input: 8_000, output: 10 },
    ]);
    const { whole, points } = await getUsage(ctx, hour(noon));
    expect(whole).toMatchObject({
      inputTokens: 10_000,
      cachedTokens: 750,
      cacheHitRate: 0.375,
      cacheReadShare: 0.5,
      cacheReports: 2,
      outputTokens: 30,
      reasoningTokens: 4,
      cost: null,
      costPerCall: null,
    });
    expect(points[1]).toMatchObject({ calls: 0, inputTokens: null, cacheHitRate: null, cost: null });
  });

  it("breaks cost down by model, the dearest first, and says how many there are", async () => {
    await insert([
      ...Array.from({ length: 9 }, (_none, index) => ({
        at: noon,
        model: `m${index}`,
        cost: `0.0${index}1`,
      })),
      { at: "2026-06-01T12:30:00Z", model: "m0", cost: "0.2" },
      { at: noon, model: "free", input: 5 },
      { at: noon, kind: "TOOL", cost: "1" },
    ]);
    const { series, entities, buckets } = await getCostByModel(ctx, hour(noon));
    expect(entities).toBe(11);
    expect(series.map(({ name }) => name)).toEqual(["", "m0", "m8", "m7", "m6", "m5", "m4", "m3"]);
    const later = buckets.startsMs.indexOf(Date.parse("2026-06-01T12:30:00Z"));
    expect(series[1]).toMatchObject({ total: "0.201" });
    expect(series[1]?.values[0]).toBe("0.001");
    expect(series[1]?.values[later]).toBe("0.2");
    expect(series[2]?.values[later]).toBeNull();
  });
});

describe("getErrorsByClass", () => {
  it("counts calls once, and a trace in each class that it failed with", async () => {
    const noon = "2026-06-01T12:00:00Z";
    await insert([
      { at: noon, traceId: "a", error: "timeout" },
      { at: noon, traceId: "a", error: "timeout" },
      { at: noon, traceId: "a", error: "rate_limit" },
      { at: noon, traceId: "a", kind: "AGENT", error: "timeout" },
      { at: noon, traceId: "b", error: "" },
      { at: noon, traceId: "c" },
    ]);
    const totals = async (unit: "calls" | "traces") =>
      (await getErrorsByClass(ctx, { ...hour(noon), unit })).series.map(({ name, total }) => [name, total]);
    expect(await totals("calls")).toEqual([
      ["timeout", 2],
      ["rate_limit", 1],
      ["unknown", 1],
    ]);
    expect(await totals("traces")).toEqual([
      ["rate_limit", 1],
      ["timeout", 1],
      ["unknown", 1],
    ]);
  });
});

describe("access", () => {
  it("shows nothing of a project to strangers", async () => {
    const stranger = { ...ctx, actor: tenants.users.foreigner };
    const input = hour("2026-06-01T12:00:00Z");
    await expect(getTimings(stranger, { ...input, unit: "calls" })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(getUsage(stranger, input)).rejects.toMatchObject({ code: "not_found" });
    await expect(getCostByModel(stranger, input)).rejects.toMatchObject({ code: "not_found" });
    await expect(getErrorsByClass(stranger, { ...input, unit: "calls" })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(getHomeOptions(stranger, input)).rejects.toMatchObject({ code: "not_found" });
    await expect(hasTraces(stranger, { projectId })).rejects.toMatchObject({ code: "not_found" });
  });

  it("knows whether anything was ever sent", async () => {
    expect(await hasTraces(ctx, { projectId })).toBe(false);
    await insert([{ at: "2026-06-01T12:00:00Z" }]);
    expect(await hasTraces(ctx, { projectId })).toBe(true);
  });

  it("refuses a window that ends before it begins", async () => {
    const input = { ...hour("2026-06-01T12:00:00Z"), toMs: 0 };
    await expect(getUsage(ctx, input)).rejects.toMatchObject({ code: "invalid_request" });
  });
});
