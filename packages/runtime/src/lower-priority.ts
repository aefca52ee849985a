import { writeFileSync } from "node:fs";
import { setPriority } from "node:os";

/** As `nice` counts: with 10 a process gets a tenth of the core that it competes for. */
const engineNiceness = 10;
const threadNiceness = 15;

/**
 * Lets all other processes go first where they compete for a core: for an engine, whose work nobody waits for
 * by the millisecond. Threads that run already keep their priority, so call it before anything else.
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
