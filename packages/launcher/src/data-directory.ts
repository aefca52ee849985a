import { randomUUID } from "node:crypto";
import {
  chmodSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { PlumblineError } from "@plumbline/contracts/errors";
import { z } from "zod";
import { identify, isAlive, type ProcessIdentity, processIdentity } from "./process-identity.ts";

const mebibyte = 1024 ** 2;
const minimumFreeBytes = 256 * mebibyte;
const comfortableFreeBytes = 2048 * mebibyte;

const childRecord = processIdentity.extend({ name: z.string() });
export type ChildRecord = z.infer<typeof childRecord>;

export interface DataDirectory {
  path: string;
  /** Set when the run before this one ended without releasing the directory. */
  crashed: { children: ChildRecord[] } | null;
  /** Rewrites the list of processes that the next run has to look for if we die. */
  recordChildren(children: Array<{ name: string; pid: number }>): void;
  /** Keeps lock and list while one of those processes still runs: the next run then cleans up after it. */
  release(): void;
}

/**
 * Makes the directory ours. The lock appears with its content in one step, and one whose holder is
 * gone, however it died, is taken over. Throws one line when somebody else is using the directory.
 */
export function openDataDirectory(path: string): DataDirectory {
  makeDirectory(path);
  const lock = join(path, "launcher.lock");
  const crashed = takeLock(lock);
  const childrenFile = join(path, "children.json");
  const children = crashed ? readChildren(childrenFile) : [];
  let known = children;
  return {
    path,
    crashed: crashed ? { children } : null,
    recordChildren(running) {
      known = running.map(({ name, pid }): ChildRecord => ({ name, ...identify(pid) }));
      // In one step: who dies half-way leaves the list before, by which the next run cleans up.
      writeFileSync(`${childrenFile}.new`, JSON.stringify(known), { mode: 0o600 });
      renameSync(`${childrenFile}.new`, childrenFile);
    },
    release() {
      if (known.some(isAlive)) return;
      rmSync(childrenFile, { force: true });
      rmSync(lock, { force: true });
    },
  };
}

/** A line of warning when the disk is getting full, null when there is room. Throws when it is full. */
export function checkFreeSpace(path: string): string | null {
  const { bavail, bsize } = statfsSync(path);
  return judgeFreeSpace(path, bavail * bsize);
}

export function judgeFreeSpace(path: string, freeBytes: number): string | null {
  const free = `${Math.floor(freeBytes / mebibyte)} MiB free at ${path}`;
  if (freeBytes < minimumFreeBytes) {
    throw cannotStart(
      `The disk is full (${free}, ${minimumFreeBytes / mebibyte} needed): make room, or set PLUMBLINE_DATA_DIR to another disk.`,
    );
  }
  return freeBytes < comfortableFreeBytes ? `The disk is getting full: ${free}.` : null;
}

export function cannotStart(message: string): PlumblineError {
  return new PlumblineError("unavailable", { message });
}

function makeDirectory(path: string): void {
  try {
    // PostgreSQL runs as another user than root and has to pass through, not to list.
    const isNew = mkdirSync(path, { recursive: true }) !== undefined;
    if (isNew) chmodSync(path, process.getuid?.() === 0 ? 0o711 : 0o700);
    const probe = join(path, `.writable-${randomUUID()}`);
    writeFileSync(probe, "");
    rmSync(probe);
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw cannotStart(
      `The data directory ${path} cannot be written (${reason}): correct its owner or set PLUMBLINE_DATA_DIR.`,
    );
  }
}

/** True when the lock was left behind by a process that is gone. */
function takeLock(lock: string): boolean {
  const own = `${lock}.${randomUUID()}`;
  writeFileSync(own, JSON.stringify(identify(process.pid)), { mode: 0o600 });
  let tookOver = false;
  try {
    for (;;) {
      if (tryTo(() => linkSync(own, lock), "EEXIST")) return tookOver;
      const content = readText(lock);
      if (content === null) continue;
      const holder = parseHolder(content);
      if (holder !== null && isAlive(holder)) {
        throw cannotStart(
          `Plumbline already runs on ${dirname(lock)} as process ${holder.pid}: stop it (kill ${holder.pid}), or set PLUMBLINE_DATA_DIR to start a second one.`,
        );
      }
      removeStale(lock, content);
      tookOver = true;
    }
  } finally {
    rmSync(own, { force: true });
  }
}

/** Of two that see the same stale lock one moves it away; whoever moved a fresh one puts it back. */
function removeStale(lock: string, staleContent: string): void {
  const aside = `${lock}.${randomUUID()}`;
  if (!tryTo(() => renameSync(lock, aside), "ENOENT")) return;
  if (readText(aside) !== staleContent) tryTo(() => linkSync(aside, lock), "EEXIST");
  rmSync(aside, { force: true });
}

function tryTo(action: () => void, expectedCode: string): boolean {
  try {
    action();
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === expectedCode) return false;
    throw error;
  }
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}

function parseHolder(content: string): ProcessIdentity | null {
  return parseJson(content, processIdentity);
}

function readChildren(path: string): ChildRecord[] {
  return parseJson(readText(path) ?? "[]", z.array(childRecord)) ?? [];
}

function parseJson<T>(text: string, schema: z.ZodType<T>): T | null {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
