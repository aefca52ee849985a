import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { signalProcess } from "../signal-process.ts";

const fastShutdownMs = 10_000;
const pollMs = 50;

/**
 * A keeper that was killed leaves its PostgreSQL running: stops it in order, so that its directory can
 * be served again. A pid file is removed only where PostgreSQL would refuse it for good: unreadable, or
 * its number belongs to another process. A dead one's file leads PostgreSQL to surviving backends.
 */
export async function stopOrphan(directory: string): Promise<"none" | "dead" | "stale file" | "stopped"> {
  const pidFile = join(directory, "postmaster.pid");
  if (!existsSync(pidFile)) return "none";
  const pid = readPostmasterPid(directory);
  if (pid === null || !isPostgresOf(pid, directory)) {
    if (pid !== null && !isTaken(pid)) return "dead";
    rmSync(pidFile, { force: true });
    return "stale file";
  }
  // SIGINT is PostgreSQL's fast shutdown, SIGQUIT its immediate one: the next start recovers.
  for (const [signal, waitMs] of [
    ["SIGINT", fastShutdownMs],
    ["SIGQUIT", fastShutdownMs],
  ] as const) {
    signalProcess(pid, signal);
    for (let waitedMs = 0; waitedMs < waitMs; waitedMs += pollMs) {
      if (!isPostgresOf(pid, directory)) return "stopped";
      await sleep(pollMs);
    }
  }
  throw new Error(`PostgreSQL (process ${pid}) still runs on ${directory}: stop it and start again.`);
}

/** Null when there is no file or no number in it. */
export function readPostmasterPid(directory: string): number | null {
  const pidFile = join(directory, "postmaster.pid");
  if (!existsSync(pidFile)) return null;
  const pid = Number(readFileSync(pidFile, "utf8").split("\n", 1)[0]);
  return Number.isSafeInteger(pid) && pid > 0 ? pid : null;
}

/** As PostgreSQL itself asks: what it may not signal is not its predecessor. */
function isTaken(pid: number): boolean {
  try {
    return signalProcess(pid, 0);
  } catch {
    return false;
  }
}

function isPostgresOf(pid: number, directory: string): boolean {
  try {
    const command = existsSync("/proc/self/cmdline")
      ? readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ")
      : execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" });
    return command.includes("postgres") && command.includes(directory);
  } catch {
    return false;
  }
}
