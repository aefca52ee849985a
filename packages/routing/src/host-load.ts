import { readLabels, readSamples } from "./read-exposition.ts";

/** GPUs of one replica. null is what the exporter does not tell. */
export interface GpuLoad {
  count: number;
  /** Mean over them, 0–1. */
  use: number | null;
  memoryUsedBytes: number | null;
  memoryTotalBytes: number | null;
  watts: number | null;
  /** Of the hottest. */
  celsius: number | null;
}

/** A GPU as `nvidia-smi -L` lists it: by its index or its UUID. */
export type GpuId = number | string;

const mebibyte = 1024 * 1024;

/**
 * The page of a DCGM exporter. Without `ids` all GPUs on it are meant; null when one of those that are
 * meant is not on it, or none is.
 */
export function readGpuLoad(page: string, ids?: readonly GpuId[]): GpuLoad | null {
  const gpus = new Map<string, Map<string, number>>();
  const names = new Map<string, string>();
  for (const { name, labelText, value } of readSamples(page)) {
    if (!name.startsWith("DCGM_FI_") || !Number.isFinite(value) || value < 0) continue;
    const labels = readLabels(labelText);
    const index = labels.get("gpu");
    // A slice of a GPU (MIG) tells of itself alone.
    if (index === undefined || labels.has("GPU_I_ID")) continue;
    const known = gpus.get(index) ?? new Map<string, number>();
    gpus.set(index, known.set(name, value));
    names.set(labels.get("UUID") ?? index, index);
  }
  const wanted = ids?.map((id) => gpus.get(names.get(String(id)) ?? String(id))) ?? [...gpus.values()];
  const meant = wanted.filter((gpu) => gpu !== undefined);
  if (meant.length === 0 || meant.length < wanted.length) return null;
  const used = sum(meant.map((gpu) => gpu.get("DCGM_FI_DEV_FB_USED")));
  const free = sum(meant.map((gpu) => gpu.get("DCGM_FI_DEV_FB_FREE")));
  const use = sum(meant.map(useOf));
  const hottest = meant.map((gpu) => gpu.get("DCGM_FI_DEV_GPU_TEMP")).filter((value) => value !== undefined);
  return {
    count: meant.length,
    use: use === null ? null : use / meant.length,
    memoryUsedBytes: used === null ? null : used * mebibyte,
    memoryTotalBytes: used === null || free === null ? null : (used + free) * mebibyte,
    watts: sum(meant.map((gpu) => gpu.get("DCGM_FI_DEV_POWER_USAGE"))),
    celsius: hottest.length === 0 ? null : Math.max(...hottest),
  };
}

/** The profiling counter is a ratio and finer; the other one, in percent, is there on every GPU. */
function useOf(gpu: ReadonlyMap<string, number>): number | undefined {
  const active = gpu.get("DCGM_FI_PROF_GR_ENGINE_ACTIVE");
  const percent = gpu.get("DCGM_FI_DEV_GPU_UTIL");
  const use = active ?? (percent === undefined ? undefined : percent / 100);
  return use === undefined ? undefined : Math.min(1, use);
}

/** null as soon as one is unknown: the rest would pass for all. */
function sum(values: readonly (number | undefined)[]): number | null {
  let total = 0;
  for (const value of values) {
    if (value === undefined) return null;
    total += value;
  }
  return total;
}

/** What a node exporter says at one moment; counters are since the host's start. */
export interface HostPage {
  cpuSeconds: number | null;
  idleSeconds: number | null;
  memoryUsedBytes: number | null;
  memoryTotalBytes: number | null;
}

export function readHostPage(page: string): HostPage {
  let cpuSeconds: number | null = null;
  let idleSeconds: number | null = null;
  let total: number | null = null;
  let available: number | null = null;
  for (const { name, labelText, value } of readSamples(page)) {
    if (!Number.isFinite(value) || value < 0) continue;
    if (name === "node_cpu_seconds_total") {
      cpuSeconds = (cpuSeconds ?? 0) + value;
      if (readLabels(labelText).get("mode") === "idle") idleSeconds = (idleSeconds ?? 0) + value;
    } else if (name === "node_memory_MemTotal_bytes") total = value;
    else if (name === "node_memory_MemAvailable_bytes") available = value;
  }
  const used = total === null || available === null ? null : Math.max(0, total - available);
  return { cpuSeconds, idleSeconds, memoryUsedBytes: used, memoryTotalBytes: total };
}

/** Share of time in which its processors were not idle, 0–1, between two pages; null over a restart. */
export function cpuUseBetween(before: HostPage, after: HostPage): number | null {
  if (before.cpuSeconds === null || before.idleSeconds === null) return null;
  if (after.cpuSeconds === null || after.idleSeconds === null) return null;
  const passed = after.cpuSeconds - before.cpuSeconds;
  const idle = after.idleSeconds - before.idleSeconds;
  if (passed <= 0 || idle < 0) return null;
  return Math.min(1, Math.max(0, 1 - idle / passed));
}
