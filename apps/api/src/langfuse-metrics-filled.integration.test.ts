import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { count, metric, path, rowsOf } from "./langfuse-metrics.fixture.ts";
import { at, hours, type LangfuseWorld, startWorld } from "./langfuse-world.fixture.ts";

let world: LangfuseWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.api.close());

const rows = (query: object, version?: string) => rowsOf(world, query, version);

describe("observations in the order of time", () => {
  const view = { view: "observations" };

  test("buckets without any are there with their counts, sums and what is unknown", async () => {
    const query = {
      ...view,
      dimensions: [{ field: "name" }],
      metrics: [count, metric("sum", "totalCost"), metric("p95", "latency")],
      timeDimension: { granularity: "hour" },
    };
    const data = await rows(query);
    expect(data).toHaveLength(59);
    expect(data[0]).toEqual({
      time_dimension: at(-hours(10)),
      name: null,
      count_count: 0,
      sum_totalCost: 0,
      p95_latency: null,
    });
    const orderBy = [{ field: "time_dimension", direction: "desc" }];
    expect((await rows({ ...query, orderBy }))[0]?.["time_dimension"]).toBe(at(hours(47)));
    // In another order, or where they do not fit, there are only those with rows.
    const byCount = [{ field: "count_count", direction: "desc" }];
    expect(await rows({ ...query, orderBy: byCount })).toHaveLength(4);
    expect(await rows({ ...query, config: { row_limit: 20 } })).toHaveLength(4);
  });
});

describe("traces", () => {
  const view = { view: "traces" };

  test("know their scores, people and sessions", async () => {
    const metrics = [
      metric("sum", "scoresCount"),
      metric("max", "scoresCount"),
      metric("count", "uniqueUserIds"),
      metric("sum", "uniqueSessionIds"),
    ];
    const counted = {
      sum_scoresCount: 4,
      max_scoresCount: 2,
      count_uniqueUserIds: 2,
      sum_uniqueSessionIds: 2,
    };
    expect(await rows({ ...view, metrics })).toEqual([counted]);
    expect(await rows({ ...view, metrics, dimensions: [{ field: "name" }] })).toEqual([
      { ...counted, name: "chat", sum_uniqueSessionIds: 1 },
      {
        name: "batch",
        sum_scoresCount: 0,
        max_scoresCount: 0,
        count_uniqueUserIds: 0,
        sum_uniqueSessionIds: 1,
      },
    ]);
    const { status, body } = await world.ask(path({ ...view, metrics: [metric("avg", "uniqueUserIds")] }));
    expect([status, body.errors]).toEqual([400, ["metrics: avg of uniqueUserIds"]]);
  });
});
