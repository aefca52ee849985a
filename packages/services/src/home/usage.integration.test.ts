import { describe, expect, it } from "vitest";
import { type HomeStage, setUpHome } from "./home.fixture.ts";
import {
  getCostByModel,
  getErrorsByClass,
  getHomeOptions,
  getTimings,
  getUsage,
  hasTraces,
} from "./index.ts";

const stage = setUpHome();
const insert: HomeStage["insert"] = (spans) => stage().insert(spans);
const hour: HomeStage["hour"] = (from) => stage().hour(from);

describe("getUsage", () => {
  const noon = "2026-06-01T12:00:00Z";

  it("adds money exactly, once, and says what has no price", async () => {
    await insert([
      { at: noon, cost: "0.000000000001", input: 10 },
      { at: noon, cost: "0.1", input: 10 },
      { at: noon, cost: "0.2", input: 10 },
      { at: noon, kind: "AGENT", cost: "0.300000000001", input: 30, billable: false },
      { at: noon, cost: "9", billable: false },
      { at: noon, kind: "TOOL", cost: "0.05" },
      { at: noon, input: 7, output: 3 },
    ]);
    const { whole } = await getUsage(stage().ctx, hour(noon));
    expect(whole).toMatchObject({
      calls: 5,
      cost: "0.350000000001",
      costPerCall: "0.07",
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
    const { whole, points } = await getUsage(stage().ctx, hour(noon));
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
    const { series, entities, buckets } = await getCostByModel(stage().ctx, hour(noon));
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
      (await getErrorsByClass(stage().ctx, { ...hour(noon), unit })).series.map(({ name, total }) => [
        name,
        total,
      ]);
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
    const { projectId } = stage();
    const stranger = { ...stage().ctx, actor: stage().tenants.users.foreigner };
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
    const { projectId } = stage();
    expect(await hasTraces(stage().ctx, { projectId })).toBe(false);
    await insert([{ at: "2026-06-01T12:00:00Z" }]);
    expect(await hasTraces(stage().ctx, { projectId })).toBe(true);
  });

  it("refuses a window that ends before it begins", async () => {
    const input = { ...hour("2026-06-01T12:00:00Z"), toMs: 0 };
    await expect(getUsage(stage().ctx, input)).rejects.toMatchObject({ code: "invalid_request" });
  });
});
