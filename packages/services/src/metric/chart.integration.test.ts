import { beforeEach, describe, expect, test } from "vitest";
import { setUpHome } from "../home/home.fixture.ts";
import { getMetricChart, listMetricAttributes, listMetrics } from "./index.ts";

const stageOf = setUpHome();
const hour = "2026-11-20T10:00:00Z";

interface TestPoint {
  at: string;
  name?: string;
  series?: string;
  start?: string;
  kind?: string;
  unit?: string;
  temporality?: string;
  monotonic?: boolean;
  value?: number;
  count?: number;
  sum?: number | null;
  bounds?: number[];
  buckets?: number[];
  scale?: number;
  zeros?: number;
  positive?: [offset: number, counts: number[]];
  quantiles?: Record<string, number>;
  attributes?: Record<string, string>;
}

const time = (iso: string) => `parseDateTime64BestEffort('2026-11-20T${iso}Z', 6, 'UTC')`;

async function insert(points: TestPoint[]): Promise<void> {
  const { ctx, projectId } = stageOf();
  const rows = points.map((point) => {
    const entries = Object.entries(point.attributes ?? {}).map(([key, value]) => `'${key}', '${value}'`);
    return `('${projectId}', '${point.name ?? "m"}', ${time(point.at)}, '${point.series ?? "s"}',
      ${point.start === undefined ? "NULL" : time(point.start)}, '${point.unit ?? ""}', '${point.kind ?? "sum"}',
      '${point.temporality ?? "delta"}', ${point.monotonic ?? true}, ${point.value ?? "NULL"},
      ${point.count ?? "NULL"}, ${point.sum ?? "NULL"}, [${(point.bounds ?? []).join()}], [${(point.buckets ?? []).join()}],
      ${point.scale ?? "NULL"}, ${point.zeros ?? 0}, ${point.positive?.[0] ?? 0}, [${(point.positive?.[1] ?? []).join()}],
      [${Object.keys(point.quantiles ?? {}).join()}], [${Object.values(point.quantiles ?? {}).join()}],
      map(${entries.join(", ")}), 1)`;
  });
  await ctx.clickhouse.command(
    `INSERT INTO metric_points (project_id, metric_name, time, series, start_time, unit, kind, temporality,
      monotonic, value, count, sum, bounds, bucket_counts, scale, zero_count, positive_offset, positive_counts,
      quantiles, quantile_values, attributes, row_version) VALUES ${rows.join(", ")}`,
  );
}

async function chart(changes: { groupBy?: string; name?: string } = {}) {
  const found = await getMetricChart(stageOf().ctx, { ...stageOf().hour(hour), name: "m", ...changes });
  if (found === null) throw new Error("no such metric");
  return found;
}

/** Values by minute of the hour, what is not known left out. */
function byMinute(values: readonly (number | null)[] | undefined): Record<number, number> {
  const known = (values ?? []).flatMap((value, minute) => (value === null ? [] : [[minute, value] as const]));
  return Object.fromEntries(known);
}

describe("a sum", () => {
  test("of deltas is their rate; the same point twice counts once", async () => {
    const point = { at: "10:01:30", value: 60 };
    await insert([point]);
    await insert([point, { at: "10:05:10", value: 30 }, { at: "10:05:20", value: 30, series: "other" }]);
    const { kind, groups, buckets } = await chart();
    expect([kind, buckets.step]).toEqual(["sum", { amount: 1, unit: "minute" }]);
    expect(groups).toHaveLength(1);
    expect(groups[0]?.statistics[0]?.statistic).toBe("rate");
    expect(byMinute(groups[0]?.statistics[0]?.values)).toEqual({ 1: 1, 5: 1 });
    expect(groups[0]?.statistics[0]?.whole).toBeCloseTo(120 / 3_600, 9);
  });

  test("of cumulative points is what each adds; a restart begins at nothing", async () => {
    const cumulative = { temporality: "cumulative", start: "08:00:00" };
    await insert([
      { ...cumulative, at: "09:59:00", value: 600 },
      { ...cumulative, at: "10:00:30", value: 660 },
      { ...cumulative, at: "10:01:30", value: 780 },
      { ...cumulative, at: "10:02:30", value: 30, start: "10:02:00" },
      // A series whose beginning lies before what was read: only what follows is known.
      { ...cumulative, at: "10:10:00", value: 5_000, series: "late" },
      { ...cumulative, at: "10:11:00", value: 5_006, series: "late" },
    ]);
    const { groups } = await chart();
    expect(byMinute(groups[0]?.statistics[0]?.values)).toEqual({ 0: 1, 1: 2, 2: 0.5, 11: 0.1 });
  });

  test("that goes down too is read like a gauge", async () => {
    await insert([
      { at: "10:00:10", value: 4, monotonic: false, temporality: "cumulative" },
      { at: "10:00:20", value: -2, monotonic: false, temporality: "cumulative" },
    ]);
    const { kind, groups } = await chart();
    expect(kind).toBe("gauge");
    expect(groups[0]?.statistics).toMatchObject([{ statistic: "average", whole: 1 }]);
  });
});

