import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ClickHouse, createClickHouse, defineQuery } from "@plumbline/clickhouse/client";
import type { IngestEvent, SpanPartEvent } from "@plumbline/contracts/events";
import { type FrozenBatch, type Journal, openJournal } from "@plumbline/journal/journal";
import { createPriceBook, type PriceBook } from "@plumbline/pricing/price-book";
import { systemClock } from "@plumbline/runtime/clock";
import { createTestDatabase } from "@plumbline/testing/engines";
import { z } from "zod";
import { acceptEvents } from "./accept-events.ts";
import { countThreadEntry, createTokenCounter, type TokenCounter } from "./count-tokens/token-counter.ts";
import { drainBatch } from "./drain-batch.ts";
import type { BatchReport } from "./drain-protocol.ts";
import { createStageClock } from "./stage-clock.ts";

/** For tests: a journal and a ClickHouse of their own, and the drain between them step by step. */
export interface DrainRig {
  url: string;
  clickhouse: ClickHouse;
  journal: Journal;
  book: PriceBook;
  counter: TokenCounter;
  accept(projectId: string, events: IngestEvent[]): ReturnType<typeof acceptEvents>;
  /** Everything that waits, in batches of at most `maxRows`. */
  freezeAll(maxRows?: number): Promise<FrozenBatch[]>;
  /** One attempt: an outage ends it with an error instead of waiting. */
  drain(batch: FrozenBatch, through?: ClickHouse): Promise<BatchReport>;
  select(sql: string): Promise<Array<Record<string, unknown>>>;
  close(): Promise<void>;
}

export async function openDrainRig(): Promise<DrainRig> {
  const { clickhouseUrl: url } = await createTestDatabase();
  const clickhouse = createClickHouse({ url });
  const directory = mkdtempSync(join(tmpdir(), "plumbline-drain-"));
  const journal = await openJournal({ directory });
  const book = createPriceBook();
  const counter = createTokenCounter(countThreadEntry());
  return {
    url,
    clickhouse,
    journal,
    book,
    counter,
    accept: (projectId, events) =>
      acceptEvents({ journal, clock: systemClock }, { projectId, source: "api", events }),
    async freezeAll(maxRows = 5_000) {
      const batches: FrozenBatch[] = [];
      for (;;) {
        const batch = await journal.freeze({ maxRows, maxBytes: 16 * 1024 * 1024 });
        if (batch === null) return batches;
        batches.push(batch);
      }
    },
    drain: (batch, through = clickhouse) =>
      drainBatch(
        { clickhouse: through, book, counter, stages: createStageClock(), patience: (call) => call() },
        batch,
      ),
    select: (sql) =>
      clickhouse.query(
        defineQuery({ name: "test", params: z.object({}), row: z.record(z.string(), z.unknown()), sql }),
        {},
      ),
    async close() {
      await journal.close();
      await counter.close();
      await clickhouse.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

let lastEvent = 0;

export function part(
  spanId: string,
  fields: SpanPartEvent["fields"],
  more: Partial<SpanPartEvent> = {},
): SpanPartEvent {
  lastEvent += 1;
  const eventId = `event-${lastEvent}`;
  return { type: "part", eventId, op: "create", timeUs: baseUs, traceId: "trace", spanId, fields, ...more };
}

export function completeSpan(spanId: string, fields: Partial<IngestSpan["fields"]> = {}): IngestSpan {
  return { type: "span", traceId: "trace", spanId, fields: { startTimeUs: baseUs, name: "span", ...fields } };
}

type IngestSpan = Extract<IngestEvent, { type: "span" }>;

/** 2025-10-09T08:53:20Z */
export const baseUs = 1_760_000_000_000_000;
