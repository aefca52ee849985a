import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { drainDirectory } from "./drain-directory.ts";
import { diskFiles, type JournalFiles } from "./files.ts";
import { type Incident, type Journal, type JournalOptions, openJournal } from "./journal.ts";
import { closeReaders, readRecord } from "./read.ts";

const all = { maxRows: 100_000, maxBytes: 100_000_000 };
let directory = "";
let nowMs = 1_700_000_000_000;
const clock = { nowMs: () => nowMs, nowUs: () => nowMs * 1000 };
const open = (options: Partial<JournalOptions> = {}): Promise<Journal> =>
  openJournal({ directory, clock, minFreeBytes: 0, ...options });
const text = (location: Parameters<typeof readRecord>[0]): string =>
  Buffer.from(readRecord(location)).toString("latin1");
const segments = (): string[] => readdirSync(directory).filter((name) => /\.(journal|released)$/.test(name));

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "plumbline-journal-"));
  nowMs = 1_700_000_000_000;
});
afterEach(() => {
  closeReaders();
  rmSync(directory, { recursive: true, force: true });
});

test("records come back byte for byte, by ascending sequence, and lanes take turns", async () => {
  const journal = await open();
  for (let number = 0; number < 6; number += 1)
    await journal.append(Buffer.from(`a${number}`), { lane: "a", rows: 1 });
  await journal.append(Buffer.from("b0"), { lane: "b", rows: 1 });
  await journal.append(Buffer.from("c0"), { lane: "c", rows: 1 });
  const first = await journal.freeze({ maxRows: 3, maxBytes: 1000 });
  expect(first?.records.map(text)).toEqual(["a0", "b0", "c0"]);
  const second = await journal.freeze(all);
  expect(second?.records.map(text)).toEqual(["a1", "a2", "a3", "a4", "a5"]);
  expect(await journal.freeze(all)).toBeNull();
  expect(journal.stats()).toMatchObject({ backlogRecords: 8, oldestRecordAtMs: nowMs });
  await journal.close();
});

test("a lane of large records does not take the turns of the others", async () => {
  const journal = await open();
  for (let number = 0; number < 20; number += 1)
    await journal.append(Buffer.alloc(500, 0x41), { lane: "large", rows: 50 });
  for (let number = 0; number < 50; number += 1)
    await journal.append(Buffer.from(`${number}`), { lane: "small", rows: 1 });
  const batch = await journal.freeze({ maxRows: 100, maxBytes: 1_000_000 });
  const rows = (lane: string): number =>
    (batch?.records ?? []).filter((r) => r.lane === lane).reduce((sum, r) => sum + r.rows, 0);
  expect(rows("large")).toBe(50);
  expect(rows("small")).toBe(50);
  await journal.close();
});

test("a record above the limits travels alone", async () => {
  const journal = await open();
  await journal.append(Buffer.alloc(3000), { lane: "a", rows: 9 });
  await journal.append(Buffer.from("next"), { lane: "a", rows: 1 });
  expect((await journal.freeze({ maxRows: 5, maxBytes: 1000 }))?.rows).toBe(9);
  expect((await journal.freeze({ maxRows: 5, maxBytes: 1000 }))?.rows).toBe(1);
  await journal.close();
});

for (const step of ["datasync", "writev"] as const) {
  test(`after a failed ${step} nothing is acknowledged until the journal is reopened`, async () => {
    let broken = false;
    const files: JournalFiles = {
      ...diskFiles,
      async create(path) {
        const file = await diskFiles.create(path);
        return {
          ...file,
          async writev(buffers, position) {
            if (broken) await sleep(20);
            const written = await file.writev(buffers, position);
            return step === "writev" && broken ? written - 1 : written;
          },
          async datasync() {
            if (broken) await sleep(20);
            if (step === "datasync" && broken) throw new Error("EIO: fdatasync");
            await file.datasync();
          },
        };
      },
    };
    const incidents: Incident[] = [];
    const journal = await open({ files, onIncident: (incident) => incidents.push(incident) });
    const append = (): Promise<number> => journal.append(Buffer.from("x"), { lane: "a", rows: 1 });
    const acked = await append();
    const waiting = (await journal.freeze(all)) && journal.waitForRecords();
    broken = true;
    const queuedBehind = sleep(5).then(append);
    const settled = await Promise.allSettled([append(), append(), queuedBehind, waiting]);
    expect(settled.map(({ status }) => status)).toEqual(Array(4).fill("rejected"));
    broken = false;
    for (const attempt of [append, () => journal.freeze(all), () => journal.waitForRecords()])
      await expect(attempt()).rejects.toMatchObject({ code: "unavailable" });
    expect(journal.stats().failed).toBe(true);
    expect(incidents.map(({ kind }) => kind)).toEqual(["sync-failed"]);
    await journal.close();
    const reopened = await open();
    const sequences: number[] = [];
    for (let batch = await reopened.freeze(all); batch; batch = await reopened.freeze(all))
      sequences.push(...batch.records.map(({ sequence }) => sequence));
    expect(sequences).toContain(acked);
    expect(new Set(sequences).size).toBe(sequences.length);
    expect(await reopened.append(Buffer.from("y"), { lane: "a", rows: 1 })).toBeGreaterThan(acked);
    await reopened.close();
  });
}

test("waitForRecords resolves at the next record and when its signal aborts", async () => {
  const journal = await open();
  const waiting = journal.waitForRecords();
  await journal.append(Buffer.from("x"), { lane: "a", rows: 1 });
  await waiting;
  await journal.freeze(all);
  const stop = new AbortController();
  const stopped = journal.waitForRecords(stop.signal);
  stop.abort();
  await stopped;
  const closing = journal.waitForRecords();
  const closed = journal.close();
  await expect(closing).rejects.toMatchObject({ code: "unavailable" });
  await closed;
});

