// A directory that takes everything a run leaves behind, whatever way the run ended.
import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const graceMs = 15_000;

/** To be given to the run as its TMPDIR: what it starts inherits it and is known by it. */
export function makeScratch() {
  const path = mkdtempSync(join(tmpdir(), "plumbline-run-"));
  // Under root PostgreSQL runs as a user of its own, who has to pass through here.
  chmodSync(path, 0o711);
  return { path, clear: () => clear(path) };
}

async function clear(path) {
  // What was stopped has to go on to notice that its parent is gone; then it leaves by itself.
  signal(processesOf(path), "SIGCONT");
  const deadline = Date.now() + graceMs;
  while (processesOf(path).length > 0 && Date.now() < deadline) await sleep(100);
  const left = processesOf(path);
  if (left.length > 0) console.error(`Processes that had to be killed: ${left.join(", ")}`);
  signal(left, "SIGKILL");
  while (processesOf(path).length > 0 && Date.now() < deadline + graceMs) await sleep(100);
  for (const mount of mountsBelow(path)) spawnSync("umount", ["-l", mount]);
  rmSync(path, { recursive: true, force: true });
}

function signal(pids, name) {
  for (const pid of pids) {
    try {
      process.kill(pid, name);
    } catch {
      // It ended by itself.
    }
  }
}

/** Only where /proc tells; elsewhere children have to end on their own when their parent does. */
function processesOf(path) {
  const isOurs = (pid) => readOrEmpty(`/proc/${pid}/environ`).split("\0").includes(`TMPDIR=${path}`);
  return entriesOf("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter(isOurs)
    .map(Number);
}

function mountsBelow(path) {
  return readOrEmpty("/proc/mounts")
    .split("\n")
    .map((line) => line.split(" ")[1] ?? "")
    .filter((mount) => mount.startsWith(`${path}/`))
    .toReversed();
}

function entriesOf(directory) {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

function readOrEmpty(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
