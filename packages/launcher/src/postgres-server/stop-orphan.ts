import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const fastShutdownMs = 10_000;
const pollMs = 50;

/**
 * A keeper that was killed leaves its PostgreSQL running, or a pid file of one that no longer runs.
 * Stops the first in order, so that its directory can be served again, and removes the second:
 * PostgreSQL refuses to start when the number now belongs to some other process.
 */
export async function stopOrphan(directory: string): Promise<"none" | "stale file" | "stopped"> {
  const pidFile = join(directory, "postmaster.pid");
  if (!existsSync(pidFile)) return "none";
  const pid = Number(readFileSync(pidFile, "utf8").split("\n", 1)[0]);
  if (!Number.isSafeInteger(pid) || pid <= 1 || !isPostgresOf(pid, directory)) {
    rmSync(pidFile, { force: true });
    return "stale file";
  }
  // SIGINT is PostgreSQL's fast shutdown, SIGQUIT its immediate one: the next start recovers.
  for (const [signal, waitMs] of [
    ["SIGINT", fastShutdownMs],
    ["SIGQUIT", fastShutdownMs],
  ] as const) {
    process.kill(pid, signal);
    for (let waitedMs = 0; waitedMs < waitMs; waitedMs += pollMs) {
      if (!isPostgresOf(pid, directory)) return "stopped";
      await sleep(pollMs);
    }
  }
  throw new Error(`PostgreSQL (process ${pid}) still runs on ${directory}: stop it and start again.`);
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
