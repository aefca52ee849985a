import { closeSync, fdatasyncSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { availableParallelism, cpus, release, totalmem } from "node:os";
import { join } from "node:path";
import { percentile } from "./percentile.ts";

function fileSystemOf(path: string): string {
  const mounts = readFileSync("/proc/mounts", "utf8").trim().split("\n");
  let best = ["", "", "unknown"];
  for (const line of mounts) {
    const [device = "", point = "", type = ""] = line.split(" ");
    const inside = path === point || path.startsWith(point.endsWith("/") ? point : `${point}/`);
    if (inside && point.length >= (best[1] ?? "").length) best = [device, point, type];
  }
  return `${best[0]} (${best[2]})`;
}

/** Median and 99th percentile of 4 KiB appends with fdatasync, milliseconds. */
function measureSync(directory: string): string {
  const path = join(directory, "sync-probe");
  const descriptor = openSync(path, "w");
  const page = Buffer.alloc(4096, 1);
  const tookMs: number[] = [];
  for (let round = 0; round < 200; round += 1) {
    const startedAt = performance.now();
    writeSync(descriptor, page, 0, page.length, round * page.length);
    fdatasyncSync(descriptor);
    tookMs.push(performance.now() - startedAt);
  }
  closeSync(descriptor);
  rmSync(path);
  return `fdatasync p50 ${percentile(tookMs, 50).toFixed(2)} ms, p99 ${percentile(tookMs, 99).toFixed(2)} ms`;
}

export function describeMachine(dataDirectory: string): Array<[string, string]> {
  const [cpu] = cpus();
  return [
    ["CPU", `${cpu?.model.trim() ?? "unknown"}, ${availableParallelism()} cores`],
    ["Memory", `${(totalmem() / 2 ** 30).toFixed(1)} GiB`],
    ["System", `Linux ${release()}, Node ${process.version}`],
    ["Disk", `${fileSystemOf(dataDirectory)}, ${measureSync(dataDirectory)}`],
    ["Busy before", `load average ${readFileSync("/proc/loadavg", "utf8").split(" ").slice(0, 3).join(" ")}`],
  ];
}
