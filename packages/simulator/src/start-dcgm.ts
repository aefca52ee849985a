import { listen } from "./http/listen.ts";
import { MetricPage, metricPageType } from "./http/metric-page.ts";
import { sendText } from "./http/send.ts";
import type { VllmSimulator } from "./start-vllm.ts";

export interface HostOptions {
  /** Each server takes one GPU per engine, in order. */
  servers: readonly VllmSimulator[];
  hostname?: string;
  cores?: number;
  memoryBytes?: number;
  dcgmPort?: number;
  nodePort?: number;
}

export interface HostSimulator {
  /** Of the DCGM exporter, without path. */
  dcgmUrl: string;
  nodeUrl: string;
  close(): Promise<void>;
}

interface Gpu {
  server: VllmSimulator;
  engine: number;
  /** Share of the last interval in which a step was under way. */
  busy: number;
  lastBusyMs: number;
  energyMillijoules: number;
}

const sampleMs = 1_000;
/** What one engine and its HTTP front cost a host when they are busy, and when they are not. */
const coresPerBusyEngine = 1.6;
const idleCores = 0.15;

/** The metric pages of a GPU host: DCGM exporter and node exporter, following what its engines do. */
export async function startDcgm(options: HostOptions): Promise<HostSimulator> {
  const host = new Host(options);
  const page =
    (text: () => string) => (request: { url?: string }, response: Parameters<typeof sendText>[0]) =>
      request.url?.startsWith("/metrics") === true
        ? sendText(response, 200, text(), { "content-type": metricPageType })
        : sendText(response, request.url === "/health" ? 200 : 404, "");
  const dcgm = await listen(
    page(() => host.dcgmText()),
    options.dcgmPort,
  );
  const node = await listen(
    page(() => host.nodeText()),
    options.nodePort,
  );
  const timer = setInterval(() => host.sample(), sampleMs).unref();
  return {
    dcgmUrl: dcgm.url,
    nodeUrl: node.url,
    close: async () => {
      clearInterval(timer);
      await Promise.all([dcgm.close(), node.close()]);
    },
  };
}

class Host {
  readonly #hostname: string;
  readonly #cores: number;
  readonly #memoryBytes: number;
  readonly #gpus: Gpu[];
  readonly #busySeconds: Float64Array;
  readonly #startedMs = performance.now();
  #sampledMs = performance.now();

