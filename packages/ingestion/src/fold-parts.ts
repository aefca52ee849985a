import {
  readRegisters,
  type SpanKey,
  type SpanRegisters,
} from "@plumbline/clickhouse/queries/span-part/read-registers";
import { type SpanPartRow, spanPartsTable } from "@plumbline/clickhouse/tables/span-parts";
import type { JournalEntry } from "@plumbline/contracts/events";
import {
  type FoldedSpan,
  fromRegisters,
  type StoredRegister,
  toRegisters,
} from "@plumbline/spans/span-parts";
import type { BatchRows } from "./batch-rows.ts";
import { countMissingUsage } from "./count-tokens/count-missing-usage.ts";
import type { DrainDeps } from "./drain-deps.ts";
import { contentToken, insertRows } from "./insert-rows.ts";
import { EventOrigin, type ReadEntry, type RowOrigin } from "./row-origin.ts";
import { buildSpanRow, type SpanIdentity, tombstone } from "./span-row.ts";
import { TableBatch } from "./table-batch.ts";

/** A span of which this batch carries parts. */
interface TouchedSpan extends SpanIdentity {
  replay?: JournalEntry["replay"];
  /** This batch brought its end: the moment at which a model call is counted in the metrics. */
  isEnded: boolean;
}

export type TouchedSpans = Map<string, TouchedSpan>;

/** Adds the registers of every partial event, and notes which spans they belong to. */
export function addParts({ entry, location }: ReadEntry, rows: BatchRows, touched: TouchedSpans): void {
  const { projectId, source, receivedAtUs, replay, events } = entry;
  for (let index = 0; index < events.length; index++) {
    const event = events[index];
    if (event?.type !== "part") continue;
    const { traceId, spanId } = event;
    const origin = new EventOrigin(location, index);
    rows.attempt(origin, () => {
      for (const register of toRegisters(event)) {
        rows.parts.add({ projectId, traceId, spanId, receivedAtUs, ...register }, origin);
      }
      const key = keyOf({ projectId, traceId, spanId });
      const known = touched.get(key);
      const isEnded = event.fields.endTimeUs !== undefined;
      if (known === undefined) {
        const carried = replay === undefined ? {} : { replay };
        touched.set(key, { projectId, traceId, spanId, source, receivedAtUs, isEnded, ...carried });
      } else {
        known.receivedAtUs = Math.max(known.receivedAtUs, receivedAtUs);
        known.isEnded ||= isEnded;
      }
    });
  }
}

/**
 * Reads the fold of every touched span back and writes it as a row whose version is the number of
 * distinct events seen. Whoever stored a part reads after it, so the last reader sees them all and its
 * version is the highest. Rows under other start times of the span get tombstones of the same version.
 */
export async function foldTouchedSpans(
  deps: DrainDeps,
  batchId: string,
  touched: TouchedSpans,
  rows: BatchRows,
  flush: () => Promise<void>,
): Promise<void> {
  let waiting: Iterable<SpanKey> = touched.values();
  for (;;) {
    const marks = new TableBatch(spanPartsTable);
    const unmarked: SpanKey[] = [];
    for await (const folded of readRegisters(deps.clickhouse, waiting, deps.patience)) {
      const ready: ReadyFold[] = [];
      deps.stages.measure("fold", () => {
        for (const registers of folded) {
          const span = touched.get(keyOf(registers));
          if (span === undefined) continue;
          const origin = foldOrigin(span, registers);
          rows.attempt(origin, () => {
            const fold = placeFold(registers);
            if (fold.awaitsSpan) return;
            if (fold.isMarked) return void ready.push({ span, fold, origin });
            marks.add(markOf(span, fold.startTimeUs), origin);
            unmarked.push(span);
          });
        }
      });
      await countMissingUsage(
        deps.counter,
        ready.map(({ fold }) => fold.fields),
      );
      deps.stages.measure("fold", () => {
        for (const { span, fold, origin } of ready) {
          rows.attempt(origin, () => addFoldedSpan(deps, span, fold, origin, rows));
        }
      });
      if (rows.heldBytes > maxHeldBytes) await flush();
    }
    if (unmarked.length === 0) return;
    const token = contentToken(`${batchId}:span_parts`, marks.bytes());
    await insertRows(deps.clickhouse, deps.patience, marks, token, rows.ledger);
    waiting = unmarked;
  }
}

/** A fold can be many times the batch that touched it: what is folded goes out before more is read. */
const maxHeldBytes = 32 * 1024 * 1024;

/** A span whose row can be written. */
interface ReadyFold {
  span: TouchedSpan;
  fold: PlacedFold;
  origin: RowOrigin;
}

/** A folded span and where its row belongs. */
interface PlacedFold extends FoldedSpan {
  startTimeUs: number;
  /** Every other start time under which somebody may have written a row of this span. */
  otherStartsUs: Set<number>;
  /** False while no register remembers `startTimeUs`: then nobody may write a row there yet. */
  isMarked: boolean;
}

/**
 * A span whose start nobody sent lies at its earliest event. That moment is remembered as a mark
 * "f:<micros>" before a row is written there, so that whoever learns the true start can bury the row.
 */
function placeFold(registers: SpanRegisters): PlacedFold {
  const fold = fromRegisters(storedRegisters(registers));
  const startTimeUs = fold.fields.startTimeUs ?? registers.earliestEventUs;
  const starts = new Set(fold.startTimesUs);
  for (const field of registers.fields) {
    if (field.startsWith(fallbackMark)) starts.add(Number(field.slice(fallbackMark.length)));
  }
  const isMarked = starts.delete(startTimeUs);
  return { ...fold, startTimeUs, otherStartsUs: starts, isMarked };
}

const fallbackMark = "f:";

function markOf(span: TouchedSpan, startTimeUs: number): SpanPartRow {
  const { projectId, traceId, spanId, receivedAtUs } = span;
  const field = `${fallbackMark}${startTimeUs}`;
  return { projectId, traceId, spanId, receivedAtUs, field, rank: 0, timeUs: 0, hash: 0n, value: "" };
}

function addFoldedSpan(
  deps: DrainDeps,
  span: TouchedSpan,
  fold: PlacedFold,
  origin: RowOrigin,
  rows: BatchRows,
): void {
  const row = buildSpanRow(deps.book, span, fold.fields, fold.startTimeUs, fold.version);
  rows.addSpan(row, origin);
  for (const otherUs of fold.otherStartsUs) rows.addSpan(tombstone(row, otherUs), origin);
  if (span.isEnded) rows.observe(row);
}

function foldOrigin(span: TouchedSpan, registers: SpanRegisters): RowOrigin {
  return { describe: () => ({ ...span, eventId: `${span.traceId}:${span.spanId}`, event: registers }) };
}

function* storedRegisters({ fields, values, orders }: SpanRegisters): Generator<StoredRegister> {
  for (let index = 0; index < fields.length; index++) {
    const register = { field: fields[index] ?? "", value: values[index] ?? "" };
    const order = orders[index];
    if (order === undefined) yield register;
    else yield { ...register, rank: order.rank, timeUs: order.timeUs, hash: BigInt(order.hash) };
  }
}

/** Ids contain no NUL. */
function keyOf({ projectId, traceId, spanId }: SpanKey): string {
  return `${projectId}\u0000${traceId}\u0000${spanId}`;
}
