import type { SpanRow } from "@plumbline/clickhouse/tables/spans";
import type { CompleteSpanEvent, JournalEntry } from "@plumbline/contracts/events";
import type { FrozenBatch } from "@plumbline/journal/journal";
import { isDamagedRecord, type RecordLocation, readRecord } from "@plumbline/journal/read";
import type { PriceBook } from "@plumbline/pricing/price-book";
import { BatchRows, originOf } from "./batch-rows.ts";
import type { DrainDeps } from "./drain-deps.ts";
import type { BatchReport } from "./drain-protocol.ts";
import { foldTouchedSpans, insertParts } from "./fold-parts.ts";
import { contentToken, FaultLedger, insertRows } from "./insert-rows.ts";
import { decodeEntry } from "./journal-entry.ts";
import { buildSpanRow } from "./span-row.ts";
import type { RowOrigin, TableBatch } from "./table-batch.ts";

/**
 * Brings one frozen batch into ClickHouse. Resolves when every event of it is there or kept with the
 * reason why not. Running it again, whole or after a crash anywhere, changes nothing that is read: rows
 * follow from the journal and the fold alone, and their keys, versions and tokens repeat.
 * Throws FaultFlood when too many rows are refused, and whatever `patience` gives up with.
 */
export async function drainBatch(deps: DrainDeps, batch: FrozenBatch): Promise<BatchReport> {
  const rows = new BatchRows(new FaultLedger(batch.rows));
  const entries = deps.stages.measure("read", () => readEntries(batch, rows));
  const touched = await insertParts(deps, batch.id, entries, rows);
  if (touched.size > 0) await foldTouchedSpans(deps, batch.id, touched, rows);
  addCompleteSpans(deps, entries, rows);
  await insertAll(deps, batch.id, rows, touched.size > 0);
  return { ...rows.report(), cpuSeconds: deps.stages.take() };
}

/** A record that cannot be read is kept as a dead letter of its lane; the rest of the batch goes on. */
function readEntries(batch: FrozenBatch, rows: BatchRows): JournalEntry[] {
  const entries: JournalEntry[] = [];
  for (const location of batch.records) {
    const payload = readPayload(location, rows);
    if (payload === null) continue;
    rows.attempt(unreadableOrigin(location, payload), () => {
      entries.push(decodeEntry(payload));
    });
  }
  return entries;
}

function readPayload(location: RecordLocation, rows: BatchRows): Uint8Array | null {
  try {
    return readRecord(location);
  } catch (error) {
    if (!isDamagedRecord(error)) throw error;
    rows.damaged.push(location);
    rows.attempt(unreadableOrigin(location, null), () => {
      throw error;
    });
    return null;
  }
}

/** Two passes, so that a stage is timed once per batch and not once per span. */
function addCompleteSpans(deps: DrainDeps, entries: readonly JournalEntry[], rows: BatchRows): void {
  const priced: Array<{ row: SpanRow; origin: RowOrigin }> = [];
  deps.stages.measure("price", () => {
    for (const entry of entries) {
      for (const event of entry.events) {
        if (event.type !== "span") continue;
        const origin = originOf(entry, event);
        rows.attempt(origin, () => {
          priced.push({ row: buildCompleteRow(deps.book, entry, event), origin });
        });
      }
    }
  });
  deps.stages.measure("encode", () => {
    for (const { row, origin } of priced) {
      rows.addSpan(row, origin);
      rows.observe(row);
    }
    for (const entry of entries) rows.addScoresAndRejected(entry);
  });
}

/** A span sent twice is one row; when the two differ, the one that was received later is read. */
function buildCompleteRow(book: PriceBook, entry: JournalEntry, event: CompleteSpanEvent): SpanRow {
  const { projectId, source, receivedAtUs } = entry;
  const { traceId, spanId, fields } = event;
  const identity = { projectId, source, receivedAtUs, traceId, spanId };
  return buildSpanRow(book, identity, fields, fields.startTimeUs, receivedAtUs);
}

async function insertAll(deps: DrainDeps, batchId: string, rows: BatchRows, isFold: boolean): Promise<void> {
  const insert = <Row>(table: TableBatch<Row>, token: string): Promise<void> =>
    insertRows(deps.clickhouse, deps.patience, table, token, rows.ledger);
  // What is folded may have grown since the first attempt, and is then written again: no fixed token.
  const spanToken = (table: TableBatch<SpanRow>): string => {
    const token = `${batchId}:${table.table.name}`;
    return isFold ? contentToken(token, table.bytes()) : token;
  };
  // The text first: a span that can be seen has its text.
  await insert(rows.spanIo, spanToken(rows.spanIo));
  await insert(rows.spans, spanToken(rows.spans));
  await insert(rows.scores, `${batchId}:scores`);
  rows.addDeadLetters();
  await insert(rows.rejected, contentToken(`${batchId}:rejected_events`, rows.rejected.bytes()));
}

function unreadableOrigin(location: RecordLocation, payload: Uint8Array | null): RowOrigin {
  return {
    projectId: location.lane,
    source: "journal",
    receivedAtUs: Date.now() * 1_000,
    eventId: `record-${location.sequence}`,
    event: payload === null ? "" : Buffer.from(payload).toString("utf8"),
  };
}