  constructor({ servers, hostname = "gpu-host-1", cores = 16, memoryBytes = 128 * 2 ** 30 }: HostOptions) {
    this.#hostname = hostname;
    this.#cores = cores;
    this.#memoryBytes = memoryBytes;
    this.#busySeconds = new Float64Array(cores);
    this.#gpus = servers.flatMap((server) =>
      server.stats().map((_, engine) => ({ server, engine, busy: 0, lastBusyMs: 0, energyMillijoules: 0 })),
    );
  }

  /** Looks at what the engines did since it last looked. */
  sample(): void {
    const nowMs = performance.now();
    const passedMs = nowMs - this.#sampledMs;
    if (passedMs < sampleMs / 10) return;
    this.#sampledMs = nowMs;
    let busyCores = idleCores;
    for (const gpu of this.#gpus) {
      const { timeScale, profile } = gpu.server;
      const busyMs = (gpu.server.stats()[gpu.engine]?.busyMs ?? 0) * timeScale;
      gpu.busy = Math.min(1, Math.max(0, busyMs - gpu.lastBusyMs) / passedMs);
      gpu.lastBusyMs = busyMs;
      gpu.energyMillijoules += wattsOf(profile.gpu, gpu.busy) * passedMs;
      busyCores += gpu.busy * coresPerBusyEngine;
    }
    for (let core = 0; core < this.#cores; core += 1) {
      const share = Math.min(1, Math.max(0, busyCores - core));
      this.#busySeconds[core] = (this.#busySeconds[core] ?? 0) + (share * passedMs) / 1_000;
    }
  }

  dcgmText(): string {
    this.sample();
    const page = new MetricPage();
    const add = (name: string, type: "gauge" | "counter", help: string, read: (gpu: Gpu) => number): void => {
      page.family(name, type, help);
      for (const [index, gpu] of this.#gpus.entries()) page.sample(name, this.#labels(gpu, index), read(gpu));
    };
    const gpuOf = ({ server }: Gpu) => server.profile.gpu;
    const held = ({ server, engine }: Gpu): number => server.stats()[engine]?.kvCacheUsage ?? 0;
    add("DCGM_FI_DEV_SM_CLOCK", "gauge", "SM clock frequency (in MHz).", ({ busy }) =>
      Math.round(345 + busy * 1_635),
    );
    add("DCGM_FI_DEV_GPU_TEMP", "gauge", "GPU temperature (in C).", ({ busy }) => Math.round(32 + busy * 38));
    add("DCGM_FI_DEV_POWER_USAGE", "gauge", "Power draw (in W).", (gpu) => wattsOf(gpuOf(gpu), gpu.busy));
    add(
      "DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION",
      "counter",
      "Total energy consumption since boot (in mJ).",
      ({ energyMillijoules }) => Math.round(energyMillijoules),
    );
    add("DCGM_FI_DEV_GPU_UTIL", "gauge", "GPU utilization (in %).", ({ busy }) => Math.round(busy * 100));
    add("DCGM_FI_DEV_MEM_COPY_UTIL", "gauge", "Memory utilization (in %).", ({ busy }) =>
      Math.round(busy * 70),
    );
    add(
      "DCGM_FI_PROF_GR_ENGINE_ACTIVE",
      "gauge",
      "Ratio of time the graphics engine is active.",
      ({ busy }) => busy,
    );
    add(
      "DCGM_FI_PROF_DRAM_ACTIVE",
      "gauge",
      "Ratio of cycles the device memory interface is active.",
      (gpu) => Math.min(1, gpu.busy * (0.6 + 0.3 * held(gpu))),
    );
    // vLLM takes its KV cache when it starts: memory does not follow the load.
    add("DCGM_FI_DEV_FB_USED", "gauge", "Framebuffer memory used (in MiB).", (gpu) => gpuOf(gpu).usedMiB);
    add("DCGM_FI_DEV_FB_FREE", "gauge", "Framebuffer memory free (in MiB).", (gpu) =>
      Math.max(0, gpuOf(gpu).memoryMiB - gpuOf(gpu).usedMiB),
    );
    return page.text;
  }

  nodeText(): string {
    this.sample();
    const page = new MetricPage();
    const upSeconds = (performance.now() - this.#startedMs) / 1_000;
    page.family("node_cpu_seconds_total", "counter", "Seconds the CPUs spent in each mode.");
    for (const [cpu, busy] of this.#busySeconds.entries()) {
      const seconds = {
        user: busy * 0.8,
        system: busy * 0.2,
        idle: Math.max(0, upSeconds - busy),
        iowait: 0,
      };
      for (const [mode, value] of Object.entries(seconds))
        page.sample("node_cpu_seconds_total", { cpu, mode }, value);
    }
    const load = idleCores + this.#gpus.reduce((total, { busy }) => total + busy * coresPerBusyEngine, 0);
    const usedBytes = Math.round(this.#memoryBytes * (0.1 + 0.05 * this.#gpus.length));
    const gauges: ReadonlyArray<[string, string, number]> = [
      ["node_load1", "1m load average.", load],
      ["node_memory_MemTotal_bytes", "Memory information field MemTotal_bytes.", this.#memoryBytes],
      [
        "node_memory_MemAvailable_bytes",
        "Memory information field MemAvailable_bytes.",
        this.#memoryBytes - usedBytes,
      ],
      [
        "node_memory_MemFree_bytes",
        "Memory information field MemFree_bytes.",
        Math.round((this.#memoryBytes - usedBytes) * 0.8),
      ],
      ["node_memory_Cached_bytes", "Memory information field Cached_bytes.", Math.round(usedBytes / 4)],
    ];
    for (const [name, help, value] of gauges) {
      page.family(name, "gauge", help);
      page.sample(name, {}, value);
    }
    return page.text;
  }

  #labels(gpu: Gpu, index: number): Record<string, string | number> {
    return {
      gpu: index,
      UUID: `GPU-00000000-0000-4000-8000-${String(index).padStart(12, "0")}`,
      device: `nvidia${index}`,
      modelName: gpu.server.profile.gpu.name,
      Hostname: this.#hostname,
    };
  }
}

const wattsOf = ({ idleWatts, maxWatts }: { idleWatts: number; maxWatts: number }, busy: number): number =>
  Math.round((idleWatts + (maxWatts - idleWatts) * busy * 0.9) * 1_000) / 1_000;
