import { createMetrics } from "@plumbline/runtime/metrics";
import { startDcgm } from "@plumbline/simulator/start-dcgm";
import { startVllm } from "@plumbline/simulator/start-vllm";
import { expect, it, onTestFinished } from "vitest";
import { answerChat, startUpstream } from "./fake-upstream.fixture.ts";
import { type ConfigInput, poolOf, startGateway, type TestGateway } from "./gateway.fixture.ts";
import { declareFleetMetrics } from "./primary/fleet-metrics.ts";
import { type HostWatch, watchHosts } from "./primary/watch-hosts.ts";

async function startWatched(
  replicas: ConfigInput["pools"][number]["replicas"],
  staleMs = 60_000,
): Promise<{
  gateway: TestGateway;
  hosts: HostWatch;
  /** Lines of the page of metrics about hosts. */
  lines: () => Promise<string[]>;
}> {
  const gateway = await startGateway({ pools: [poolOf("", { replicas })] });
  const hosts = watchHosts({ hub: gateway.hub, everyMs: 50, staleMs });
  onTestFinished(() => hosts.stop());
  const metrics = createMetrics({ process: "gateway" });
  declareFleetMetrics(metrics, { hub: gateway.hub, hosts, fleet: { ready: () => 1, deaths: () => 0 } });
  const lines = async (): Promise<string[]> =>
    (await metrics.expose()).text
      .split("\n")
      .filter((line) => /^plumbline_gateway_replica_(gpu|host)/.test(line));
  return { gateway, hosts, lines };
}

it("a replica's GPUs and host are read from its exporters, each replica's own GPUs of a shared host", async () => {
  const server = await startVllm({ models: ["llama"], seed: 1, profile: "llama-3.1-8b-h100", engines: 2 });
  const host = await startDcgm({ servers: [server] });
  onTestFinished(async () => {
    await host.close();
    await server.close();
  });
  const exporters = { dcgm_url: host.dcgmUrl, node_exporter_url: `${host.nodeUrl}/metrics` };
  const { gateway, hosts, lines } = await startWatched([
    { name: "first", url: server.url, kind: "vllm", model: "llama", ...exporters, gpu_ids: [0] },
    { name: "second", url: server.url, kind: "vllm", model: "llama", ...exporters, gpu_ids: [1] },
    { name: "third", url: server.url, kind: "vllm", model: "llama" },
  ]);
  const [first, second, third] = gateway.hub.switchboard.state().map(({ replica }) => replica);
  if (first === undefined || second === undefined || third === undefined) throw new Error("three replicas");
  const gpuOf = (replica: typeof first) => hosts.gpuOf(replica);
  await expect.poll(() => gpuOf(first)?.use).toBe(0);
  expect(gpuOf(first)).toMatchObject({ count: 1, memoryTotalBytes: 81_559 * 2 ** 20 });
  expect(gpuOf(first)?.watts).toBeGreaterThan(0);
  await expect.poll(() => hosts.hostOf(first)?.cpuUse).toBeGreaterThanOrEqual(0);
  expect(hosts.hostOf(first)).toMatchObject({ memoryTotalBytes: 128 * 2 ** 30 });
  expect([gpuOf(third), hosts.hostOf(third)]).toEqual([null, null]);

  // One engine works, and with it the first GPU alone.
  const body = { model: "llama", messages: [{ role: "user", content: "[[tokens=400]]" }] };
  const answer = fetch(`${server.url}/v1/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  await expect.poll(() => gpuOf(first)?.use ?? 0).toBeGreaterThan(0.5);
  expect(gpuOf(second)?.use).toBe(0);
  await (await answer).text();
  const page = (await lines()).join("\n");
  expect(page).toContain(
    'plumbline_gateway_replica_gpu_use{project="project-1",pool="model-a",replica="second"} 0',
  );
  expect(page).toContain(
    'plumbline_gateway_replica_host_cpu_use{project="project-1",pool="model-a",replica="first"}',
  );
  expect(page).not.toContain('replica="third"');
});

it("an exporter that falls silent leaves what is unknown, and since when, and never a zero", async () => {
  const upstream = await startUpstream(answerChat);
  upstream.pages.set("/metrics", { status: 200, text: 'DCGM_FI_DEV_GPU_UTIL{gpu="0"} 70\n' });
  const exporters = { dcgm_url: upstream.url, node_exporter_url: "http://127.0.0.1:9/metrics" };
  const replicas = [{ url: upstream.url, kind: "vllm" as const, ...exporters }];
  const { gateway, hosts, lines } = await startWatched(replicas, 600);
  const replica = gateway.hub.switchboard.state()[0]?.replica;
  if (replica === undefined) throw new Error("one replica");
  await expect.poll(() => hosts.gpuOf(replica)?.use).toBe(0.7);
  expect(hosts.hostOf(replica)).toEqual({
    toldAtMs: null,
    cpuUse: null,
    memoryUsedBytes: null,
    memoryTotalBytes: null,
  });
  upstream.pages.set("/metrics", { status: 500, text: "" });
  await expect.poll(() => hosts.gpuOf(replica)?.use).toBeNull();
  const silent = hosts.gpuOf(replica);
  expect(silent?.toldAtMs).toBeGreaterThan(Date.now() - 30_000);
  expect(silent?.memoryUsedBytes).toBeNull();
  expect((await lines()).filter((line) => !line.startsWith("#"))).toEqual([]);
  upstream.pages.set("/metrics", { status: 200, text: 'DCGM_FI_DEV_GPU_UTIL{gpu="0"} 20\n' });
  await expect.poll(() => hosts.gpuOf(replica)?.use).toBe(0.2);
});
