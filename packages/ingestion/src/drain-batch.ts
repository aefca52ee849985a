import type { ClickHouse } from "@plumbline/clickhouse/client";
import type { SpanRow } from "@plumbline/clickhouse/tables/spans";
import type { CompleteSpanEvent, JournalEntry, SpanFields } from "@plumbline/contracts/events";
import type { FrozenBatch } from "@plumbline/journal/journal";
import { isDamagedRecord, ReadAhead, type RecordLocation, readRecord } from "@plumbline/journal/read";
import type { PriceBook } from "@plumbline/pricing/price-book";
import { BatchRows } from "./batch-rows.ts";
import { countMissingUsage } from "./count-tokens/count-missing-usage.ts";
import type { DrainDeps } from "./drain-deps.ts";
import type { BatchReport } from "./drain-protocol.ts";
import { addParts, foldTouchedSpans, type TouchedSpans } from "./fold-parts.ts";
import { contentToken, FaultLedger, insertRows } from "./insert-rows.ts";
import { decodeEntry } from "./journal-entry.ts";
import { EventOrigin, type ReadEntry, RecordOrigin, type RowOrigin } from "./row-origin.ts";
import { buildSpanRow } from "./span-row.ts";
import type { TableBatch } from "./table-batch.ts";

/**
 * Brings one frozen batch into ClickHouse. Resolves when every event of it is there or kept with the
 * reason why not. Running it again, whole or after a crash anywhere, changes nothing that is read: rows
 * follow from the journal and the fold alone, and their keys, versions and tokens repeat.
 * Throws FaultFlood when too many rows are refused, and whatever `patience` gives up with.
 */
export async function drainBatch(given: DrainDeps, batch: FrozenBatch): Promise<BatchReport> {
  const deps = batch.replay ? { ...given, clickhouse: withoutDeduplication(given.clickhouse) } : given;
  const rows = new BatchRows(new FaultLedger(batch.rows));
  const touched: TouchedSpans = new Map();
  for (const group of groupsOf(batch.records)) await prepareGroup(deps, group, rows, touched);
  await insertRows(deps.clickhouse, deps.patience, rows.parts, `${batch.id}:span_parts`, rows.ledger);
  if (touched.size > 0) {
    await foldTouchedSpans(deps, batch.id, touched, rows, () => insertSpans(deps, batch.id, rows, true));
  }
  await insertAll(deps, batch.id, rows, touched.size > 0);
  const report = rows.report();
  rows.giveBack();
  return { ...report, cpuSeconds: deps.stages.take() };
}

/**
 * A replay repairs what an unclean stop may have cost: ClickHouse can remember the token of a block whose
 * part never reached the disk. Every table collapses repeated rows by itself.
 */
function withoutDeduplication(clickhouse: ClickHouse): ClickHouse {
  return {
    ...clickhouse,
    insertRowBinary: (table, columns, bytes) =>
      clickhouse.insertRowBinary(table, columns, bytes, { deduplicate: false }),
  };
}

/** Small enough for its events to die young, large enough for the timing of a stage to cost nothing. */
const groupEvents = 200;

function* groupsOf(records: readonly RecordLocation[]): Generator<RecordLocation[]> {
  let group: RecordLocation[] = [];
  let events = 0;
  for (const record of records) {
    group.push(record);
    events += record.rows;
    if (events < groupEvents) continue;
    yield group;
    group = [];
    events = 0;
  }
  if (group.length > 0) yield group;
}

async function prepareGroup(
  deps: DrainDeps,
  group: readonly RecordLocation[],
  rows: BatchRows,
  touched: TouchedSpans,
): Promise<void> {
  const { stages } = deps;
  const read = stages.measure("read", () => readEntries(group, rows));
  stages.measure("fold", () => {
    for (const entry of read) addParts(entry, rows, touched);
  });
  await countMissingUsage(deps.counter, completeSpans(read));
  const priced = stages.measure("price", () => priceCompleteSpans(deps.book, read, rows));
  stages.measure("encode", () => {
    for (const { row, origin } of priced) {
      rows.addSpan(row, origin);
      rows.observe(row);
    }
    for (const entry of read) rows.addScoresAndRejected(entry);
  });
}

