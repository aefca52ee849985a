import { mkdirSync, readdirSync, statSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { join } from "node:path";

const mostBytes = 20 * 1024 ** 3;

/**
 * Half of what is free, what the journal has already counted as free, and 20 GiB at most: a backlog must
 * not take the disk from under the databases that it waits for.
 */
export async function defaultJournalAllowance(directory: string): Promise<number> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const disk = await statfs(directory);
  let ownBytes = 0;
  for (const name of readdirSync(directory)) {
    const file = statSync(join(directory, name), { throwIfNoEntry: false });
    if (file?.isFile()) ownBytes += file.size;
  }
  return Math.min(mostBytes, Math.floor((disk.bavail * disk.bsize + ownBytes) / 2));
}
