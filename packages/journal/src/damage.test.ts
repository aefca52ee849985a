import { mkdtempSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { crashCopy, flipBit, listFrames, measureSegments } from "./fixtures/crash.ts";
import { encodeEntryHead, frameType } from "./format.ts";
import { type Incident, type Journal, openJournal } from "./journal.ts";
import { closeReaders, isDamagedRecord, readRecord } from "./read.ts";

let root = "";
let directory = "";
let incidents: Incident[] = [];
const open = (): Promise<Journal> =>
  openJournal({ directory, minFreeBytes: 0, onIncident: (incident) => incidents.push(incident) });

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "plumbline-damage-"));
  directory = join(root, "journal");
  incidents = [];
});
afterEach(() => {
  closeReaders();
  rmSync(root, { recursive: true, force: true });
});

/** Appends, and leaves the journal as a crash would. */
async function crashed(payloads: readonly Buffer[]): Promise<void> {
  const source = join(root, "source");
  const journal = await openJournal({ directory: source, minFreeBytes: 0 });
  for (const payload of payloads) await journal.append(payload, { lane: "a", rows: 1 });
  crashCopy(source, directory, measureSegments(source), 1);
  await journal.close();
}

async function contents(): Promise<string[]> {
  const journal = await open();
  const texts: string[] = [];
  for (let batch = await journal.freeze({ maxRows: 1, maxBytes: 1 }); batch; ) {
    for (const location of batch.records)
      texts.push(Buffer.from(readRecord(location)).toString("latin1", 0, 9));
    batch = await journal.freeze({ maxRows: 1, maxBytes: 1 });
  }
  await journal.close();
  return texts;
}

const five = Array.from({ length: 5 }, (_, number) => Buffer.from(`payload ${number}`.padEnd(3000, ".")));
const entries = (): ReturnType<typeof listFrames> =>
  listFrames(directory).filter(({ type }) => type === frameType.entry);

for (const [place, offset] of [
  ["head", 9],
  ["lane", 47],
  ["payload", 2000],
] as const) {
  test(`a record damaged in its ${place} is moved aside, reported once, and the rest goes on`, async () => {
    await crashed(five);
    const frame = entries()[2];
    if (frame) flipBit(frame.path, frame.from + offset, 3);
    expect(await contents()).toEqual(["payload 0", "payload 1", "payload 3", "payload 4"]);
    expect(incidents.map(({ kind }) => kind)).toEqual(["quarantined"]);
    const [file = ""] = readdirSync(join(directory, "quarantine"));
    expect(statSync(join(directory, "quarantine", file)).size).toBe((frame?.to ?? 0) - (frame?.from ?? 0));
    expect(await contents()).toEqual(["payload 0", "payload 1", "payload 3", "payload 4"]);
    expect(incidents).toHaveLength(1);
    const journal = await open();
    expect(journal.stats().quarantinedRecords).toBe(1);
    await journal.close();
  });
}

test("damage in a released batch does not keep the rest of it from being repeated after a crash", async () => {
  const source = join(root, "source");
  const journal = await openJournal({ directory: source, minFreeBytes: 0 });
  for (const payload of five) await journal.append(payload, { lane: "a", rows: 1 });
  const batch = await journal.freeze({ maxRows: 10, maxBytes: 100_000 });
  await journal.release(batch?.id ?? "");
  crashCopy(source, directory, measureSegments(source), 1);
  await journal.close();
  const frame = entries()[0];
  if (frame) flipBit(frame.path, frame.from + 1000, 3);
  const reopened = await open();
  const repeat = await reopened.freeze({ maxRows: 10, maxBytes: 100_000 });
  expect(repeat?.id).toBe(batch?.id);
  expect(repeat?.records.map(({ sequence }) => sequence)).toEqual(
    batch?.records.slice(1).map(({ sequence }) => sequence),
  );
  await reopened.close();
});

test("a write that was cut off goes silently, at every possible length", async () => {
  await crashed(five.map((payload) => payload.subarray(0, 40)));
  const last = entries().at(-1);
  if (!last) throw new Error("no record");
  const whole = join(root, "whole");
  crashCopy(directory, whole, measureSegments(directory), 1);
  for (let end = last.from; end < last.to; end += 1) {
    rmSync(directory, { recursive: true });
    crashCopy(whole, directory, measureSegments(whole), 1);
    truncateSync(last.path, end);
    expect(await contents()).toEqual(["payload 0", "payload 1", "payload 2", "payload 3"]);
  }
  expect(incidents).toEqual([]);
});

