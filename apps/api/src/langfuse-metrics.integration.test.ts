import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { count, metric, path, rowsOf, window } from "./langfuse-metrics.fixture.ts";
import { at, dayAt, hours, type LangfuseWorld, startWorld } from "./langfuse-world.fixture.ts";

let world: LangfuseWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.api.close());

const rows = (query: object, version?: string) => rowsOf(world, query, version);

describe("observations", () => {
  const view = { view: "observations" };

  test("are counted, summed, averaged and ranked", async () => {
    const names = ["sum", "avg", "min", "max", "p50"];
    const metrics = [count, ...names.map((name) => metric(name, "latency")), metric("sum", "totalTokens")];
    expect(await rows({ ...view, metrics })).toEqual([
      {
        count_count: 4,
        sum_latency: 6_200,
        avg_latency: 6_200 / 3,
        min_latency: 200,
        max_latency: 4_000,
        p50_latency: 2_000,
        sum_totalTokens: 180,
      },
    ]);
  });

  test("cost to the last digit", async () => {
    const answer = await world.api.call(
      `/api/public/${path({ ...view, metrics: [metric("sum", "totalCost"), metric("max", "inputCost")] })}`,
    );
    expect(await answer.text()).toBe('{"data":[{"sum_totalCost":0.3,"max_inputCost":0.04}]}');
  });

  test.each([
    [
      "providedModelName",
      [
        [null, 2],
        ["gpt-4o", 1],
        ["gpt-4o-mini", 1],
      ],
    ],
    [
      "name",
      [
        ["answer", 2],
        ["lookup", 1],
        ["tick", 1],
      ],
    ],
    [
      "type",
      [
        ["GENERATION", 2],
        ["EVENT", 1],
        ["SPAN", 1],
      ],
    ],
    [
      "level",
      [
        ["DEFAULT", 3],
        ["ERROR", 1],
      ],
    ],
    [
      "environment",
      [
        ["prod", 3],
        ["default", 1],
      ],
    ],
    [
      "traceName",
      [
        ["chat", 3],
        ["batch", 1],
      ],
    ],
    [
      "tags",
      [
        [["a", "b"], 2],
        [[], 1],
        [["b"], 1],
      ],
    ],
    [
      "release",
      [
        [null, 2],
        ["r1", 2],
      ],
    ],
    [
      "promptName",
      [
        [null, 3],
        ["greeting", 1],
      ],
    ],
    [
      "promptVersion",
      [
        [null, 3],
        [3, 1],
      ],
    ],
    [
      "isRootObservation",
      [
        [true, 3],
        [false, 1],
      ],
    ],
  ])("are grouped by %s", async (field, expected) => {
    const data = await rows({ ...view, metrics: [count], dimensions: [{ field }] });
    const seen = data.map((row) => [row[field], row["count_count"]]);
    const texts = (list: readonly unknown[]) => new Set(list.map((row) => JSON.stringify(row)));
    expect(texts(seen)).toEqual(texts(expected));
  });

  test.each([
    ["minute", [at(0), at(hours(1)), at(hours(26))]],
    ["hour", [at(0), at(hours(1)), at(hours(26))]],
    ["day", [`${dayAt(0)}T00:00:00.000Z`, `${dayAt(26)}T00:00:00.000Z`]],
    ["auto", [at(-hours(1)), at(hours(26))]],
  ])("are cut by time: %s", async (granularity, expected) => {
    const data = await rows({ ...view, metrics: [count], timeDimension: { granularity } });
    const times = data.filter((row) => row["count_count"] !== 0).map((row) => String(row["time_dimension"]));
    if (granularity === "auto") expect(times.length).toBeGreaterThan(1);
    else expect(times).toEqual(expected);
    expect(data.reduce((sum, row) => sum + Number(row["count_count"]), 0)).toBe(4);
  });

  test.each(["week", "month"])("are cut by time: %s, which begins where it does", async (granularity) => {
    const data = await rows({ ...view, metrics: [count], timeDimension: { granularity } });
    for (const row of data) {
      const start = new Date(String(row["time_dimension"]));
      expect(granularity === "week" ? start.getUTCDay() : start.getUTCDate()).toBe(1);
    }
  });

  test("are filtered by what one cannot group by", async () => {
    const of = async (column: string, value: string) => {
      const filters = [{ type: "string", column, operator: "=", value }];
      return (await rows({ ...view, metrics: [count], filters }))[0]?.["count_count"];
    };
    expect([await of("userId", "ada"), await of("traceId", "t2"), await of("sessionId", "s2")]).toEqual([
      2, 1, 1,
    ]);
  });

  test("have histograms, scores, an order and a limit", async () => {
    const [row] = await rows({ ...view, metrics: [metric("histogram", "latency")], config: { bins: 2 } });
    const bins = row?.["histogram_latency"];
    expect(Array.isArray(bins) && bins.every((bin) => Array.isArray(bin) && bin.length === 3)).toBe(true);
    expect(await rows({ ...view, metrics: [metric("sum", "countScores")] })).toEqual([
      { sum_countScores: 1 },
    ]);
    const ordered = await rows({
      ...view,
      metrics: [metric("sum", "totalCost")],
      dimensions: [{ field: "providedModelName" }],
      orderBy: [{ field: "providedModelName", direction: "desc" }],
      config: { row_limit: 2 },
    });
    expect(ordered.map((each) => each["sum_totalCost"])).toEqual([0.2, 0.1]);
  });

  test("of a window without any are none, and their sums unknown", async () => {
    const metrics = [count, metric("sum", "totalCost"), metric("p95", "latency")];
    const empty = { fromTimestamp: at(-hours(5)), toTimestamp: at(-hours(4)) };
    expect(await rows({ ...view, ...empty, metrics })).toEqual([
      { count_count: 0, sum_totalCost: null, p95_latency: null },
    ]);
  });
});

