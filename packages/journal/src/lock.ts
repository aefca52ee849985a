import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PlumblineError } from "@plumbline/contracts/errors";

interface LockHolder {
  pid: number;
  /** Field 22 of /proc/<pid>/stat, so that a reused pid is not mistaken for the holder; "" elsewhere. */
  startTime: string;
}

function startTimeOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The command name may contain spaces and brackets; fields are counted after its last bracket.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch {
    return null;
  }
}

function isAlive(holder: LockHolder): boolean {
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    // EPERM means that it lives under another user.
    if (!(error instanceof Error && "code" in error && error.code === "EPERM")) return false;
  }
  const startTime = startTimeOf(holder.pid);
  return startTime === null || holder.startTime === "" || startTime === holder.startTime;
}

function parseHolder(text: string): LockHolder | null {
  const [pid, startTime] = text.trim().split(" ");
  return pid && /^\d+$/.test(pid) ? { pid: Number(pid), startTime: startTime ?? "" } : null;
}

function readLock(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

/**
 * One writer per directory. The lock appears with its content in one step (link); a lock whose holder
 * is gone is taken over. Returns the function that gives it back.
 */
export function takeLock(directory: string): () => void {
  const path = join(directory, "lock");
  const own = `${process.pid} ${startTimeOf(process.pid) ?? ""}\n`;
  const draft = join(directory, `lock.${process.pid}`);
  writeFileSync(draft, own, { mode: 0o600 });
  try {
    for (let attempt = 0; attempt < 5; attempt += 1) {
      if (tryLink(draft, path)) return () => rmSync(path, { force: true });
      const seen = readLock(path);
      if (seen === null) continue;
      const holder = parseHolder(seen);
      if (holder && isAlive(holder)) throw inUse(directory, holder.pid);
      removeStale(path, seen);
    }
    throw inUse(directory, null);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Two processes may find the same stale lock: whoever moved away a fresh one puts it back. */
function removeStale(path: string, seen: string): void {
  const aside = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  if (readLock(aside) !== seen) tryLink(aside, path);
  rmSync(aside, { force: true });
}

function inUse(directory: string, pid: number | null): PlumblineError {
  const who = pid === null ? "another process" : `process ${pid}`;
  return new PlumblineError("unavailable", { message: `The journal in ${directory} is in use by ${who}.` });
}
