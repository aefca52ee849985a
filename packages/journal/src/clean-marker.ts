import { closeSync, existsSync, fsyncSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { syncDirectorySync } from "./quarantine.ts";

/** Left by an orderly close: nothing is unfinished, and released segments need no replay. */
export interface CleanMarker {
  /** Last release by the stem of each released segment, milliseconds since the epoch. */
  releasedAtMs: ReadonlyMap<string, number>;
}

function markerPath(directory: string): string {
  return join(directory, "clean");
}

export function readCleanMarker(directory: string): CleanMarker | null {
  const path = markerPath(directory);
  if (!existsSync(path)) return null;
  const lines = readFileSync(path, "latin1").split("\n");
  // The last line tells that the file is whole.
  if (lines.at(-2) !== "end") return null;
  const releasedAtMs = new Map<string, number>();
  for (const line of lines.slice(0, -2)) {
    const [stem, atMs] = line.split(" ");
    if (stem && atMs) releasedAtMs.set(stem, Number(atMs));
  }
  return { releasedAtMs };
}

/** Without room for it the next opening takes this end for an unclean one, which costs only time. */
export function writeCleanMarker(directory: string, marker: CleanMarker): void {
  try {
    writeMarker(directory, marker);
  } catch {
    rmSync(markerPath(directory), { force: true });
  }
}

function writeMarker(directory: string, marker: CleanMarker): void {
  const descriptor = openSync(markerPath(directory), "w", 0o600);
  try {
    const lines = [...marker.releasedAtMs].map(([stem, atMs]) => `${stem} ${atMs}\n`);
    writeSync(descriptor, `${lines.join("")}end\n`);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  syncDirectorySync(directory);
}

export function removeCleanMarker(directory: string): void {
  rmSync(markerPath(directory), { force: true });
  syncDirectorySync(directory);
}