test("a second writer is refused, and the lock of a dead one is taken over", async () => {
  const journal = await open();
  await expect(open()).rejects.toThrow(`in use by process ${process.pid}`);
  await journal.close();
  writeFileSync(join(directory, "lock"), "4194303 1\n");
  await (await open()).close();
  // The pid lives, but started at another time: it was given to somebody else.
  writeFileSync(join(directory, "lock"), `${process.pid} 1\n`);
  await (await open()).close();
});

test("released segments stay for the agreed time and are deleted then", async () => {
  const journal = await open({ segmentBytes: 2000, keepReleasedMs: 1000 });
  const fillAndRelease = async (): Promise<void> => {
    for (let number = 0; number < 10; number += 1)
      await journal.append(Buffer.alloc(900), { lane: "a", rows: 1 });
    const batch = await journal.freeze(all);
    if (batch) await journal.release(batch.id);
  };
  await fillAndRelease();
  expect(segments().filter((name) => name.endsWith(".released")).length).toBeGreaterThan(3);
  const kept = segments().length;
  nowMs += 1001;
  await fillAndRelease();
  expect(segments().length).toBeLessThanOrEqual(kept + 1);
  await journal.close();
});

test("a batch that waits keeps every later segment from deletion", async () => {
  const journal = await open({ segmentBytes: 2000, keepReleasedMs: 0 });
  await journal.append(Buffer.from("first"), { lane: "a", rows: 1 });
  await journal.freeze(all);
  for (let number = 0; number < 10; number += 1)
    await journal.append(Buffer.alloc(900), { lane: "a", rows: 1 });
  const later = await journal.freeze(all);
  nowMs += 10;
  if (later) await journal.release(later.id);
  expect(segments().some((name) => name.endsWith(".released"))).toBe(false);
  await journal.close();
  const reopened = await open();
  expect((await reopened.freeze(all))?.records.map(text)).toEqual(["first"]);
  expect(await reopened.freeze(all)).toBeNull();
  await reopened.close();
});

test("appends stop at 90 % of the allowance and go on once space is released", async () => {
  const incidents: Incident[] = [];
  const journal = await open({
    segmentBytes: 10_000,
    maxDiskBytes: 100_000,
    onIncident: (incident) => incidents.push(incident),
  });
  let acked = 0;
  const fill = async (): Promise<void> => {
    for (;;) {
      await journal.append(Buffer.alloc(2000), { lane: "a", rows: 1 });
      acked += 1;
    }
  };
  await expect(fill()).rejects.toMatchObject({ code: "unavailable" });
  expect(acked).toBeGreaterThan(30);
  expect(journal.stats().diskBytes).toBeLessThanOrEqual(90_000);
  const batch = await journal.freeze(all);
  expect(batch?.records).toHaveLength(acked);
  if (batch) await journal.release(batch.id);
  await journal.append(Buffer.alloc(2000), { lane: "a", rows: 1 });
  expect(incidents.map(({ kind }) => kind)).toContain("kept-short");
  await journal.close();
});

test("appends stop while the disk itself is nearly full", async () => {
  const files: JournalFiles = { ...diskFiles, freeBytes: async () => 5000 };
  const journal = await open({ files, minFreeBytes: 4000 });
  await expect(journal.append(Buffer.alloc(2000), { lane: "a", rows: 1 })).rejects.toMatchObject({
    code: "unavailable",
  });
  await journal.close();
});

test("released segments make room on a disk that has a little left, but not enough for a record", async () => {
  const used = (): number =>
    segments().reduce((bytes, name) => bytes + statSync(join(directory, name)).size, 0);
  const files: JournalFiles = { ...diskFiles, freeBytes: async () => 60_000 - used() };
  const journal = await open({ files, minFreeBytes: 4000, segmentBytes: 10_000 });
  const append = (): Promise<number> => journal.append(Buffer.alloc(4000), { lane: "a", rows: 1 });
  const fill = async (): Promise<void> => {
    for (;;) await append();
  };
  for (let round = 0; round < 3; round += 1) {
    await expect(fill()).rejects.toMatchObject({ code: "unavailable" });
    expect(60_000 - used()).toBeGreaterThan(4000);
    for (let batch = await journal.freeze(all); batch; batch = await journal.freeze(all))
      await journal.release(batch.id);
    await append();
    expect(segments().length).toBeLessThan(4);
  }
  await journal.close();
});

test("release refuses unknown and released batches", async () => {
  const journal = await open();
  await journal.append(Buffer.from("x"), { lane: "a", rows: 1 });
  const batch = await journal.freeze(all);
  await journal.release(batch?.id ?? "");
  await expect(journal.release(batch?.id ?? "")).rejects.toMatchObject({ code: "not_found" });
  await journal.close();
});

test("drainDirectory empties an orphan and keeps what was not consumed", async () => {
  const journal = await open();
  for (let number = 0; number < 5; number += 1)
    await journal.append(Buffer.from(`${number}`), { lane: "a", rows: 1 });
  await journal.close();
  const one = { maxRows: 1, maxBytes: 100 };
  const seen: string[] = [];
  for await (const batch of drainDirectory({ directory, minFreeBytes: 0 }, one)) {
    if (seen.length === 2) break;
    seen.push(...batch.records.map(text));
  }
  for await (const batch of drainDirectory({ directory, minFreeBytes: 0 }, one))
    seen.push(...batch.records.map(text));
  expect(seen).toEqual(["0", "1", "2", "3", "4"]);
});
