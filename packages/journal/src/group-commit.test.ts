import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { diskFiles, type JournalFiles } from "./files.ts";
import { type Journal, type JournalOptions, openJournal } from "./journal.ts";

let directory = "";
const open = (options: Partial<JournalOptions> = {}): Promise<Journal> =>
  openJournal({ directory, minFreeBytes: 0, ...options });

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "plumbline-journal-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** Counts the syncs of all segments. */
function countedFiles(): { files: JournalFiles; count: { syncs: number } } {
  const count = { syncs: 0 };
  const files: JournalFiles = {
    ...diskFiles,
    async create(path) {
      const file = await diskFiles.create(path);
      const datasync = (): Promise<void> => {
        count.syncs += 1;
        return file.datasync();
      };
      return { ...file, datasync };
    },
  };
  return { files, count };
}

const nextTurn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

test("appends of one turn share one sync, and those that arrive meanwhile share the next", async () => {
  const { files, count } = countedFiles();
  const journal = await open({ files });
  count.syncs = 0;
  const append = (): Promise<number> => journal.append(Buffer.from("x"), { lane: "a", rows: 1 });
  const early = Array.from({ length: 50 }, append);
  const late = nextTurn().then(() => Promise.all(Array.from({ length: 50 }, append)));
  await Promise.all([...early, late]);
  expect(count.syncs).toBe(2);
  await journal.close();
});

test("where nobody waits, appends of many turns share one sync; a megabyte and the end do not wait", async () => {
  const { files, count } = countedFiles();
  const journal = await open({ files, gatherMs: 600_000 });
  const lane = { lane: "a", rows: 1 };
  count.syncs = 0;
  const appends = [journal.append(Buffer.from("one"), lane)];
  await nextTurn();
  appends.push(journal.append(Buffer.from("two"), lane));
  await nextTurn();
  expect(count.syncs).toBe(0);
  appends.push(journal.append(Buffer.alloc(1024 * 1024), lane));
  await Promise.all(appends);
  expect(count.syncs).toBe(1);
  const last = journal.append(Buffer.from("last"), lane);
  await journal.close();
  await last;
  expect(count.syncs).toBe(2);
  const reopened = await open();
  expect(reopened.stats().backlogRecords).toBe(4);
  await reopened.close();
});
