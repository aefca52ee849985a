import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { at, filter, hours, type LangfuseWorld, type Paged, startWorld } from "./langfuse-world.fixture.ts";

let world: LangfuseWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.api.close());

const is = (column: string, value: string) => ({ type: "string", column, operator: "=", value });
const text = (column: string, operator: string, value: string) => ({
  type: "string",
  column,
  operator,
  value,
});
const number = (column: string, operator: string, value: number) => ({
  type: "number",
  column,
  operator,
  value,
});

describe.each(["observations", "v2/observations"])("%s by filter", (path) => {
  test.each([
    [[is("id", "g1")], ["g1"]],
    [[text("name", "contains", "nswe")], ["g1", "g2"]],
    [[text("name", "contains", "NSWE")], []],
    [[text("name", "does not contain", "o")], ["e3", "g1", "g2"]],
    [[text("name", "ends with", "er")], ["g1", "g2"]],
    [[text("name", "starts with", "l")], ["p1"]],
    [[{ type: "stringOptions", column: "type", operator: "any of", value: ["SPAN", "EVENT"] }], ["e3", "p1"]],
    [
      [{ type: "stringOptions", column: "type", operator: "none of", value: ["SPAN", "EVENT"] }],
      ["g1", "g2"],
    ],
    [[number("latency", ">=", 2)], ["g1", "g2"]],
    [[number("latency", ">", 2)], ["g2"]],
    [[number("totalCost", "=", 0.1)], ["g1"]],
    [[number("totalCost", ">", 0.1)], ["g2"]],
    [[number("inputTokens", "<", 100)], ["g2"]],
    [[number("tokensPerSecond", ">", 9)], ["g1"]],
    [[number("timeToFirstToken", "<=", 0.5)], ["g1"]],
    [[number("promptVersion", "=", 3)], ["g1"]],
    [[{ type: "datetime", column: "startTime", operator: ">", value: at(100) }], ["e3", "g2"]],
    [[{ type: "null", column: "statusMessage", operator: "is not null" }], ["p1"]],
    [[{ type: "null", column: "endTime", operator: "is null" }], ["e3"]],
    [[{ type: "stringObject", column: "metadata", key: "short", operator: "=", value: "y" }], ["g1"]],
    [[{ type: "arrayOptions", column: "traceTags", operator: "all of", value: ["a", "b"] }], ["g1", "p1"]],
    [[{ type: "arrayOptions", column: "traceTags", operator: "any of", value: ["b"] }], ["e3", "g1", "p1"]],
    [[{ type: "arrayOptions", column: "traceTags", operator: "none of", value: ["a"] }], ["e3", "g2"]],
    [[is("traceName", "chat"), is("userId", "bob")], ["g2"]],
    [[{ type: "boolean", column: "isRootObservation", operator: "<>", value: true }], ["p1"]],
    [[text("input", "matches", "why")], ["g1"]],
    [[is("output", "Because.")], ["g1"]],
    [[is("name", "' OR 1=1 --")], []],
    [[{ type: "stringObject", column: "metadata", key: "__proto__", operator: "=", value: "x" }], []],
  ])("%j finds %j", async (conditions, ids) => {
    expect(await world.ids(`${path}?${filter(...conditions)}`)).toEqual(ids);
  });

  test.each([
    ["unknown column", is("colour", "red")],
    ["operator", text("name", "like", "a")],
    ["type", number("name", "=", 1)],
    ["value", { type: "string", column: "name", operator: "=", value: 7 }],
    ["key", { type: "stringObject", column: "metadata", operator: "=", value: "x" }],
    ["time", { type: "datetime", column: "startTime", operator: ">", value: "soon" }],
    ["list", { type: "stringOptions", column: "name", operator: "any of", value: "a" }],
  ])("refuses a wrong %s with a sentence", async (_what, condition) => {
    const { status, body } = await world.ask(`${path}?${filter(condition)}`);
    expect([status, body.error]).toEqual([400, "InvalidRequestError"]);
    expect(body.message).toMatch(/"(colour|name|metadata|startTime)".*\./);
  });
});

describe("traces by filter", () => {
  const options = (column: string, operator: string, ...value: string[]) => ({
    type: "arrayOptions",
    column,
    operator,
    value,
  });
  test.each([
    [[is("id", "t2")], ["t2"]],
    [[is("name", "chat"), text("userId", "starts with", "b")], ["t2"]],
    [[options("tags", "all of", "a", "b")], ["t1"]],
    [[options("tags", "none of", "a")], ["t2", "t3"]],
    [[is("environment", "default")], ["t2"]],
    [[number("totalCost", ">=", 0.1)], ["t1", "t2"]],
    [[number("totalCost", ">", 0.1)], ["t2"]],
    [[number("latency", "=", 4)], ["t2"]],
    [[number("errorCount", "=", 1)], ["t1"]],
    [[is("level", "ERROR")], ["t1"]],
    [[number("inputCost", "=", 0.04)], ["t1"]],
    [[number("totalTokens", "<", 100)], ["t2"]],
    [[{ type: "datetime", column: "timestamp", operator: ">=", value: at(hours(1)) }], ["t2", "t3"]],
    [[{ type: "datetime", column: "timestamp", operator: "<", value: at(hours(1)) }], ["t1"]],
    [[{ type: "stringObject", column: "metadata", key: "plan", operator: "=", value: "gold" }], ["t1"]],
    [[{ type: "numberObject", column: "metadata", key: "seats", operator: ">", value: 6 }], ["t1"]],
    [
      [{ type: "categoryOptions", column: "metadata", key: "plan", operator: "none of", value: ["gold"] }],
      ["t2", "t3"],
    ],
    [[{ type: "numberObject", column: "scores_avg", key: "quality", operator: ">", value: 0.8 }], ["t1"]],
    [
      [
        {
          type: "categoryOptions",
          column: "score_categories",
          key: "tone",
          operator: "any of",
          value: ["kind"],
        },
      ],
      ["t2"],
    ],
    [
      [{ type: "booleanObject", column: "score_booleans", key: "correct", operator: "=", value: true }],
      ["t1"],
    ],
    [
      [{ type: "booleanObject", column: "score_booleans", key: "correct", operator: "<>", value: true }],
      ["t2", "t3"],
    ],
    [[{ type: "boolean", column: "bookmarked", operator: "=", value: true }], []],
    [[{ type: "null", column: "userId", operator: "is null" }], ["t3"]],
  ])("%j finds %j", async (conditions, ids) => {
    expect(await world.ids(`traces?${filter(...conditions)}`)).toEqual(ids);
  });

  test("take the place of the other parameters, and keep order and pages", async () => {
    const query = `traces?name=none&limit=2&orderBy=timestamp.asc&${filter(text("name", "contains", "a"))}`;
    const { data, meta } = await world.get<Paged<{ id: string }>>(query);
    expect(data.map(({ id }) => id)).toEqual(["t1", "t2"]);
    expect(meta).toEqual({ page: 1, limit: 2, totalItems: 3, totalPages: 2 });
  });

  test("know what is bookmarked", async () => {
    const { api, ids, get } = world;
    const row = { projectId: api.projectId, traceId: "t3", createdByUserId: "u" };
    await api.db.bookmark.create({ data: row });
    const bookmarked = { type: "boolean", column: "bookmarked", operator: "=", value: true };
    expect(await ids(`traces?${filter(bookmarked)}`)).toEqual(["t3"]);
    expect(await get("traces/t3")).toMatchObject({ bookmarked: true });
    await api.db.bookmark.deleteMany({ where: row });
  });
});
