import fc from "fast-check";
import { expect, test } from "vitest";
import { Lanes } from "./lanes.ts";
import { RecordIndex } from "./record-index.ts";

const limits = { maxRows: 5_000, maxBytes: 16 * 1024 * 1024 };
/** What the door makes of a request at most: a tenth of a batch. */
const largestRows = 500;
const largestBytes = 1024 * 1024;

const record = fc.record({
  rows: fc.integer({ min: 1, max: largestRows }),
  length: fc.integer({ min: 1, max: largestBytes }),
});
/** A few spans of somebody who does not send many. */
const few = fc.array(
  fc.record({ rows: fc.integer({ min: 1, max: 5 }), length: fc.integer({ min: 1, max: 4_096 }) }),
  {
    minLength: 1,
    maxLength: 4,
  },
);

function fill() {
  const index = new RecordIndex();
  const lanes = new Lanes(index);
  let sequence = 0;
  return {
    push(lane: string, { rows, length }: { rows: number; length: number }) {
      sequence += 1;
      const place = { appendedAtMs: sequence, segment: 0, offset: sequence, crc: 0 };
      lanes.push(index.add({ sequence, ...place, length, rows, lane: lanes.id(lane) }));
    },
    /** Lanes of the next batch, record by record. */
    take: () => lanes.take(limits).slots.map((slot) => lanes.name(index.lane(slot))),
    waiting: () => lanes.records,
  };
}

test("whoever sends a few spans is in the next batch, however much another project has waiting", () => {
  fc.assert(
    fc.property(
      fc.array(record, { minLength: 60, maxLength: 120 }),
      fc.array(few, { minLength: 1, maxLength: 8 }),
      fc.integer({ min: 0, max: 6 }),
      (flood, others, batchesBefore) => {
        const journal = fill();
        for (const one of flood) journal.push("flood", one);
        for (let batch = 0; batch < batchesBefore; batch++) {
          journal.take();
          for (const one of flood.slice(0, 20)) journal.push("flood", one);
        }
        for (const [number, records] of others.entries()) {
          for (const one of records) journal.push(`other-${number}`, one);
        }
        const next = journal.take();
        for (const [number, records] of others.entries()) {
          expect(next.filter((lane) => lane === `other-${number}`)).toHaveLength(records.length);
        }
        // And the flood loses nothing but their share.
        expect(next).toContain("flood");
      },
    ),
    { numRuns: 60 },
  );
});

const batches = 24;

/** Never few enough rows to run out of in the batches below. */
const plenty = fc.array(
  fc.record({
    rows: fc.integer({ min: 100, max: largestRows }),
    length: fc.integer({ min: 1, max: largestBytes }),
  }),
  { minLength: 1, maxLength: 12 },
);

/** The second is owed more than one turn at a time, since its records vary most. */
const owedMuch = [
  [{ rows: 286, length: 1 }],
  [446, 196, 348, 131, 339, 484, 267]
    .map((rows) => ({ rows, length: 1 }))
    .toSpliced(4, 0, { rows: 100, length: 969_724 }),
  [{ rows: 447, length: 1 }],
  [{ rows: 407, length: 1 }],
];

test("of projects that all have much waiting none gets less than nine tenths of an equal share", () => {
  fc.assert(
    fc.property(fc.array(plenty, { minLength: 2, maxLength: 5 }), (patterns) => {
      const journal = fill();
      const shares = patterns.map(() => 0);
      const queues = patterns.map((pattern, lane) =>
        Array.from({ length: 50 * batches }, (_, turn) => {
          const one = pattern[turn % pattern.length] ?? { rows: 100, length: 1 };
          journal.push(String(lane), one);
          return Math.max(one.rows / limits.maxRows, one.length / limits.maxBytes);
        }),
      );
      for (let batch = 0; batch < batches; batch++) {
        for (const lane of journal.take().map(Number)) {
          shares[lane] = (shares[lane] ?? 0) + (queues[lane]?.shift() ?? Number.NaN);
        }
      }
      // What is left at the end of a batch goes to whoever has small records, hence the tenth.
      // Rows and bytes fill a batch apart: one may get more, of what the others cannot use; and a batch may
      // end before it is full. A turn may be yet to come, a record beyond the last one yet to be paid back.
      const drained = Math.min(
        batches,
        shares.reduce((sum, share) => sum + share, 0),
      );
      const slack = 1 / patterns.length + (2 * largestRows) / limits.maxRows;
      expect(Math.min(...shares)).toBeGreaterThanOrEqual((0.9 * drained) / patterns.length - slack);
    }),
    { numRuns: 60, examples: [[owedMuch]] },
  );
});
