import { readFileSync } from "node:fs";

/** Linux counts CPU in hundredths of a second. */
const ticksPerSecond = 100;

/** User and system time of a process and its threads since its start; 0 when it is gone. */
export function cpuSeconds(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
  } catch {
    return 0;
  }
}

export function residentBytes(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

export interface ResidentWatch {
  /** The largest since the last call. */
  takeMaxBytes(): number;
  stop(): void;
}

export function watchResident(pid: number): ResidentWatch {
  let maxBytes = 0;
  const look = (): void => {
    maxBytes = Math.max(maxBytes, residentBytes(pid));
  };
  const timer = setInterval(look, 250);
  return {
    takeMaxBytes() {
      look();
      const taken = maxBytes;
      maxBytes = 0;
      return taken;
    },
    stop: () => clearInterval(timer),
  };
}

export interface CpuReading {
  api: number;
  clickhouse: number;
  generator: number;
}

export function readCpu(pids: { api: number; clickhouse: number }): CpuReading {
  const own = process.cpuUsage();
  return {
    api: cpuSeconds(pids.api),
    clickhouse: cpuSeconds(pids.clickhouse),
    generator: (own.user + own.system) / 1e6,
  };
}

export function cpuBetween(before: CpuReading, after: CpuReading): CpuReading {
  return {
    api: after.api - before.api,
    clickhouse: after.clickhouse - before.clickhouse,
    generator: after.generator - before.generator,
  };
}
