import { writeFileSync } from "node:fs";
import { setPriority } from "node:os";

/** As `nice` counts: for one that competes for a core with one other, a quarter of it. */
const engineNiceness = 5;
const threadNiceness = 15;

/**
 * Lets other processes go first where they compete for a core: for an engine, which writes most of the time,
 * and whose readers wait a little longer sooner than callers of models. Threads that run already keep their
 * priority, so call it before anything else.
 */
export function lowerProcessPriority(): void {
  setPriority(engineNiceness);
  try {
    // Linux shares cores between sessions before it looks at processes; whoever calls this leads its own.
    writeFileSync("/proc/self/autogroup", String(engineNiceness));
  } catch {
    // Other systems, and kernels that do not group, have no such file.
  }
}

/** Lets the other threads of this process go first. Only Linux knows priorities of threads. */
export function lowerThreadPriority(): void {
  if (process.platform === "linux") setPriority(threadNiceness);
}
