import { expect, it } from "vitest";
import { runLoad } from "./load-client.ts";
import { startDcgm } from "./start-dcgm.ts";
import { startVllm } from "./start-vllm.ts";

async function read(url: string, series: RegExp): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(new RegExp(`^${series.source} (\\S+)$`, "m").exec(text)?.[1]);
}

it("a host's GPUs and processors follow the load of their engines", async () => {
  const server = await startVllm({ models: ["llama"], seed: 1, profile: "llama-3.1-8b-h100", engines: 2 });
  const host = await startDcgm({ servers: [server] });
  const util = (gpu: number) => read(host.dcgmUrl, new RegExp(`DCGM_FI_DEV_GPU_UTIL\\{gpu="${gpu}",.*\\}`));
  const cpu = () => read(host.nodeUrl, /node_cpu_seconds_total\{cpu="0",mode="user"\}/);
  expect([await util(0), await util(1)]).toEqual([0, 0]);
  const before = await cpu();
  const load = runLoad({
    url: `${server.url}/v1/chat/completions`,
    body: () => ({ model: "llama", messages: [{ role: "user", content: "[[tokens=400]]" }] }),
    pattern: { kind: "closed", concurrency: 1, requests: 1 },
  });
  await expect.poll(() => util(0), { interval: 500 }).toBeGreaterThan(50);
  expect(await util(1)).toBe(0);
  await load;
  expect(await cpu()).toBeGreaterThan(before);
  expect(await read(host.dcgmUrl, /DCGM_FI_DEV_FB_USED\{gpu="1",.*\}/)).toBe(73_400);
  expect(await read(host.nodeUrl, /node_memory_MemTotal_bytes/)).toBe(128 * 2 ** 30);
  await expect.poll(() => util(0), { interval: 500 }).toBe(0);
  await host.close();
  await server.close();
});