test("a damaged last record is no unfinished write", async () => {
  await crashed(five);
  const last = entries().at(-1);
  if (last) flipBit(last.path, last.from + 100, 0);
  expect(await contents()).toHaveLength(4);
  expect(incidents.map(({ kind }) => kind)).toEqual(["quarantined"]);
});

test("a journal that was closed in order has no unfinished write", async () => {
  const journal = await open();
  await journal.append(Buffer.alloc(500), { lane: "a", rows: 1 });
  await journal.close();
  const last = entries().at(-1);
  if (last) truncateSync(last.path, last.to - 10);
  expect(await contents()).toEqual([]);
  expect(incidents.map(({ kind }) => kind)).toEqual(["quarantined"]);
});

test("a payload that imitates a frame is not taken for one", async () => {
  const inner = Buffer.from("forged");
  const forged = encodeEntryHead(77, { lane: "other", rows: 1, appendedAtMs: 1 }, inner, 0);
  await crashed([...five, Buffer.concat([forged.head, inner, forged.head, inner]), ...five]);
  const frame = entries()[5];
  if (frame) flipBit(frame.path, frame.from + 1, 0);
  expect(await contents()).toHaveLength(10);
  expect(incidents).toHaveLength(1);
});

test("what waits again since its boundary was damaged is not lost by an orderly close, nor is the rest repeated", async () => {
  const source = join(root, "source");
  const reopen = (): Promise<Journal> => openJournal({ directory: source, minFreeBytes: 0 });
  let journal = await reopen();
  for (const payload of five) await journal.append(payload, { lane: "a", rows: 1 });
  await journal.close();
  // The records, what became of them, and nothing: each in a segment of its own, two of them done with.
  journal = await reopen();
  const first = await journal.freeze({ maxRows: 2, maxBytes: 1_000_000 });
  const second = await journal.freeze({ maxRows: 3, maxBytes: 1_000_000 });
  for (const batch of [first, second]) await journal.release(batch?.id ?? "");
  await journal.close();
  journal = await reopen();
  crashCopy(source, directory, measureSegments(source), 1);
  await journal.close();
  const boundary = listFrames(directory).find(
    ({ type, batchId }) => type === frameType.boundary && batchId === first?.id,
  );
  if (boundary === undefined) throw new Error("no boundary");
  flipBit(boundary.path, boundary.from + 40, 2);

  journal = await open();
  const again = [];
  for (let batch = await journal.freeze({ maxRows: 9, maxBytes: 1_000_000 }); batch; ) {
    again.push(batch);
    batch = await journal.freeze({ maxRows: 9, maxBytes: 1_000_000 });
  }
  expect(new Set(again.map(({ id }) => id))).toEqual(new Set([first?.id, second?.id]));
  await journal.release(second?.id ?? "");
  await journal.close();
  for (let opening = 0; opening < 2; opening++) {
    expect(await contents()).toEqual(["payload 0", "payload 1"]);
  }
});

test("the identity survives the loss of its file, and the segments the loss of their headers", async () => {
  await crashed(five);
  rmSync(join(directory, "identity"));
  expect(await contents()).toHaveLength(5);
  const first = listFrames(directory)[0];
  if (first) flipBit(first.path, 20, 0);
  expect(await contents()).toHaveLength(5);
  expect(incidents).toHaveLength(1);
});

test("a segment of nothing but noise is moved aside", async () => {
  await crashed(five);
  writeFileSync(join(directory, "0000000000000900.journal"), Buffer.alloc(5000, "noise"));
  expect(await contents()).toHaveLength(5);
  expect(incidents.map(({ kind }) => kind)).toEqual(["quarantined"]);
  expect(await contents()).toHaveLength(5);
  expect(incidents).toHaveLength(1);
});

test("damage that appears while the journal runs is noticed on reading and can be set aside", async () => {
  const journal = await open();
  await journal.append(five[0] ?? Buffer.alloc(0), { lane: "a", rows: 1 });
  const batch = await journal.freeze({ maxRows: 10, maxBytes: 10_000 });
  const location = batch?.records[0];
  if (!location) throw new Error("no record");
  flipBit(location.file, location.offset + 500, 1);
  closeReaders();
  let thrown: unknown = null;
  try {
    readRecord(location);
  } catch (error) {
    thrown = error;
  }
  expect(isDamagedRecord(thrown)).toBe(true);
  journal.quarantineRecord(location);
  expect(journal.stats().quarantinedRecords).toBe(1);
  expect(incidents).toHaveLength(1);
  await journal.release(batch?.id ?? "");
  await journal.close();
});
