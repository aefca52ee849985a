import { createLogger } from "@plumbline/runtime/logger";
import { describe, expect, it, onTestFinished } from "vitest";
import { answerChat, type FakeUpstream, startUpstream } from "./fake-upstream.fixture.ts";
import { type ConfigInput, poolOf, startGateway, type TestGateway } from "./gateway.fixture.ts";
import { watchReplicas } from "./primary/watch-replicas.ts";

const path = "/v1/chat/completions";
const body = { model: "model-a", messages: [] };

/** A gateway whose primary looks after the replicas. */
async function startWatched(pools: ConfigInput["pools"]): Promise<TestGateway> {
  const gateway = await startGateway({ pools });
  const watching = watchReplicas({
    hub: gateway.hub,
    logger: createLogger({ name: "gateway", level: "error" }),
  });
  onTestFinished(() => watching.stop());
  return gateway;
}

const statusOf = async (gateway: TestGateway): Promise<number> => {
  const response = await gateway.fetch(path, { body });
  await response.text();
  return response.status;
};

const health = { interval_ms: 50, timeout_ms: 500, unhealthy_after: 2, healthy_after: 1, slow_start_ms: 0 };

describe("replicas are looked after", () => {
  it("and get no calls while their health check fails", async () => {
    const [sick, well] = [await startUpstream(answerChat), await startUpstream(answerChat)];
    const replicas = [sick, well].map(({ url }) => ({ url, kind: "vllm" as const }));
    const gateway = await startWatched([poolOf(sick.url, { replicas, strategy: "round_robin", health })]);
    const stateOf = (upstream: FakeUpstream) =>
      gateway.hub.switchboard.state().find(({ replica }) => replica.url === upstream.url);
    sick.pages.set("/health", { status: 503, text: "" });
    await expect.poll(() => stateOf(sick)?.healthy).toBe(false);
    await expect
      .poll(async () => {
        const before = sick.seen.length;
        for (let call = 0; call < 4; call++) expect(await statusOf(gateway)).toBe(200);
        return sick.seen.length - before;
      })
      .toBe(0);
    sick.pages.delete("/health");
    await expect.poll(() => stateOf(sick)?.healthy).toBe(true);
    const before = sick.seen.length;
    await expect.poll(async () => (await statusOf(gateway)) === 200 && sick.seen.length > before).toBe(true);
  });

  it("by what the engine says of its load, under old names and new", async () => {
    const upstream = await startUpstream(answerChat);
    const page = (kv: string): string =>
      `vllm:num_requests_running{engine="0"} 2\nvllm:num_requests_running{engine="1"} 3\nvllm:num_requests_waiting 7\n${kv} 0.5\n`;
    upstream.pages.set("/metrics", { status: 200, text: page("vllm:gpu_cache_usage_perc") });
    const gateway = await startWatched([poolOf(upstream.url)]);
    const loadOf = () => gateway.hub.switchboard.state()[0]?.load;
    await expect.poll(loadOf).toMatchObject({ running: 5, waiting: 7, kvCacheUse: 0.5 });
    upstream.pages.set("/metrics", { status: 404, text: "" });
    await expect.poll(loadOf).toBeNull();
  });

  it("and a new one is warmed up before it gets traffic", async () => {
    const first = await startUpstream(answerChat);
    const gateway = await startWatched([poolOf(first.url)]);
    expect(await statusOf(gateway)).toBe(200);
    let answers = 0;
    const second = await startUpstream((seen, response) => {
      answers += 1;
      if (answers === 1) response.writeHead(500).end();
      else answerChat(seen, response);
    });
    const warmed = { ...health, prewarm: 2 };
    gateway.configure({ pools: [poolOf(second.url, { health: warmed })] });
    await expect.poll(() => statusOf(gateway)).toBe(200);
    expect(second.seen.slice(0, 3).map(({ body: sent }) => sent.max_tokens)).toEqual([1, 1, 1]);
  });
});