describe("a histogram", () => {
  const shape = { kind: "histogram", unit: "s", bounds: [1, 2, 4] };
  const delta = [
    { ...shape, at: "10:00:30", count: 10, sum: 15, buckets: [5, 5, 0, 0], attributes: { model: "a" } },
    { ...shape, at: "10:01:30", count: 4, sum: 12, buckets: [0, 0, 4, 0], attributes: { model: "a" } },
  ];

  test("has p50, p95 and the average of each bucket", async () => {
    await insert(delta);
    const { kind, unit, groups } = await chart();
    expect([kind, unit]).toEqual(["histogram", "s"]);
    const [p50, p95, average] = groups[0]?.statistics ?? [];
    expect([p50, p95, average].map((one) => one?.statistic)).toEqual(["p50", "p95", "average"]);
    expect(byMinute(p50?.values)).toEqual({ 0: 1, 1: 3 });
    expect(byMinute(p95?.values)).toEqual({ 0: 1.9, 1: 3.9 });
    expect(byMinute(average?.values)).toEqual({ 0: 1.5, 1: 3 });
    expect(average?.whole).toBeCloseTo(27 / 14, 9);
  });

  test("of cumulative points shows the same", async () => {
    const since = { temporality: "cumulative", start: "10:00:00" };
    await insert([
      { ...delta[0], ...since, at: "10:00:30" },
      { ...delta[1], ...since, at: "10:01:30", count: 14, sum: 27, buckets: [5, 5, 4, 0] },
    ]);
    const { groups } = await chart();
    expect(byMinute(groups[0]?.statistics[0]?.values)).toEqual({ 0: 1, 1: 3 });
    expect(byMinute(groups[0]?.statistics[2]?.values)).toEqual({ 0: 1.5, 1: 3 });
  });

  test("without sums has no average", async () => {
    await insert([{ ...shape, at: "10:00:30", count: 1, buckets: [1, 0, 0, 0] }]);
    expect((await chart()).groups[0]?.statistics[2]?.whole).toBeNull();
  });

  test("falls into groups by an attribute, the one with the most first", async () => {
    await insert([
      ...delta,
      {
        ...shape,
        at: "10:00:40",
        series: "b",
        count: 90,
        sum: 90,
        buckets: [90, 0, 0, 0],
        attributes: { model: "b" },
      },
      { ...shape, at: "10:00:40", series: "c", count: 1, sum: 1, buckets: [1, 0, 0, 0] },
    ]);
    const { groups, entities } = await chart({ groupBy: "model" });
    expect([groups.map(({ name }) => name), entities]).toEqual([["b", "a", ""], 3]);
    expect(byMinute(groups[1]?.statistics[0]?.values)).toEqual({ 0: 1, 1: 3 });
  });
});

describe("an exponential histogram", () => {
  const shape = { kind: "exponential", unit: "s" };

  test("has the same statistics; points of any scales are brought to one", async () => {
    await insert([
      // Scale 1, four buckets from index 0: (1, √2], (√2, 2], (2, 2√2], (2√2, 4].
      { ...shape, at: "10:00:30", count: 20, sum: 40, scale: 1, positive: [0, [5, 5, 5, 5]] },
      { ...shape, at: "10:00:40", count: 20, sum: 40, scale: 0, positive: [0, [10, 10]], series: "other" },
      { ...shape, at: "10:01:30", count: 4, sum: 0, scale: 3, zeros: 4 },
    ]);
    const { kind, groups } = await chart();
    expect(kind).toBe("histogram");
    const [p50, p95, average] = groups[0]?.statistics ?? [];
    expect(p50?.values[0]).toBeCloseTo(2, 9);
    expect(p95?.values[0]).toBeCloseTo(2 * 2 ** 0.9, 9);
    expect(byMinute(average?.values)).toEqual({ 0: 2, 1: 0 });
    expect(p50?.values[1]).toBe(0);
  });

  test("that counts on and grows coarser meanwhile tells what each point added", async () => {
    const since = { temporality: "cumulative", start: "10:00:00" };
    await insert([
      { ...shape, ...since, at: "10:00:30", count: 4, sum: 6, scale: 1, positive: [-2, [1, 1, 1, 1]] },
      // At scale 0 the first point would be {-1: 2, 0: 2}: what was added is ten in (4, 8].
      { ...shape, ...since, at: "10:01:30", count: 14, sum: 66, scale: 0, positive: [-1, [2, 2, 0, 10]] },
      // A restart begins at nothing.
      {
        ...shape,
        ...since,
        start: "10:02:00",
        at: "10:02:30",
        count: 2,
        sum: 2,
        scale: 0,
        positive: [-1, [2]],
      },
      // One that grows finer is read as coarse as the one before: two more in (1, 2].
      {
        ...shape,
        ...since,
        start: "10:02:00",
        at: "10:03:30",
        count: 4,
        sum: 5,
        scale: 1,
        positive: [-2, [1, 1, 2]],
      },
    ]);
    const { groups } = await chart();
    const [p50, , average] = groups[0]?.statistics ?? [];
    expect(p50?.values[1]).toBeCloseTo(4 * Math.SQRT2, 9);
    expect(p50?.values[2]).toBeCloseTo(Math.SQRT1_2, 9);
    expect(p50?.values[3]).toBeCloseTo(Math.SQRT2, 9);
    expect(byMinute(average?.values)).toEqual({ 0: 1.5, 1: 6, 2: 1, 3: 1.5 });
  });

  test("of one sender and the cut buckets of another are one metric", async () => {
    await insert([
      { ...shape, at: "10:00:30", count: 10, sum: 15, scale: 0, positive: [0, [10]] },
      {
        at: "10:00:40",
        kind: "histogram",
        unit: "s",
        count: 30,
        sum: 90,
        bounds: [2, 4],
        buckets: [0, 30, 0],
        series: "cut",
      },
    ]);
    const [p50, , average] = (await chart()).groups[0]?.statistics ?? [];
    expect(p50?.values[0]).toBeCloseTo(2 + 2 * (10 / 30), 9);
    expect(average?.values[0]).toBeCloseTo(105 / 40, 9);
  });
});

