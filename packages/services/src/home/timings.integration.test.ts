import { describe, expect, it } from "vitest";
import { type HomeStage, setUpHome } from "./home.fixture.ts";
import { getHomeOptions, getTimings } from "./index.ts";

const stage = setUpHome();
const insert: HomeStage["insert"] = (spans) => stage().insert(spans);
const hour: HomeStage["hour"] = (from) => stage().hour(from);

describe("getTimings of calls", () => {
  const noon = "2026-06-01T12:00:00Z";

  it("gives the ranks of a small set, and counts only calls", async () => {
    const every = Array.from({ length: 20 }, (_none, index) => ({
      at: noon,
      latencyMs: (index + 1) * 100,
      firstTokenMs: (index + 1) * 10,
    }));
    await insert([...every, { at: noon, kind: "AGENT", latencyMs: 90_000 }, { at: noon, kind: "TOOL" }]);
    const { points, whole } = await getTimings(stage().ctx, { ...hour(noon), unit: "calls" });
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
    const { whole } = await getTimings(stage().ctx, { ...hour(noon), unit: "calls" });
    expect(whole.total).toBe(6);
    expect(whole.tokensPerSecondP50).toBe(40);
    expect(whole.firstTokenP50Ms).not.toBeNull();
  });

  it("leaves what is missing unknown and counts zero", async () => {
    await insert([{ at: "2026-06-01T12:30:00Z", error: "timeout" }]);
    const { points, buckets } = await getTimings(stage().ctx, { ...hour(noon), unit: "calls" });
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
    const { whole } = await getTimings(stage().ctx, { ...hour(noon), unit: "calls" });
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
    const current = await getTimings(stage().ctx, input);
    const previous = await getTimings(stage().ctx, { ...input, period: "previous" });
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
      const { buckets, points } = await getTimings(stage().ctx, {
        projectId: stage().projectId,
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
      (await getTimings(stage().ctx, { ...hour(noon), unit: "calls", ...filters })).whole.total;
    expect(await totalOf({ environments: ["production"] })).toBe(2);
    expect(await totalOf({ models: ["small"] })).toBe(2);
    expect(await totalOf({ environments: ["production"], models: ["small"] })).toBe(1);
    expect(await totalOf({ environments: [], models: [] })).toBe(3);
    expect(await getHomeOptions(stage().ctx, hour(noon))).toEqual({
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
    const { points, whole } = await getTimings(stage().ctx, input);
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
    const filtered = await getTimings(stage().ctx, { ...input, models: ["m"] });
    expect(filtered.whole).toMatchObject({ total: 1, latencyP50Ms: 5_500 });
  });
});
