import { type FieldName, fieldNames, fields } from "@plumbline/filters/fields";
import type { Filter, Operator } from "@plumbline/filters/filter";
import { createTestDatabase } from "@plumbline/testing/engines";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ClickHouse, createClickHouse } from "../../client.ts";
import { migrateClickHouse } from "../../migrate.ts";
import { countMatchingTraces } from "../trace/count-matching.ts";
import { histogramOfTraces } from "../trace/histogram.ts";
import { listFacetValues } from "../trace/list-facet-values.ts";
import { listMatchingTraces } from "../trace/list-matching.ts";
import { isNumeric } from "./comparison.ts";
import { type CompiledFilter, compileFilter } from "./compile-filter.ts";

let clickhouse: ClickHouse;
beforeAll(async () => {
  clickhouse = createClickHouse({ url: (await createTestDatabase()).clickhouseUrl });
  await migrateClickHouse(clickhouse);
});
afterAll(() => clickhouse.close());

const window = { projectId: "p", fromUs: 1_000_000_000_000_000, toUs: 2_000_000_000_000_000, nowUs: 1 };
const bound = (filter: CompiledFilter) => ({ ...window, ...filter.values });

function operatorsOf(field: FieldName): Operator[] {
  if (isNumeric(field)) return ["is", "gt", "gte", "lt", "lte", "exists"];
  const texts: Operator[] = ["is", "contains", "starts", "exists"];
  return fields[field].type === "map" ? [...texts, "gt", "gte", "lt", "lte"] : texts;
}

function leafOf(field: FieldName, operator: Operator): Filter {
  const number = isNumeric(field) || ["gt", "gte", "lt", "lte"].includes(operator);
  const values = operator === "exists" ? [] : number ? ["1.5", "0"] : ["a", "b"];
  return { type: "compare", field, operator, values, ...(fields[field].type === "map" ? { key: "k" } : {}) };
}

test.each(fieldNames)("%s can be asked for with each of its operators", async (field) => {
  for (const operator of operatorsOf(field)) {
    const leaf = leafOf(field, operator);
    const filter = compileFilter({ type: "and", operands: [leaf, { type: "not", operand: leaf }] });
    expect(await clickhouse.query(countMatchingTraces(filter), bound(filter))).toEqual([{ total: 0 }]);
  }
});

test.each(fieldNames.filter((name) => fields[name].facet))("%s has a facet", async (field) => {
  const filter = compileFilter({ type: "text", words: "some words", phrase: false });
  const query = listFacetValues(filter, field);
  if (query === null) throw new Error("no query");
  expect(await clickhouse.query(query, { ...bound(filter), prefix: "a", limit: 10 })).toEqual([]);
});

test("a list in any order and a histogram", async () => {
  const filter = compileFilter(null);
  const page = listMatchingTraces(filter, { column: "cost", direction: "asc" });
  expect(await clickhouse.query(page, { ...window, limit: 1, offset: 0 })).toEqual([]);
  expect(await clickhouse.query(histogramOfTraces(filter), { ...window, bucketUs: 60_000_000 })).toEqual([]);
});
