import { spanKinds, spanLevels } from "@plumbline/contracts/events";
import { createTestDatabase } from "@plumbline/testing/engines";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { type ClickHouse, createClickHouse, defineQuery } from "../client.ts";
import { RowBinaryWriter } from "../row-binary.ts";
import { deadLetterArrivalsTable, deadLettersTable } from "./dead-letters.ts";
import type { Table } from "./define-table.ts";
import { metricPointsTable } from "./metric-points.ts";
import { type ScoreRow, scoresTable } from "./scores.ts";
import { spanIoTable } from "./span-io.ts";
import { spanPartsTable } from "./span-parts.ts";
import { type SpanRow, spansTable } from "./spans.ts";

let clickhouse: ClickHouse;

beforeAll(async () => {
  const { clickhouseUrl } = await createTestDatabase();
  clickhouse = createClickHouse({ url: clickhouseUrl });
});
afterAll(() => clickhouse.close());

const anyRow = z.record(z.string(), z.unknown());

function select(sql: string): Promise<Array<Record<string, unknown>>> {
  return clickhouse.query(defineQuery({ name: "test", params: z.object({}), row: anyRow, sql }), {});
}

async function store<Row>(table: Table<Row>, rows: readonly Row[]): Promise<void> {
  const writer = new RowBinaryWriter();
  for (const row of rows) table.encode(writer, row);
  await clickhouse.insertRowBinary(table.name, table.columns, writer.view());
}

describe("column lists", () => {
  test.each([
    spansTable,
    spanIoTable,
    spanPartsTable,
    scoresTable,
    metricPointsTable,
    deadLettersTable,
    deadLetterArrivalsTable,
  ])("$name is what the server has", async ({ name, columns, types }) => {
    const described = await select(
      `SELECT name, type FROM system.columns
         WHERE database = currentDatabase() AND table = '${name}' ORDER BY position`,
    );
    expect(columns.map((column, index) => ({ name: column, type: types[index] }))).toEqual(described);
  });
});

const [earliestUs, latestUs] = [Date.UTC(2015, 0, 1) * 1_000, Date.UTC(2099, 0, 1) * 1_000];
const text = fc.string({ unit: "binary", maxLength: 260 });
const word = fc.string({ unit: "binary", maxLength: 20 });
const time = fc.integer({ min: earliestUs, max: latestUs });
const count = fc.nat({ max: Number.MAX_SAFE_INTEGER });
const texts = fc.dictionary(word, text, { maxKeys: 4 });
const money = fc.bigInt({ min: -(10n ** 18n - 1n), max: 10n ** 18n - 1n }).map((pico) => {
  const digits = (pico < 0n ? -pico : pico).toString().padStart(13, "0");
  return `${pico < 0n ? "-" : ""}${digits.slice(0, -12)}.${digits.slice(-12)}`;
});

const spanRow: fc.Arbitrary<SpanRow> = fc.record({
  projectId: word,
  traceId: word,
  spanId: fc.uuid(),
  startTimeUs: time,
  source: fc.constantFrom("otlp", "langfuse", "api"),
  receivedAtUs: time,
  rowVersion: fc.nat({ max: 2 ** 52 - 1 }),
  isDeleted: fc.boolean(),
  fields: fc.record(
    {
      parentSpanId: word,
      kind: fc.constantFrom(...spanKinds),
      name: word,
      endTimeUs: time,
      completionStartTimeUs: time,
      level: fc.constantFrom(...spanLevels),
      statusMessage: text,
      environment: word,
      userId: word,
      tags: fc.array(word, { maxLength: 4 }),
      public: fc.boolean(),
      modelUsed: word,
      promptVersion: fc.nat({ max: 4_294_967_295 }),
      finishReasons: fc.array(word, { maxLength: 2 }),
      usageDetails: fc.dictionary(word, count, { maxKeys: 4 }),
      input: text,
      output: text,
      systemInstructions: text,
      traceOutput: text,
      metadata: texts,
      traceMetadata: texts,
      attributes: texts,
    },
    { requiredKeys: [] },
  ),
  usage: fc.record(
    { inputTokens: count, outputTokens: count, totalTokens: count, reasoningTokens: count },
    { requiredKeys: [] },
  ),
  price: fc.record({
    cost: fc.option(money),
    inputCost: fc.option(money),
    outputCost: fc.option(money),
    costDetails: fc.dictionary(word, money, { maxKeys: 3 }),
    costSource: word,
    rateCardId: word,
    billable: fc.boolean(),
    billableReason: word,
  }),
});

function isoOf(us: number | undefined): string | null {
  if (us === undefined) return null;
  const seconds = new Date(Math.floor(us / 1_000_000) * 1_000).toISOString().slice(0, 19);
  return `${seconds}.${String(us % 1_000_000).padStart(6, "0")}Z`;
}

/** Without the zeros that say nothing, as the server prints it. */
function plain(amount: string | null): string | null {
  if (amount === null) return null;
  return amount.replace(/0+$/, "").replace(/\.$/, "").replace(/^-0$/, "0");
}

