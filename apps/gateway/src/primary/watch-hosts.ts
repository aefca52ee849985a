import type { Replica } from "@plumbline/contracts/gateway-snapshot";
import type { GpuStatus, HostStatus } from "@plumbline/contracts/gateway-status";
import {
  cpuUseBetween,
  type GpuLoad,
  type HostPage,
  readGpuLoad,
  readHostPage,
} from "@plumbline/routing/host-load";
import type { Hub } from "./hub.ts";
import { createProbes } from "./probes.ts";

export interface HostWatch {
  /** null where no exporter is named. */
  gpuOf(replica: Replica): GpuStatus | null;
  hostOf(replica: Replica): HostStatus | null;
  stop(): Promise<void>;
}

const scrapeTimeoutMs = 4_000;

/** One exporter; replicas of one host share it. */
interface Exporter {
  isAsking: boolean;
  /** Wall clock of what it told last; null: never. */
  toldAtMs: number | null;
  text: string;
  /** What was read of the page, by the ids of the GPUs that were asked for. */
  loads: Map<string, GpuLoad | null>;
  host: HostPage | null;
  cpuUse: number | null;
}

/** Reads the exporters that replicas name. What is older than 15 seconds is unknown, and since when is said. */
export function watchHosts(options: { hub: Hub; everyMs?: number; staleMs?: number }): HostWatch {
  const { hub, everyMs = 5_000, staleMs = 15_000 } = options;
  const probes = createProbes(hub);
  const exporters = new Map<string, Exporter>();

  const ask = async (url: string, exporter: Exporter): Promise<void> => {
    exporter.isAsking = true;
    const page = await probes.get(pageOf(url), scrapeTimeoutMs).finally(() => {
      exporter.isAsking = false;
    });
    if (page?.status !== 200) return;
    const host = readHostPage(page.text);
    // Over a silence the mean says little of now, and is still true.
    exporter.cpuUse = exporter.host === null ? null : cpuUseBetween(exporter.host, host);
    exporter.host = host;
    exporter.text = page.text;
    exporter.loads.clear();
    exporter.toldAtMs = Date.now();
  };
  const look = (): void => {
    const replicas = hub.switchboard.state().map(({ replica }) => replica);
    const wanted = new Set(
      replicas.flatMap(({ dcgm_url, node_exporter_url }) => [dcgm_url, node_exporter_url]),
    );
    for (const url of exporters.keys()) if (!wanted.has(url)) exporters.delete(url);
    for (const url of wanted) {
      if (url === undefined) continue;
      const exporter = exporters.get(url) ?? newExporter();
      exporters.set(url, exporter);
      if (!exporter.isAsking) ask(url, exporter).catch(() => exporter.loads.clear());
    }
  };
  look();
  const timer = setInterval(look, everyMs);
  const fresh = (url: string): { exporter: Exporter | null; toldAtMs: number | null } => {
    const exporter = exporters.get(url);
    const toldAtMs = exporter?.toldAtMs ?? null;
    const isFresh = toldAtMs !== null && Date.now() - toldAtMs <= staleMs;
    return { exporter: isFresh ? (exporter ?? null) : null, toldAtMs };
  };
  return {
    gpuOf({ dcgm_url: url, gpu_ids: ids }) {
      if (url === undefined) return null;
      const { exporter, toldAtMs } = fresh(url);
      const load = exporter === null ? null : loadOf(exporter, ids);
      return { toldAtMs, ...(load ?? unknownGpu) };
    },
    hostOf({ node_exporter_url: url }) {
      if (url === undefined) return null;
      const { exporter, toldAtMs } = fresh(url);
      const { memoryUsedBytes = null, memoryTotalBytes = null } = exporter?.host ?? {};
      return { toldAtMs, cpuUse: exporter?.cpuUse ?? null, memoryUsedBytes, memoryTotalBytes };
    },
    async stop() {
      clearInterval(timer);
      await probes.close();
    },
  };
}

/** Pages are long and asked about by every replica: each is read once. */
function loadOf(exporter: Exporter, ids: Replica["gpu_ids"]): GpuLoad | null {
  const name = JSON.stringify(ids ?? null);
  const known = exporter.loads.get(name);
  if (known !== undefined) return known;
  const load = readGpuLoad(exporter.text, ids);
  exporter.loads.set(name, load);
  return load;
}

const unknownGpu = {
  count: null,
  use: null,
  memoryUsedBytes: null,
  memoryTotalBytes: null,
  watts: null,
  celsius: null,
};

/** An exporter's address without a path means its page. */
function pageOf(url: string): string {
  const parsed = new URL(url);
  if (parsed.pathname === "/") parsed.pathname = "/metrics";
  return parsed.href;
}

function newExporter(): Exporter {
  return { isAsking: false, toldAtMs: null, text: "", loads: new Map(), host: null, cpuUse: null };
}
