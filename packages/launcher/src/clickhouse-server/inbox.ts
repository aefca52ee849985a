import { randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Where the data of an insert waits for the engine. Data that is handed over inside the statement is
 * cut at its first blank line, and what follows is run as a statement; a file is read as it is.
 */
export interface Inbox {
  /** Keeps `bytes` at a path for as long as `work` runs. */
  hold<T>(bytes: Uint8Array, work: (path: string) => Promise<T>): Promise<T>;
}

export function openInbox(dataDirectory: string): Inbox {
  const directory = makeDirectory(dataDirectory);
  return {
    async hold(bytes, work) {
      const path = join(directory, `${randomUUID()}.bin`);
      try {
        // Short-lived, so that it rarely leaves the page cache; nothing is ever read back after a crash.
        await writeFile(path, bytes, { mode: 0o600 });
        return await work(path);
      } finally {
        await rm(path, { force: true });
      }
    },
  };
}

function makeDirectory(dataDirectory: string): string {
  // The engine would take these for a pattern, find nothing, and call that a success.
  if (/[*?{}]/.test(dataDirectory)) return mkdtempSync(join(tmpdir(), "plumbline-inbox-"));
  const directory = `${dataDirectory}-inbox`;
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  return directory;
}