function expectedSpan(row: SpanRow): Record<string, unknown> {
  const { fields, usage, price } = row;
  return {
    project_id: row.projectId,
    trace_id: row.traceId,
    span_id: row.spanId,
    parent_span_id: fields.parentSpanId ?? "",
    start_time: isoOf(row.startTimeUs),
    end_time: isoOf(fields.endTimeUs),
    completion_start_time: isoOf(fields.completionStartTimeUs),
    kind: fields.kind ?? "SPAN",
    name: fields.name ?? "",
    level: fields.level ?? "DEFAULT",
    status_message: fields.statusMessage ?? "",
    environment: fields.environment ?? "default",
    source: row.source,
    user_id: fields.userId ?? "",
    tags: fields.tags ?? [],
    public: fields.public ?? false,
    model_used: fields.modelUsed ?? "",
    prompt_version: fields.promptVersion ?? null,
    finish_reasons: fields.finishReasons ?? [],
    input_tokens: usage.inputTokens ?? null,
    output_tokens: usage.outputTokens ?? null,
    total_tokens: usage.totalTokens ?? null,
    reasoning_tokens: usage.reasoningTokens ?? null,
    cache_read_tokens: null,
    usage_details: fields.usageDetails ?? {},
    cost: plain(price.cost),
    input_cost: plain(price.inputCost),
    output_cost: plain(price.outputCost),
    cost_details: Object.fromEntries(
      Object.entries(price.costDetails).map(([key, value]) => [key, plain(value)]),
    ),
    cost_source: price.costSource,
    rate_card_id: price.rateCardId,
    billable: price.billable,
    billable_reason: price.billableReason,
    input_bytes: Buffer.byteLength(fields.input ?? ""),
    output_bytes: Buffer.byteLength(fields.output ?? ""),
    metadata: fields.metadata ?? {},
    received_at: isoOf(row.receivedAtUs),
    row_version: row.rowVersion * 4_096,
    is_deleted: row.isDeleted ? 1 : 0,
  };
}

describe("rows come back as they went in", () => {
  test("spans and span_io", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(spanRow, { selector: (row) => row.spanId, minLength: 1, maxLength: 40 }),
        async (rows) => {
          await clickhouse.command("TRUNCATE TABLE spans");
          await clickhouse.command("TRUNCATE TABLE span_io");
          await store(spansTable, rows);
          await store(spanIoTable, rows);
          const spans = new Map((await select("SELECT * FROM spans")).map((row) => [row["span_id"], row]));
          const io = new Map((await select("SELECT * FROM span_io")).map((row) => [row["span_id"], row]));
          expect(spans.size).toBe(rows.length);
          for (const row of rows) {
            const stored = spans.get(row.spanId);
            expect(stored).toMatchObject(expectedSpan(row));
            const input = row.fields.input ?? "";
            const preview = String(stored?.["input_preview"]);
            expect(input.startsWith(preview)).toBe(true);
            expect(preview.length).toBeGreaterThanOrEqual(Math.min(input.length, 199));
            expect(io.get(row.spanId)).toMatchObject({
              project_id: row.projectId,
              start_time: isoOf(row.startTimeUs),
              input,
              output: row.fields.output ?? "",
              system_instructions: row.fields.systemInstructions ?? "",
              trace_output: row.fields.traceOutput ?? "",
              trace_metadata: row.fields.traceMetadata ?? {},
              attributes: row.fields.attributes ?? {},
              row_version: row.rowVersion * 4_096,
            });
          }
        },
      ),
      { numRuns: 15 },
    );
  });

  test("scores", async () => {
    const scoreRow: fc.Arbitrary<ScoreRow> = fc.record({
      projectId: word,
      timeUs: time,
      score: fc.record(
        {
          id: fc.uuid(),
          name: word,
          dataType: fc.constantFrom("NUMERIC", "CATEGORICAL", "BOOLEAN"),
          source: fc.constantFrom("API", "EVAL", "ANNOTATION"),
          timestampUs: time,
          traceId: word,
          value: fc.double({ noNaN: true, noDefaultInfinity: true }),
          stringValue: text,
          metadata: texts,
        },
        { requiredKeys: ["id", "name", "dataType", "source", "timestampUs"] },
      ),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(scoreRow, { selector: (row) => row.score.id, minLength: 1, maxLength: 30 }),
        async (rows) => {
          await clickhouse.command("TRUNCATE TABLE scores");
          await store(scoresTable, rows);
          const stored = new Map((await select("SELECT * FROM scores")).map((row) => [row["id"], row]));
          for (const { projectId, timeUs, score } of rows) {
            const row = stored.get(score.id);
            expect(row).toMatchObject({
              project_id: projectId,
              timestamp: isoOf(score.timestampUs),
              name: score.name,
              string_value: score.stringValue ?? "",
              metadata: score.metadata ?? {},
              row_version: timeUs,
            });
            // Minus zero is zero, whichever of the two comes back.
            const value = row?.["value"] ?? null;
            expect(typeof value === "number" ? value + 0 : value).toBe(
              score.value === undefined ? null : score.value + 0,
            );
          }
        },
      ),
      { numRuns: 10 },
    );
  });

  test("span_parts and dead_letters", async () => {
    await store(spanPartsTable, [
      {
        projectId: "p",
        traceId: "t",
        spanId: "",
        field: "name",
        rank: 1,
        timeUs: 1_760_000_000_000_001,
        hash: 2n ** 64n - 1n,
        value: "später\u0000",
        receivedAtUs: 1_760_000_000_999_999,
      },
    ]);
    expect(
      await select(
        "SELECT register.rank r, register.time_us t, toString(register.hash) h, register.value v, first_seen f FROM span_parts",
      ),
    ).toEqual([
      {
        r: 1,
        t: 1_760_000_000_000_001,
        h: "18446744073709551615",
        v: "später\u0000",
        f: "2025-10-09T08:53:20Z",
      },
    ]);
    const refused = { stage: "accept", code: "span.missing_id", reason: "why", raw: "{}" } as const;
    const identity = { projectId: "p", receivedAtUs: Date.now() * 1_000, eventId: "e", source: "otlp" };
    await store(deadLettersTable, [{ ...identity, ...refused }]);
    expect(await select("SELECT event_id, stage, code, reason, raw FROM dead_letters")).toEqual([
      { event_id: "e", ...refused },
    ]);
  });
});
