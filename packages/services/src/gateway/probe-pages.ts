import type { Replica } from "@plumbline/contracts/gateway-snapshot";
import { type OnceOptions, requestOnce } from "@plumbline/egress/request-once";
import type { TextAnswer } from "@plumbline/egress/request-text";
import { readGpuLoad, readHostPage } from "@plumbline/routing/host-load";
import { describeMetrics, describePage, type ReplicaCheck } from "./describe-page.ts";

const maxBytes = 8 * 1024 * 1024;

/** Pages that a replica names beside its own address; none decides whether calls work. */
export function probePages(replica: Replica, options: OnceOptions): Promise<ReplicaCheck>[] {
  const checks: Promise<ReplicaCheck>[] = [];
  const add = (
    field: string,
    url: string | undefined,
    describe: (asked: string, answer: TextAnswer) => ReplicaCheck,
  ): void => {
    if (url === undefined) return;
    const { origin, pathname, search } = new URL(url);
    const path = `${pathname === "/" ? "/metrics" : pathname}${search}`;
    const answer = requestOnce(
      origin,
      { method: "GET", path, headers: [], body: null },
      { ...options, maxBytes },
    );
    checks.push(answer.then((given) => describe(`GET ${path} of ${field}`, given)));
  };
  add("metrics_url", replica.metrics_url, describeMetrics);
  add("dcgm_url", replica.dcgm_url, (asked, answer) => describeGpus(asked, answer, replica));
  add("node_exporter_url", replica.node_exporter_url, describeHost);
  return checks;
}

function describeGpus(asked: string, answer: TextAnswer, { gpu_ids: ids }: Replica): ReplicaCheck {
  const page = describePage(asked, answer, "");
  if (!answer.ok || answer.status >= 400) return { ...page, ok: null };
  const load = readGpuLoad(answer.text, ids);
  if (load === null) {
    const saw =
      ids === undefined ? "The page names no GPU." : `It does not name all of GPU ${ids.join(", ")}.`;
    return { ...page, ok: null, saw, todo: "Check that a DCGM exporter answers there, and gpu_ids." };
  }
  const use = load.use === null ? "use unknown" : `${Math.round(load.use * 100)} % in use`;
  return { ...page, saw: `${load.count === 1 ? "1 GPU" : `${load.count} GPUs`}, ${use}.` };
}

function describeHost(asked: string, answer: TextAnswer): ReplicaCheck {
  const page = describePage(asked, answer, "");
  if (!answer.ok || answer.status >= 400) return { ...page, ok: null };
  const { cpuSeconds, memoryTotalBytes } = readHostPage(answer.text);
  if (cpuSeconds === null && memoryTotalBytes === null) {
    const saw = "The page tells nothing of processors or memory.";
    return { ...page, ok: null, saw, todo: "Check that a node exporter answers there." };
  }
  const memory =
    memoryTotalBytes === null ? "memory unknown" : `${Math.round(memoryTotalBytes / 2 ** 30)} GiB of memory`;
  return { ...page, saw: `It tells of its processors, and ${memory}.` };
}
