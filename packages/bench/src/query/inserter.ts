import { randomBytes } from "node:crypto";
import type { ClickHouse } from "@plumbline/clickhouse/client";
import { RowBinaryWriter } from "@plumbline/clickhouse/row-binary";
import type { Table } from "@plumbline/clickhouse/tables/define-table";
import { spanIoTable } from "@plumbline/clickhouse/tables/span-io";
import { type SpanRow, spansTable } from "@plumbline/clickhouse/tables/spans";
import type { Clock } from "@plumbline/runtime/clock";
import { seededRandom, seededText } from "../ingest/random.ts";
import { mainProject } from "./dataset-sql.ts";

const everyMs = 1_000;
const spansPerTrace = 10;

export interface Inserter {
  readonly insertedSpans: number;
  stop(): Promise<void>;
}

/** Ingestion beside the measured queries: one batch a second through the product's encoder and client. */
export function startInserter(clickhouse: ClickHouse, clock: Clock, spansPerSecond: number): Inserter {
  const random = seededRandom(7);
  let insertedSpans = 0;
  let stopped = false;
  let pending = Promise.resolve();
  const insertBatch = async () => {
    const rows = Array.from({ length: spansPerSecond / spansPerTrace }, () =>
      freshTrace(random, clock),
    ).flat();
    await Promise.all([insert(clickhouse, spansTable, rows), insert(clickhouse, spanIoTable, rows)]);
    insertedSpans += rows.length;
  };
  const timer = setInterval(() => {
    pending = pending.then(() => (stopped ? undefined : insertBatch()));
  }, everyMs);
  return {
    get insertedSpans() {
      return insertedSpans;
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      await pending;
    },
  };
}

async function insert(
  clickhouse: ClickHouse,
  table: Table<SpanRow>,
  rows: readonly SpanRow[],
): Promise<void> {
  const writer = new RowBinaryWriter();
  for (const row of rows) table.encode(writer, row);
  await clickhouse.insertRowBinary(table.name, table.columns, writer.view());
}

function freshTrace(random: () => number, clock: Clock): SpanRow[] {
  const traceId = randomBytes(16).toString("hex");
  const rootId = randomBytes(8).toString("hex");
  const startUs = clock.nowUs() - 3_000_000;
  return Array.from({ length: spansPerTrace }, (_none, place) => {
    const startTimeUs = startUs + place * 100_000;
    const generation = place % 2 === 1;
    return {
      projectId: mainProject,
      traceId,
      spanId: place === 0 ? rootId : randomBytes(8).toString("hex"),
      startTimeUs,
      source: "otlp",
      receivedAtUs: clock.nowUs(),
      rowVersion: 1,
      isDeleted: false,
      fields: {
        ...(place === 0 ? {} : { parentSpanId: rootId }),
        endTimeUs: startTimeUs + 500_000,
        kind: place === 0 ? "AGENT" : generation ? "GENERATION" : "TOOL",
        name: place === 0 ? "support-agent" : "step",
        environment: "production",
        ...(generation ? { provider: "openai", modelUsed: "gpt-4o" } : {}),
        input: seededText(random, 600),
        output: seededText(random, 400),
      },
      usage: generation ? { inputTokens: 500, outputTokens: 100, totalTokens: 600 } : {},
      price: {
        cost: generation ? "0.003" : null,
        inputCost: null,
        outputCost: null,
        costDetails: {},
        costSource: generation ? "price-book" : "",
        rateCardId: "",
        billable: generation,
        billableReason: "",
      },
    };
  });
}
