import {
  type DeadLetterRow,
  deadLetterArrivalsTable,
  deadLettersTable,
} from "@plumbline/clickhouse/tables/dead-letters";
import { metricPointsTable } from "@plumbline/clickhouse/tables/metric-points";
import { scoresTable } from "@plumbline/clickhouse/tables/scores";
import { spanIoTable } from "@plumbline/clickhouse/tables/span-io";
import { spanPartsTable } from "@plumbline/clickhouse/tables/span-parts";
import { type SpanRow, spansTable } from "@plumbline/clickhouse/tables/spans";
import type { JournalEntry, RejectedRequest } from "@plumbline/contracts/events";
import type { RecordLocation } from "@plumbline/journal/journal";
import type { ObservedGeneration } from "@plumbline/runtime/llm-metrics";
import type { BatchReport } from "./drain-protocol.ts";
import type { FaultLedger } from "./insert-rows.ts";
import { keptText } from "./kept-text.ts";
import { packGenerations } from "./packed-generations.ts";
import { EventOrigin, type ReadEntry, type RowOrigin } from "./row-origin.ts";
import { observedGeneration } from "./span-row.ts";
import { TableBatch } from "./table-batch.ts";

/** Everything that one batch is going to write, table by table, and what could not be made a row of. */
export class BatchRows {
  readonly ledger: FaultLedger;
  readonly spans = new TableBatch(spansTable);
  readonly spanIo = new TableBatch(spanIoTable);
  readonly parts = new TableBatch(spanPartsTable);
  readonly scores = new TableBatch(scoresTable);
  readonly metricPoints = new TableBatch(metricPointsTable);
  readonly rejected = new TableBatch(deadLettersTable);
  readonly rejectedArrivals = new TableBatch(deadLetterArrivalsTable);
  /** By table, of rows that are no longer held. */
  readonly #stored: Record<string, number> = {};
  readonly #rejectedByCode: Record<string, number> = {};
  readonly #generations: ObservedGeneration[] = [];

  readonly damaged: RecordLocation[] = [];

  constructor(ledger: FaultLedger) {
    this.ledger = ledger;
  }

  /** Bytes of spans and their texts that wait for their insert. */
  get heldBytes(): number {
    return this.spans.bytes().length + this.spanIo.bytes().length;
  }

  /** They are stored. */
  forgetSpans(): void {
    for (const table of [this.spans, this.spanIo]) {
      this.#stored[table.table.name] = (this.#stored[table.table.name] ?? 0) + table.rows;
      table.truncate(0);
    }
  }

  /** Both rows of a span, or none and a fault. */
  addSpan(row: SpanRow, origin: RowOrigin): void {
    const rowsBefore = this.spans.rows;
    this.attempt(origin, () => {
      this.spans.add(row, origin);
      try {
        this.spanIo.add(row, origin);
      } catch (error) {
        this.spans.truncate(rowsBefore);
        throw error;
      }
    });
  }

  /** Runs what makes a row out of an event; a throw is the event's fault and costs only this event. */
  attempt(origin: RowOrigin, work: () => void): void {
    try {
      work();
    } catch (error) {
      const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      this.ledger.keep({ origin, code: "drain.unfit_event", reason: reason.slice(0, 1_000) });
    }
  }

  addScoresAndRejected({ entry, location }: ReadEntry): void {
    const { projectId, source, receivedAtUs, events } = entry;
    const replay = refusedAgain(entry.replay);
    for (let index = 0; index < events.length; index++) {
      const event = events[index];
      if (event?.type === "score") {
        const origin = new EventOrigin(location, index);
        this.attempt(origin, () => {
          this.scores.add({ projectId, timeUs: event.timeUs, score: event.score }, origin);
        });
      } else if (event?.type === "metric") {
        const origin = new EventOrigin(location, index);
        this.attempt(origin, () =>
          this.metricPoints.add({ projectId, receivedAtUs, point: event.point }, origin),
        );
      } else if (event?.type === "rejected") {
        const { eventId, code, reason, raw, rawSize } = event;
        const request = requestOf(event.request);
        const row = { projectId, receivedAtUs, eventId, source, code, reason, raw, rawSize, request };
        this.#addRejected({ ...row, stage: "accept", ...replay }, new EventOrigin(location, index));
      }
    }
  }

  observe(row: SpanRow): void {
    const generation = observedGeneration(row);
    if (generation !== null) this.#generations.push(generation);
  }

  /** Turns the faults so far into rows that their sender can see. */
  addDeadLetters(): void {
    for (const { origin, code, reason } of this.ledger.faults) {
      const { projectId, receivedAtUs, eventId, source, event, replay } = origin.describe();
      const kept = keptText(typeof event === "string" ? event : JSON.stringify(event));
      const row = { projectId, receivedAtUs, eventId, source, code, reason, ...kept };
      this.#addRejected({ ...row, stage: "drain", ...refusedAgain(replay) }, origin);
    }
  }

  report(): Omit<BatchReport, "cpuSeconds"> {
    const rows: Record<string, number> = {};
    for (const table of this.#tables()) {
      const total = table.rows + (this.#stored[table.table.name] ?? 0);
      if (total > 0) rows[table.table.name] = total;
    }
    const generations = packGenerations(this.#generations);
    return { rows, rejected: this.#rejectedByCode, generations, damaged: this.damaged };
  }

  /** After the last insert. */
  giveBack(): void {
    for (const table of this.#tables()) table.giveBack();
  }

  #tables() {
    const { spans, spanIo, parts, scores, metricPoints, rejected, rejectedArrivals } = this;
    return [spans, spanIo, parts, scores, metricPoints, rejected, rejectedArrivals];
  }

  /** What a replay refused again did not come again. */
  #addRejected(row: DeadLetterRow, origin: RowOrigin): void {
    this.#rejectedByCode[row.code] = (this.#rejectedByCode[row.code] ?? 0) + 1;
    this.rejected.add(row, origin);
    if (row.replay === undefined) this.rejectedArrivals.add(row, origin);
  }
}

function refusedAgain(replay: JournalEntry["replay"]): Pick<DeadLetterRow, "replay"> {
  return replay === undefined ? {} : { replay: { ...replay, taken: false } };
}

function requestOf(request: RejectedRequest | undefined): DeadLetterRow["request"] {
  if (request === undefined) return undefined;
  const { door, body, bodySize } = request;
  return { door, body: Buffer.from(body, "base64"), bodySize };
}