describe("a summary", () => {
  const shape = { kind: "summary", temporality: "", unit: "s", count: 10, sum: 10 };

  test("shows the quantiles of each series as they are, and adds none up", async () => {
    await insert([
      { ...shape, at: "10:00:10", quantiles: { "0.5": 9, "0.999": 9 }, attributes: { model: "a" } },
      { ...shape, at: "10:00:30", quantiles: { "0.5": 1, "0.999": 3 }, attributes: { model: "a" } },
      { ...shape, at: "10:05:30", quantiles: { "0.5": 2 }, attributes: { model: "a" } },
      { ...shape, at: "10:00:30", quantiles: { "0.5": 7 }, series: "z", attributes: { model: "b" } },
    ]);
    const { kind, groups, entities } = await chart();
    expect([kind, entities]).toEqual(["summary", 2]);
    expect(groups.map(({ name }) => name)).toEqual(["model a", "model b"]);
    const [p50, p999] = groups[0]?.statistics ?? [];
    expect([p50?.statistic, p999?.statistic]).toEqual(["p50", "p99.9"]);
    expect([byMinute(p50?.values), p50?.whole]).toEqual([{ 0: 1, 5: 2 }, 2]);
    expect([byMinute(p999?.values), p999?.whole]).toEqual([{ 0: 3 }, 3]);
    expect(byMinute(groups[1]?.statistics[0]?.values)).toEqual({ 0: 7 });
    expect((await chart({ groupBy: "model" })).groups.map(({ name }) => name)).toEqual(["a", "b"]);
  });
});

describe("metrics", () => {
  beforeEach(() =>
    insert([
      { at: "10:00:10", name: "b", value: 1, attributes: { model: "x", region: "eu" } },
      { at: "10:00:20", name: "b", value: 1, attributes: { model: "y", region: "eu" } },
      { at: "10:00:10", name: "a", kind: "gauge", temporality: "", unit: "Cel", value: 1 },
      { at: "12:00:00", name: "later", value: 1 },
    ]),
  );

  test("are listed by name, those of the window only", async () => {
    const { ctx, hour: window } = stageOf();
    expect(await listMetrics(ctx, window(hour))).toEqual([
      { name: "a", unit: "Cel", kind: "gauge", points: 1, lastAt: "2026-11-20T10:00:10.000Z" },
      { name: "b", unit: "", kind: "sum", points: 2, lastAt: "2026-11-20T10:00:20.000Z" },
    ]);
  });

  test("say what they can be grouped by", async () => {
    const { ctx, hour: window } = stageOf();
    expect(await listMetricAttributes(ctx, { ...window(hour), name: "b" })).toEqual([
      { key: "model", values: 2 },
      { key: "region", values: 1 },
    ]);
  });

  test("that are not there have no chart, and a hostile name is only a name", async () => {
    for (const name of ["none", "later", "b' OR 1=1 --"]) {
      const { ctx, hour: window } = stageOf();
      expect(await getMetricChart(ctx, { ...window(hour), name })).toBeNull();
    }
    const { groups } = await chart({ name: "b", groupBy: "') OR 1=1 --" });
    expect(groups.map(({ name }) => name)).toEqual([""]);
  });

  test("of a project are not for strangers", async () => {
    const { ctx, tenants, hour: window } = stageOf();
    const stranger = { ...ctx, actor: tenants.users.stranger };
    await expect(listMetrics(stranger, window(hour))).rejects.toMatchObject({ code: "not_found" });
    const input = { ...window(hour), name: "b" };
    await expect(getMetricChart(stranger, input)).rejects.toMatchObject({ code: "not_found" });
    await expect(listMetricAttributes(stranger, input)).rejects.toMatchObject({ code: "not_found" });
  });
});
