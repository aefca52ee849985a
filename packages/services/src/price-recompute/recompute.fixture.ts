import type { ClickHouse } from "@plumbline/clickhouse/client";
import { RowBinaryWriter } from "@plumbline/clickhouse/row-binary";
import { spanIoTable } from "@plumbline/clickhouse/tables/span-io";
import { type SpanRow, spansTable } from "@plumbline/clickhouse/tables/spans";
import { createPriceBook } from "@plumbline/pricing/price-book";
import { priceSpan } from "@plumbline/pricing/price-span";

export const book = createPriceBook();
export const baseUs = Date.parse("2026-11-01T12:00:00Z") * 1_000;

/** A model call as the drainer writes it. */
export function callOf(
  projectId: string,
  spanId: string,
  changes: Partial<SpanRow> & { model?: string } = {},
): SpanRow {
  const { model = "our-model", ...row } = changes;
  const usage = row.usage ?? { inputTokens: 1_000, outputTokens: 10, totalTokens: 1_010 };
  const startTimeUs = row.startTimeUs ?? baseUs;
  const fields = { kind: "GENERATION", modelUsed: model, input: "text", ...row.fields } as const;
  return {
    projectId,
    traceId: `trace-${spanId}`,
    spanId,
    startTimeUs,
    source: "otlp",
    receivedAtUs: baseUs,
    rowVersion: baseUs,
    isDeleted: false,
    price: priceSpan(book, { kind: "GENERATION", modelUsed: model, startTimeUs, usage }),
    ...row,
    fields,
    usage,
  };
}

export async function store(clickhouse: ClickHouse, rows: readonly SpanRow[]): Promise<void> {
  const writer = new RowBinaryWriter();
  for (const row of rows) spansTable.encode(writer, row);
  await clickhouse.insertRowBinary("spans", spansTable.columns, writer.view(), { deduplicate: false });
}

/** Their text as well. */
export async function storeWithText(clickhouse: ClickHouse, rows: readonly SpanRow[]): Promise<void> {
  const writer = new RowBinaryWriter();
  for (const row of rows) spanIoTable.encode(writer, row);
  await clickhouse.insertRowBinary("span_io", spanIoTable.columns, writer.view());
  await store(clickhouse, rows);
}

/** Millionths as a plain decimal. */
export function micro(millionths: string): string {
  const digits = millionths.padStart(7, "0");
  const text = `${digits.slice(0, -6)}.${digits.slice(-6)}`.replace(/0+$/, "").replace(/\.$/, "");
  return text;
}
