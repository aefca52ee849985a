import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { crashCopy, flipBit, listFrames, measureSegments } from "./fixtures/crash.ts";
import { frameType } from "./format.ts";
import { type FrozenBatch, type Journal, openJournal } from "./journal.ts";
import { countQuarantined } from "./quarantine.ts";
import { closeReaders, isDamagedRecord, readRecord } from "./read.ts";

type Operation =
  | { kind: "append"; lanes: number[]; size: number }
  | { kind: "freeze"; maxRows: number; maxBytes: number }
  | { kind: "release"; which: number }
  | { kind: "wait" }
  | { kind: "close" }
  | { kind: "crash"; unacknowledged: number; keptShare: number; flipAt: number | null };

const operation: fc.Arbitrary<Operation> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant("append" as const),
      lanes: fc.array(fc.nat(4), { minLength: 1, maxLength: 12 }),
      size: fc.nat(900),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("freeze" as const),
      maxRows: fc.integer({ min: 1, max: 30 }),
      maxBytes: fc.integer({ min: 1, max: 8000 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("release" as const), which: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("wait" as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("close" as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("crash" as const),
      unacknowledged: fc.nat(8),
      keptShare: fc.double({ min: 0, max: 1, noNaN: true }),
      flipAt: fc.option(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), { nil: null }),
    }),
  },
);

interface Known {
  payload: string;
  lane: string;
  /** Its bytes on disk were damaged on purpose. */
  damaged: boolean;
  /** When it was last released: may come back, and must after a crash that follows soon. */
  releasedAtMs: number | null;
}

const keepReleasedMs = 1000;

/** What a perfect journal would hold, beside the real one. */
class Model {
  readonly root = mkdtempSync(join(tmpdir(), "plumbline-recover-"));
  readonly records = new Map<number, Known>();
  /** Sequences of every batch ever given out. */
  readonly batches = new Map<string, number[]>();
  /** Batches whose boundary or release was damaged: their records may travel again under another id. */
  readonly loose = new Set<string>();
  held: string[] = [];
  givenThisEpoch = new Set<number>();
  nowMs = 1_700_000_000_000;
  lastActivityMs = 0;
  directory = join(this.root, "0");
  #directories = 0;
  #payloads = 0;

