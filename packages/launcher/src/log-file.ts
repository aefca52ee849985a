import { closeSync, fstatSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { dirname } from "node:path";

const defaultMaxBytes = 10 * 1024 ** 2;
const keptFiles = 3;

export interface LogFile {
  writeLine(line: string): void;
  close(): void;
}

/** Appends to `path`; a full file becomes `path.1`, and so on up to three. */
export function openLogFile(path: string, maxBytes = defaultMaxBytes): LogFile {
  mkdirSync(dirname(path), { recursive: true });
  let descriptor = openSync(path, "a", 0o600);
  let size = fstatSync(descriptor).size;

  const rotate = () => {
    closeSync(descriptor);
    rmSync(`${path}.${keptFiles}`, { force: true });
    for (let index = keptFiles - 1; index >= 0; index -= 1) {
      const from = index === 0 ? path : `${path}.${index}`;
      try {
        renameSync(from, `${path}.${index + 1}`);
      } catch {
        // There are not that many yet.
      }
    }
    descriptor = openSync(path, "a", 0o600);
    size = 0;
  };

  return {
    writeLine(line) {
      try {
        if (size > maxBytes) rotate();
        size += writeSync(descriptor, `${line}\n`);
      } catch {
        // A full disk must not take the supervisor down with it.
      }
    },
    close: () => closeSync(descriptor),
  };
}