describe("scores", () => {
  test("numeric and boolean ones have values", async () => {
    const metrics = [count, metric("avg", "value")];
    const data = await rows({ view: "scores-numeric", metrics, dimensions: [{ field: "name" }] });
    expect(data).toEqual([
      { name: "quality", count_count: 3, avg_value: expect.closeTo(0.55) },
      { name: "correct", count_count: 1, avg_value: 1 },
    ]);
    const flags = { view: "scores-boolean", metrics, dimensions: [{ field: "booleanValue" }] };
    expect(await rows(flags)).toEqual([{ booleanValue: true, count_count: 1, avg_value: 1 }]);
  });

  test("categories are counted", async () => {
    const query = { view: "scores-categorical", metrics: [count], dimensions: [{ field: "stringValue" }] };
    expect(await rows(query)).toEqual([{ stringValue: "kind", count_count: 1 }]);
  });

  test("know the span and the trace that they are about", async () => {
    const fields = ["observationName", "observationModelName", "observationPromptVersion", "traceName"];
    const query = {
      view: "scores-boolean",
      metrics: [count],
      dimensions: fields.map((field) => ({ field })),
    };
    expect(await rows(query)).toEqual([
      {
        observationName: "answer",
        observationModelName: "gpt-4o",
        observationPromptVersion: 3,
        traceName: "chat",
        count_count: 1,
      },
    ]);
  });
});

describe("traces", () => {
  const view = { view: "traces" };
  test("are counted, timed and priced", async () => {
    const metrics = [
      count,
      metric("sum", "observationsCount"),
      metric("sum", "totalCost"),
      metric("max", "latency"),
    ];
    expect(await rows({ ...view, metrics, dimensions: [{ field: "name" }] })).toEqual([
      { name: "chat", count_count: 2, sum_observationsCount: 3, sum_totalCost: 0.3, max_latency: 4_000 },
      { name: "batch", count_count: 1, sum_observationsCount: 1, sum_totalCost: null, max_latency: null },
    ]);
    const filters = [{ type: "arrayOptions", column: "tags", operator: "any of", value: ["a"] }];
    expect(await rows({ ...view, metrics: [count], filters })).toEqual([{ count_count: 1 }]);
  });

  test("are grouped by people in the first version only", async () => {
    const query = { ...view, metrics: [count], dimensions: [{ field: "userId" }] };
    const people = (await rows(query, "")).map(({ userId }) => userId);
    expect(new Set(people)).toEqual(new Set(["ada", "bob", null]));
    const { status, body } = await world.ask(path(query));
    expect([status, body.message]).toEqual([
      400,
      '"userId" has too many values to group by: use it in filters.',
    ]);
  });
});

test("what a root repeats of its children is counted once", async () => {
  const { api } = world;
  const costDetails = { input: 0.25, output: 0.5, total: 0.75 };
  const usageDetails = { input: 10, output: 5, total: 15 };
  const common = {
    traceId: "twice",
    startTime: at(hours(60)),
    endTime: at(hours(60) + 1),
    costDetails,
    usageDetails,
  };
  const event = (type: string, body: object) => ({ id: `e-${type}`, type, timestamp: at(hours(60)), body });
  const batch = [
    event("agent-create", { id: "root", ...common }),
    event("generation-create", { id: "leaf", parentObservationId: "root", model: "m", ...common }),
  ];
  await api.call("/api/public/ingestion", { method: "POST", body: JSON.stringify({ batch }) });
  await api.drained();
  const later = { fromTimestamp: at(hours(59)), toTimestamp: at(hours(61)) };
  const metrics = ["totalCost", "totalTokens"].map((measure) => metric("sum", measure));
  for (const view of ["observations", "traces"]) {
    expect(await rows({ view, ...later, metrics })).toEqual([{ sum_totalCost: 0.75, sum_totalTokens: 15 }]);
  }
  expect(await world.get(`metrics/daily?fromTimestamp=${at(hours(59))}`)).toMatchObject({
    data: [{ countObservations: 2, totalCost: 0.75 }],
  });
});

test.each([
  ["view", { view: "prompts", metrics: [count] }],
  ["metrics", { view: "observations", metrics: [] }],
  ["measure", { view: "observations", metrics: [metric("sum", "weight")] }],
  ["aggregation", { view: "observations", metrics: [metric("median", "latency")] }],
  ["dimension", { view: "observations", metrics: [count], dimensions: [{ field: "colour" }] }],
  ["too many values", { view: "observations", metrics: [count], dimensions: [{ field: "traceId" }] }],
  ["ordered by", { view: "observations", metrics: [count], orderBy: [{ field: "x", direction: "asc" }] }],
  ["row_limit", { view: "observations", metrics: [count], config: { row_limit: 1_001 } }],
  ["granularity", { view: "observations", metrics: [count], timeDimension: { granularity: "year" } }],
  ["toTimestamp", { view: "observations", metrics: [count], toTimestamp: window.fromTimestamp }],
  ["fromTimestamp", { view: "observations", metrics: [count], fromTimestamp: null }],
])("a query whose %s is wrong is refused with its name", async (name, query) => {
  const { status, body } = await world.ask(path(query));
  expect(status).toBe(400);
  expect(`${body.message} ${body.errors?.join()}`).toContain(name);
});
