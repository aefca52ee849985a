import { readdirSync, readFileSync } from "node:fs";
import { cpuSeconds, residentBytes } from "../ingest/process-usage.ts";

/** A process and all that descend from it, threads of course included. */
function processTree(root: number): number[] {
  const found = [root];
  for (const pid of found) {
    try {
      for (const thread of readdirSync(`/proc/${pid}/task`)) {
        const text = readFileSync(`/proc/${pid}/task/${thread}/children`, "utf8").trim();
        if (text !== "") found.push(...text.split(" ").map(Number));
      }
    } catch {
      // It has ended meanwhile.
    }
  }
  return found;
}

export function treeCpuSeconds(root: number): number {
  return processTree(root).reduce((total, pid) => total + cpuSeconds(pid), 0);
}

export function treeResidentBytes(root: number): number {
  return processTree(root).reduce((total, pid) => total + residentBytes(pid), 0);
}
