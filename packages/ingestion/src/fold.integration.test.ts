import { randomUUID } from "node:crypto";
import { RowBinaryWriter } from "@plumbline/clickhouse/row-binary";
import { spanIoTable } from "@plumbline/clickhouse/tables/span-io";
import { spansTable } from "@plumbline/clickhouse/tables/spans";
import { type SpanPartEvent, spanKinds, spanLevels } from "@plumbline/contracts/events";
import type { FrozenBatch } from "@plumbline/journal/journal";
import { foldParts } from "@plumbline/spans/fold";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { countMissingUsage } from "./count-tokens/count-missing-usage.ts";
import { baseUs, type DrainRig, openDrainRig } from "./drain.fixture.ts";
import { buildSpanRow } from "./span-row.ts";

let rig: DrainRig;

beforeAll(async () => {
  rig = await openDrainRig();
  await rig.clickhouse.command("CREATE TABLE expected_spans AS spans");
  await rig.clickhouse.command("CREATE TABLE expected_span_io AS span_io");
});
afterAll(() => rig.close());

/** Few values, so that ties and moves are common; two of the times lie in other months. */
const time = fc.constantFrom(
  baseUs,
  baseUs + 1,
  baseUs + 1_000_000,
  baseUs - 40 * 86_400_000_000,
  baseUs + 40,
);
const word = fc.constantFrom("a", "b", "ä\u0000'\\");

const inPieces: fc.Arbitrary<SpanPartEvent> = fc.record({
  type: fc.constant("part" as const),
  eventId: fc.uuid(),
  op: fc.constantFrom("create" as const, "update" as const),
  timeUs: time,
  traceId: fc.constantFrom("t1", "t2"),
  spanId: fc.constantFrom("", "s1", "s2"),
  fields: fc.record(
    {
      kind: fc.constantFrom(...spanKinds),
      name: word,
      startTimeUs: time,
      endTimeUs: time,
      level: fc.constantFrom(...spanLevels),
      statusMessage: word,
      userId: word,
      tags: fc.array(word, { maxLength: 2 }),
      modelUsed: fc.constantFrom("gpt-4o", "claude-sonnet-4-5"),
      promptVersion: fc.nat({ max: 3 }),
      usageDetails: fc.dictionary(fc.constantFrom("input", "output", "total"), fc.nat({ max: 5_000 })),
      givenCost: fc.record({ total: fc.constantFrom("0.25", "0.000000000001") }),
      input: word,
      output: word,
      metadata: fc.dictionary(fc.constantFrom("k", "k.l", "__proto__"), word),
      traceMetadata: fc.dictionary(word, word, { maxKeys: 2 }),
    },
    { requiredKeys: [] },
  ),
});

/** Events, an order with repeats, where to cut it into requests, and which batches to drain together. */
/** Some say everything at once. */
const partEvent = fc
  .tuple(inPieces, fc.boolean())
  .map(([event, isWhole]): SpanPartEvent => (isWhole ? { ...event, whole: true } : event));

const scenario = fc.array(partEvent, { minLength: 1, maxLength: 14 }).chain((events) =>
  fc.record({
    events: fc.constant(events),
    repeats: fc.array(fc.nat({ max: events.length - 1 }), { maxLength: 8 }),
    shuffle: fc.array(fc.nat(), { minLength: events.length + 8, maxLength: events.length + 8 }),
    requestEvents: fc.integer({ min: 1, max: 6 }),
    batchEvents: fc.integer({ min: 1, max: 9 }),
    lanes: fc.integer({ min: 1, max: 3 }),
  }),
);

function arrange(events: SpanPartEvent[], repeats: number[], shuffle: number[]): SpanPartEvent[] {
  const all = [...events, ...repeats.map((index) => events[index]).filter((event) => event !== undefined)];
  return all
    .map((event, index) => ({ event, key: shuffle[index] ?? 0 }))
    .sort((left, right) => left.key - right.key)
    .map(({ event }) => event);
}

async function drainTogether(batches: FrozenBatch[], lanes: number): Promise<void> {
  const queue = [...batches];
  const lane = async (): Promise<void> => {
    for (let batch = queue.shift(); batch !== undefined; batch = queue.shift()) await rig.drain(batch);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

/** What the pure fold says, written through the same encoders into tables beside. */
async function storeExpected(projectId: string, events: SpanPartEvent[]): Promise<void> {
  const spans = new RowBinaryWriter();
  const spanIo = new RowBinaryWriter();
  const spanOf = ({ traceId, spanId }: SpanPartEvent): string => JSON.stringify([traceId, spanId]);
  for (const span of new Set(events.map(spanOf))) {
    const group = events.filter((event) => spanOf(event) === span);
    const [traceId = "", spanId = ""] = JSON.parse(span);
    const { fields, version } = foldParts(group);
    const startTimeUs = fields.startTimeUs ?? Math.min(...group.map(({ timeUs }) => timeUs));
    const identity = { projectId, traceId, spanId, source: "api" as const, receivedAtUs: baseUs };
    await countMissingUsage(rig.counter, [fields]);
    const row = buildSpanRow(rig.book, identity, fields, startTimeUs, version);
    spansTable.encode(spans, row);
    spanIoTable.encode(spanIo, row);
  }
  await rig.clickhouse.insertRowBinary("expected_spans", spansTable.columns, spans.view());
  await rig.clickhouse.insertRowBinary("expected_span_io", spanIoTable.columns, spanIo.view());
}

describe("the fold through ClickHouse", () => {
  test("equals the pure fold for events in any order, number, cut and company", async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async ({ events, repeats, shuffle, requestEvents, batchEvents, lanes }) => {
        const projectId = randomUUID();
        const arranged = arrange(events, repeats, shuffle);
        for (let at = 0; at < arranged.length; at += requestEvents) {
          const { rejected } = await rig.accept(
            projectId,
            structuredClone(arranged.slice(at, at + requestEvents)),
          );
          expect(rejected).toEqual([]);
        }
        const batches = await rig.freezeAll(batchEvents);
        await drainTogether(batches, lanes);
        for (const batch of batches) await rig.journal.release(batch.id);
        await storeExpected(projectId, events);

        for (const table of ["spans", "span_io"]) {
          const ignored = table === "spans" ? "EXCEPT (received_at)" : "";
          const read = (name: string) =>
            rig.select(
              `SELECT * ${ignored} FROM ${name} FINAL WHERE project_id = '${projectId}' ORDER BY trace_id, span_id`,
            );
          expect(await read(table)).toEqual(await read(`expected_${table}`));
        }
        expect(await rig.select(`SELECT * FROM dead_letters WHERE project_id = '${projectId}'`)).toEqual([]);
      }),
      // Shrinking would take longer than the test may; the seed repeats a failure.
      { numRuns: 20, endOnFailure: true },
    );
  });
});
