import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { at, dayAt, hours, type LangfuseWorld, startWorld } from "./langfuse-world.fixture.ts";

let world: LangfuseWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.api.close());

describe("daily metrics", () => {
  const usage = (model: string | null, input: number, output: number, cost: number) => ({
    model,
    inputUsage: input,
    outputUsage: output,
    totalUsage: input + output,
    countTraces: 1,
    countObservations: 1,
    totalCost: cost,
  });
  const first = {
    date: dayAt(0),
    countTraces: 2,
    countObservations: 3,
    totalCost: 0.3,
    usage: [usage("gpt-4o-mini", 50, 10, 0.2), usage("gpt-4o", 100, 20, 0.1)],
  };
  const second = { date: dayAt(26), countTraces: 1, countObservations: 1, totalCost: 0, usage: [] };

  test("sum up each day, the latest first", async () => {
    expect(await world.get("metrics/daily")).toEqual({
      data: [second, first],
      meta: { page: 1, limit: 50, totalItems: 2, totalPages: 1 },
    });
    expect(await world.get("metrics/daily?limit=1&page=2")).toEqual({
      data: [first],
      meta: { page: 2, limit: 1, totalItems: 2, totalPages: 2 },
    });
  });

  test.each([
    ["userId=ada", { countTraces: 1, countObservations: 2, totalCost: 0.1 }],
    ["traceName=batch", { date: dayAt(26), countTraces: 1, countObservations: 1 }],
    ["tags=a&tags=b", { countTraces: 1, totalCost: 0.1 }],
    [`environment=default`, { countTraces: 1, countObservations: 1, totalCost: 0.2 }],
    [`toTimestamp=${at(hours(2))}`, { countTraces: 2, totalCost: 0.3 }],
  ])("of %s", async (query, expected) => {
    expect(await world.get(`metrics/daily?${query}`)).toMatchObject({ data: [expected] });
  });
});

test("what is no JSON is refused", async () => {
  expect((await world.ask("v2/metrics?query={")).status).toBe(400);
  expect((await world.ask("metrics")).status).toBe(400);
});
