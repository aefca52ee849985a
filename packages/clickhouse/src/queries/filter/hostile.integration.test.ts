import type { Filter } from "@plumbline/filters/filter";
import { createTestDatabase } from "@plumbline/testing/engines";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ClickHouse, createClickHouse } from "../../client.ts";
import { migrateClickHouse } from "../../migrate.ts";
import { RowBinaryWriter } from "../../row-binary.ts";
import { spansTable } from "../../tables/spans.ts";
import { listMatchingTraces } from "../trace/list-matching.ts";
import { compileFilter } from "./compile-filter.ts";
import { fromUs, toUs } from "./world.fixture.ts";

const projectId = "hostile";
const total = 1_000;
const atOnce = 50;

const written = [
  "' OR 1=1 --",
  "'; DROP TABLE spans; --",
  "{projectId:String}",
  "{filter0:String}",
  "\\'",
  "\\",
  "\n\n",
  "\t",
  "%_",
  "`project_id`",
  "/* */",
  "__proto__",
  "constructor",
  "NULL",
  "\\N",
  "[]",
  "['a','b']",
  "\u0000",
  "\u202e",
  "😀",
];

let clickhouse: ClickHouse;
let values: string[];

beforeAll(async () => {
  clickhouse = createClickHouse({ url: (await createTestDatabase()).clickhouseUrl });
  await migrateClickHouse(clickhouse);
  const made = fc.sample(fc.string({ unit: "binary", minLength: 1, maxLength: 40 }), {
    numRuns: 3 * total,
    seed: 1,
  });
  const sound = made.filter((value) => Buffer.from(value).toString() === value);
  values = [...new Set([...written, ...sound])].slice(0, total);
  const writer = new RowBinaryWriter();
  for (const [index, value] of values.entries()) {
    spansTable.encode(writer, {
      projectId,
      traceId: `trace-${index}`,
      spanId: "s",
      startTimeUs: fromUs + index,
      source: "otlp",
      receivedAtUs: fromUs,
      rowVersion: 1,
      isDeleted: false,
      fields: { userId: value, promptName: value, tags: [value], metadata: { [value]: value } },
      usage: {},
      price: {
        cost: null,
        inputCost: null,
        outputCost: null,
        costDetails: {},
        costSource: "",
        rateCardId: "",
        billable: false,
        billableReason: "",
      },
    });
  }
  await clickhouse.insertRowBinary("spans", spansTable.columns, writer.view());
});
afterAll(() => clickhouse.close());

async function find(filter: Filter): Promise<string[]> {
  const compiled = compileFilter(filter);
  const query = listMatchingTraces(compiled, { column: "startTime", direction: "asc" });
  const bound = { ...compiled.values, projectId, fromUs, toUs, nowUs: toUs, limit: total + 1, offset: 0 };
  return (await clickhouse.query(query, bound)).map(({ traceId }) => traceId);
}

test("a thousand hostile values and keys are literals, and nothing else", async () => {
  expect(values).toHaveLength(total);
  for (let from = 0; from < total; from += atOnce) {
    const some = values.slice(from, from + atOnce);
    const expected = some.map((_value, index) => `trace-${from + index}`);
    for (const field of ["user", "prompt", "tag"] as const) {
      expect(await find({ type: "compare", field, operator: "is", values: some })).toEqual(expected);
    }
    const operands = some.map(
      (value): Filter => ({
        type: "compare",
        field: "metadata",
        key: value,
        operator: "is",
        values: [value],
      }),
    );
    expect(await find({ type: "or", operands })).toEqual(expected);
  }
});
