import { readFileSync } from "node:fs";

const pollMs = 1_000;

/**
 * npm does not take its script down when it is killed itself, and nobody else would stop us then. Calls
 * once when npm, or the shell that it runs scripts through, is gone. Does nothing outside of npm.
 */
export function watchNpm(gone: () => void): void {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const shell = readProcess(parent);
  const timer = setInterval(() => {
    const isSame =
      process.ppid === parent && (!shell?.isShell || readProcess(parent)?.parent === shell.parent);
    if (isSame) return;
    clearInterval(timer);
    gone();
  }, pollMs);
  timer.unref();
}

/** Null where there is no /proc; there only the direct parent is watched. */
function readProcess(pid: number): { parent: number; isShell: boolean } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
    const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
    return { parent, isShell: command[1] === "-c" };
  } catch {
    return null;
  }
}
