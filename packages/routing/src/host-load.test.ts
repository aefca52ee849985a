import { describe, expect, it } from "vitest";
import { cpuUseBetween, readGpuLoad, readHostPage } from "./host-load.ts";

const dcgm = (rows: [name: string, gpu: number, value: string, more?: string][]): string =>
  rows
    .map(
      ([name, gpu, value, more = ""]) =>
        `${name}{gpu="${gpu}",UUID="GPU-${gpu}",Hostname="a{b}"${more}} ${value}`,
    )
    .join("\n");

describe("the GPUs of a replica", () => {
  const page = dcgm([
    ["DCGM_FI_DEV_GPU_UTIL", 0, "40"],
    ["DCGM_FI_DEV_GPU_UTIL", 1, "90"],
    ["DCGM_FI_PROF_GR_ENGINE_ACTIVE", 1, "0.8"],
    ["DCGM_FI_DEV_FB_USED", 0, "1024"],
    ["DCGM_FI_DEV_FB_FREE", 0, "3072"],
    ["DCGM_FI_DEV_FB_USED", 1, "2048"],
    ["DCGM_FI_DEV_POWER_USAGE", 0, "100.5"],
    ["DCGM_FI_DEV_POWER_USAGE", 1, "200"],
    ["DCGM_FI_DEV_GPU_TEMP", 0, "40"],
    ["DCGM_FI_DEV_GPU_TEMP", 1, "61"],
    ["DCGM_FI_DEV_GPU_UTIL", 1, "5", ',GPU_I_ID="3"'],
  ]);

  it("are those that it names, by index or UUID, and all without names", () => {
    expect(readGpuLoad(page, [0])).toEqual({
      count: 1,
      use: 0.4,
      memoryUsedBytes: 2 ** 30,
      memoryTotalBytes: 2 ** 32,
      watts: 100.5,
      celsius: 40,
    });
    expect(readGpuLoad(page, ["GPU-1"])?.use).toBe(0.8);
    expect(readGpuLoad(page)).toMatchObject({ count: 2, watts: 300.5, celsius: 61 });
    expect(readGpuLoad(page)?.use).toBeCloseTo(0.6);
  });

  it("are unknown where the exporter says nothing of them", () => {
    expect(readGpuLoad(page, [0, 7])).toBeNull();
    expect(readGpuLoad("up 1\n")).toBeNull();
    // The memory of one is not that of both.
    expect(readGpuLoad(page)).toMatchObject({ memoryUsedBytes: 3 * 2 ** 30, memoryTotalBytes: null });
    expect(readGpuLoad(dcgm([["DCGM_FI_DEV_GPU_UTIL", 0, "NaN"]]))).toBeNull();
    expect(readGpuLoad(dcgm([["DCGM_FI_DEV_GPU_TEMP", 0, "50"]]))?.use).toBeNull();
  });
});

describe("a host", () => {
  const node = (user: number, idle: number): string =>
    `node_cpu_seconds_total{cpu="0",mode="user"} ${user}\nnode_cpu_seconds_total{cpu="0",mode="idle"} ${idle}\n` +
    "node_memory_MemTotal_bytes 1e9\nnode_memory_MemAvailable_bytes 2.5e+08\n";

  it("tells its processors between two pages, and its memory", () => {
    const [before, after] = [readHostPage(node(10, 100)), readHostPage(node(13, 101))];
    expect(cpuUseBetween(before, after)).toBe(0.75);
    expect(after).toMatchObject({ memoryUsedBytes: 7.5e8, memoryTotalBytes: 1e9 });
  });

  it("is unknown over a restart, between equal pages, and where it says nothing", () => {
    expect(cpuUseBetween(readHostPage(node(10, 100)), readHostPage(node(1, 2)))).toBeNull();
    expect(cpuUseBetween(readHostPage(node(10, 100)), readHostPage(node(10, 100)))).toBeNull();
    expect(readHostPage("up 1\n")).toEqual({
      cpuSeconds: null,
      idleSeconds: null,
      memoryUsedBytes: null,
      memoryTotalBytes: null,
    });
  });
});