  nextDirectory(): string {
    this.#directories += 1;
    return join(this.root, String(this.#directories));
  }

  open(): Promise<Journal> {
    return openJournal({
      directory: this.directory,
      segmentBytes: 4000,
      keepReleasedMs,
      clock: { nowMs: () => this.nowMs, nowUs: () => this.nowMs * 1000 },
      minFreeBytes: 0,
    });
  }

  async append(journal: Journal, lanes: number[], size: number): Promise<void> {
    await Promise.all(
      lanes.map(async (lane) => {
        this.#payloads += 1;
        const payload = `${this.#payloads}:`.padEnd(size, String(lane));
        this.lastActivityMs = this.nowMs;
        const tag = { lane: `lane-${lane}`, rows: 1 + lane };
        const sequence = await journal.append(Buffer.from(payload), tag);
        expect(this.records.has(sequence)).toBe(false);
        this.records.set(sequence, { payload, lane: tag.lane, damaged: false, releasedAtMs: null });
      }),
    );
  }

  /** Checks one batch against everything known. */
  take(batch: FrozenBatch): void {
    const sequences = batch.records.map(({ sequence }) => sequence);
    for (const location of batch.records) {
      expect(this.givenThisEpoch.has(location.sequence)).toBe(false);
      this.givenThisEpoch.add(location.sequence);
      const known = this.records.get(location.sequence);
      if (!known) continue;
      if (!known.damaged) expect(location.lane).toBe(known.lane);
      try {
        expect(Buffer.from(readRecord(location)).toString()).toBe(known.payload);
      } catch (error) {
        if (!known.damaged || !isDamagedRecord(error)) throw error;
      }
    }
    const before = this.batches.get(batch.id);
    if (before) {
      const whole = before.filter((sequence) => !this.records.get(sequence)?.damaged);
      expect(sequences.filter((sequence) => !this.records.get(sequence)?.damaged)).toEqual(whole);
    }
    this.batches.set(batch.id, before ?? sequences);
    this.held.push(batch.id);
  }

  /** Everything that the journal still owes comes out, under the ids that it had. */
  async drain(journal: Journal, expectation: { afterCrash: boolean; unreleased: string[] }): Promise<void> {
    this.givenThisEpoch = new Set();
    this.held = [];
    for (;;) {
      const batch = await journal.freeze({ maxRows: 50, maxBytes: 20_000 });
      if (!batch) break;
      this.take(batch);
    }
    const given = new Set(this.held);
    for (const id of expectation.unreleased) {
      const isEmpty = (this.batches.get(id) ?? []).every((sequence) => this.records.get(sequence)?.damaged);
      if (!this.loose.has(id) && !isEmpty) expect(given.has(id)).toBe(true);
    }
    for (const [sequence, known] of this.records) {
      const isRecent = (known.releasedAtMs ?? 0) >= this.lastActivityMs - keepReleasedMs;
      const owed = known.releasedAtMs === null || (expectation.afterCrash && isRecent);
      if (owed && !known.damaged) expect(this.givenThisEpoch.has(sequence)).toBe(true);
    }
  }
}

async function crash(
  model: Model,
  journal: Journal,
  step: Extract<Operation, { kind: "crash" }>,
): Promise<Journal> {
  const durable = measureSegments(model.directory);
  if (step.unacknowledged > 0) model.lastActivityMs = model.nowMs;
  const unacknowledged = Array.from({ length: step.unacknowledged }, (_, number) =>
    journal.append(Buffer.alloc(number * 150, 0x7a), { lane: "unacknowledged", rows: 1 }),
  );
  await Promise.all(unacknowledged);
  const from = model.directory;
  model.directory = model.nextDirectory();
  crashCopy(from, model.directory, durable, step.keptShare);
  await journal.close();
  let expectQuarantine = false;
  if (step.flipAt !== null) {
    const frames = listFrames(model.directory);
    const total = frames.reduce((sum, { from: start, to }) => sum + to - start, 0);
    let at = Math.floor(step.flipAt * total);
    for (const frame of frames) {
      if (at >= frame.to - frame.from) {
        at -= frame.to - frame.from;
        continue;
      }
      flipBit(frame.path, frame.from + at, at % 8);
      const known = model.records.get(frame.sequence);
      if (known && frame.type === frameType.entry) known.damaged = true;
      if (frame.batchId) model.loose.add(frame.batchId);
      if (frame.type === frameType.repeat) for (const id of model.batches.keys()) model.loose.add(id);
      const isChecked = frame.type !== frameType.entry || !frame.path.endsWith(".released") || at < 32;
      // The bytes that a filler covers were damaged before.
      expectQuarantine = isChecked && (frame.type !== frameType.filler || at < 32);
      break;
    }
  }
  const before = countQuarantined(model.directory);
  const reopened = await model.open();
  const { quarantinedRecords } = reopened.stats();
  expect(quarantinedRecords - before).toBe(expectQuarantine ? 1 : 0);
  return reopened;
}

async function play(operations: readonly Operation[]): Promise<void> {
  const model = new Model();
  let journal = await model.open();
  const unreleased = new Set<string>();
  try {
    for (const step of [
      ...operations,
      { kind: "crash", unacknowledged: 3, keptShare: 0.5, flipAt: null } as const,
    ]) {
      if (step.kind === "append") await model.append(journal, step.lanes, step.size);
      if (step.kind === "wait") model.nowMs += keepReleasedMs + 1;
      if (step.kind === "freeze") {
        const batch = await journal.freeze(step);
        if (batch) model.take(batch);
      }
      if (step.kind === "release" && model.held.length > 0) {
        const [id = ""] = model.held.splice(step.which % model.held.length, 1);
        await journal.release(id);
        model.lastActivityMs = model.nowMs;
        for (const sequence of model.batches.get(id) ?? []) {
          const known = model.records.get(sequence);
          if (known) known.releasedAtMs = model.nowMs;
        }
      }
      if (step.kind === "close" || step.kind === "crash") {
        unreleased.clear();
        for (const id of model.held) unreleased.add(id);
        if (step.kind === "close") {
          await journal.close();
          journal = await model.open();
        } else {
          journal = await crash(model, journal, step);
        }
        await model.drain(journal, { afterCrash: step.kind === "crash", unreleased: [...unreleased] });
      }
    }
  } finally {
    await journal.close();
    closeReaders();
    rmSync(model.root, { recursive: true, force: true });
  }
}

/** The boundary of a batch is damaged after its release, and what waits again is closed in order. */
const lostBoundary: Operation[] = [
  { kind: "append", lanes: [0], size: 0 },
  { kind: "crash", unacknowledged: 0, keptShare: 0, flipAt: null },
  { kind: "release", which: 0 },
  { kind: "crash", unacknowledged: 0, keptShare: 0, flipAt: 0.7 },
  { kind: "freeze", maxRows: 1, maxBytes: 1 },
  { kind: "close" },
];

test("whatever happens, what was acknowledged comes back once, in the same batches", {
  timeout: 120_000,
}, async () => {
  await fc.assert(fc.asyncProperty(fc.array(operation, { minLength: 5, maxLength: 40 }), play), {
    numRuns: 100,
    examples: [[lostBoundary]],
  });
});