/** A record that cannot be read is kept as a dead letter of its lane; the rest of the batch goes on. */
function readEntries(locations: readonly RecordLocation[], rows: BatchRows): ReadEntry[] {
  const entries: ReadEntry[] = [];
  const ahead = new ReadAhead();
  for (const location of locations) {
    const payload = readPayload(location, rows, ahead);
    if (payload === null) continue;
    rows.attempt(new RecordOrigin(location, payload), () => {
      entries.push({ location, entry: decodeEntry(payload) });
    });
  }
  return entries;
}

function readPayload(location: RecordLocation, rows: BatchRows, ahead: ReadAhead): Uint8Array | null {
  try {
    return readRecord(location, ahead);
  } catch (error) {
    if (!isDamagedRecord(error)) throw error;
    rows.damaged.push(location);
    rows.attempt(new RecordOrigin(location, null), () => {
      throw error;
    });
    return null;
  }
}

function* completeSpans(read: readonly ReadEntry[]): Generator<SpanFields> {
  for (const { entry } of read) {
    for (const event of entry.events) if (event.type === "span") yield event.fields;
  }
}

interface PricedSpan {
  row: SpanRow;
  origin: RowOrigin;
}

function priceCompleteSpans(book: PriceBook, read: readonly ReadEntry[], rows: BatchRows): PricedSpan[] {
  const priced: PricedSpan[] = [];
  for (const { entry, location } of read) {
    for (let index = 0; index < entry.events.length; index++) {
      const event = entry.events[index];
      if (event?.type !== "span") continue;
      const origin = new EventOrigin(location, index);
      rows.attempt(origin, () => {
        priced.push({ row: buildCompleteRow(book, entry, event), origin });
      });
    }
  }
  return priced;
}

/** A span sent twice is one row; when the two differ, the one that was received later is read. */
function buildCompleteRow(book: PriceBook, entry: JournalEntry, event: CompleteSpanEvent): SpanRow {
  const { projectId, source, receivedAtUs } = entry;
  const { traceId, spanId, fields } = event;
  const identity = { projectId, source, receivedAtUs, traceId, spanId };
  return buildSpanRow(book, identity, fields, fields.startTimeUs, receivedAtUs);
}

/** Both rows of every span so far; afterwards none is held. */
async function insertSpans(
  deps: DrainDeps,
  batchId: string,
  rows: BatchRows,
  isFold: boolean,
): Promise<void> {
  const insert = <Row>(table: TableBatch<Row>): Promise<void> => {
    // What is folded may have grown since the first attempt, and is then written again: no fixed token.
    const token = `${batchId}:${table.table.name}`;
    const own = isFold ? contentToken(token, table.bytes()) : token;
    return insertRows(deps.clickhouse, deps.patience, table, own, rows.ledger);
  };
  // The text first: a span that can be seen has its text.
  await insert(rows.spanIo);
  await insert(rows.spans);
  rows.forgetSpans();
}

async function insertAll(deps: DrainDeps, batchId: string, rows: BatchRows, isFold: boolean): Promise<void> {
  const insert = <Row>(table: TableBatch<Row>, token: string): Promise<void> =>
    insertRows(deps.clickhouse, deps.patience, table, token, rows.ledger);
  await insertSpans(deps, batchId, rows, isFold);
  await insert(rows.scores, `${batchId}:scores`);
  await insert(rows.metricPoints, `${batchId}:metric_points`);
  rows.addDeadLetters();
  await insert(rows.rejected, contentToken(`${batchId}:dead_letters`, rows.rejected.bytes()));
  const arrivals = rows.rejectedArrivals;
  await insert(arrivals, contentToken(`${batchId}:dead_letter_arrivals`, arrivals.bytes()));
}
