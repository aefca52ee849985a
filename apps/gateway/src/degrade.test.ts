import { describe, expect, it } from "vitest";
import { answerChat, startUpstream } from "./fake-upstream.fixture.ts";
import { type ConfigInput, poolOf, startGateway } from "./gateway.fixture.ts";

const path = "/v1/chat/completions";
const body = {
  model: "model-a",
  messages: [{ role: "user", content: "Hi." }],
  max_tokens: 900,
  temperature: 1,
};
type Degrade = NonNullable<ConfigInput["pools"][number]["degrade"]>;

/** A pool with one slot, which is taken until `release`. */
async function busyPool(degrade: Degrade) {
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const upstream = await startUpstream(async (seen, response) => {
    await held;
    answerChat(seen, response);
  });
  const cheap = await startUpstream(answerChat);
  const replicas = [{ url: upstream.url, kind: "vllm" as const, max_concurrency: 1 }];
  const gateway = await startGateway({
    pools: [poolOf(upstream.url, { replicas, degrade }), poolOf(cheap.url, { name: "cheap" })],
  });
  const first = gateway.fetch(path, { body });
  await expect.poll(() => upstream.seen.length).toBe(1);
  return { upstream, cheap, gateway, first, release };
}

describe("a busy pool, by its policy", () => {
  it("asks for less and less varied answers", async () => {
    const { gateway, upstream, first, release } = await busyPool([
      { when: "busy", action: { type: "clamp" } },
    ]);
    const second = gateway.fetch(path, { body });
    await expect.poll(() => gateway.hub.queueOf("project-1/model-a").waiting).toBe(1);
    release();
    const response = await second;
    expect(response.headers.get("x-plumbline-degraded")).toBe("clamp");
    await response.text();
    await (await first).text();
    expect(upstream.seen.map(({ body: sent }) => [sent.max_tokens, sent.temperature])).toEqual([
      [900, 1],
      [256, 0],
    ]);
  });

  it("sends the call to a cheaper pool", async () => {
    const { gateway, cheap, first, release } = await busyPool([
      { when: "busy", action: { type: "pool", pool: "cheap" } },
    ]);
    const response = await gateway.fetch(path, { body });
    expect(response.headers.get("x-plumbline-degraded")).toBe("pool");
    expect(response.headers.get("x-plumbline-route")).toMatch(/^cheap\//);
    await response.text();
    expect(cheap.seen).toHaveLength(1);
    release();
    await (await first).text();
  });

  it.each(["answer", "handover"] as const)("gives a fixed text: %s", async (type) => {
    const action = { type, text: "We are busy, a person will answer." };
    const { gateway, first, release } = await busyPool([{ when: "busy", action }]);
    for (const stream of [false, true]) {
      const response = await gateway.fetch(path, { body: { ...body, stream } });
      expect(response.status).toBe(200);
      expect(response.headers.get("x-plumbline-degraded")).toBe(type);
      const text = await response.text();
      expect(text).toContain(action.text);
      expect(text).toContain('"finish_reason":"stop"');
    }
    await expect.poll(() => gateway.recorded.map(({ call }) => call.degraded)).toEqual([type, type]);
    expect(gateway.recorded.map(({ call }) => call.degradedWhen)).toEqual(["busy", "busy"]);
    release();
    await (await first).text();
  });
});

it("serves otherwise when the whole chain is exhausted, but not for the client's own mistake", async () => {
  const upstream = await startUpstream((_seen, response) => void response.writeHead(500).end());
  const cheap = await startUpstream(answerChat);
  const degrade: Degrade = [{ when: "exhausted", action: { type: "pool", pool: "cheap" } }];
  const gateway = await startGateway({
    pools: [poolOf(upstream.url, { degrade }), poolOf(cheap.url, { name: "cheap" })],
  });
  const served = await gateway.fetch(path, { body });
  expect(served.status).toBe(200);
  expect(served.headers.get("x-plumbline-degraded")).toBe("pool");
  await served.text();
  upstream.answer = (_seen, response) => void response.writeHead(400).end();
  const refused = await gateway.fetch(path, { body });
  expect(refused.status).toBe(400);
  await refused.text();
});

it("keeps a call that it hands over as the pool says whose policy this is, after a chain that keeps nothing", async () => {
  const upstream = await startUpstream((_seen, response) => void response.writeHead(500).end());
  const action = { type: "handover", text: "A person will answer." } as const;
  const gateway = await startGateway({
    pools: [
      poolOf(upstream.url, { degrade: [{ when: "exhausted", action }], fallbacks: ["silent"] }),
      poolOf(upstream.url, { name: "silent", record: "none" }),
    ],
  });
  const response = await gateway.fetch(path, { body });
  expect(response.headers.get("x-plumbline-degraded")).toBe("handover");
  expect(response.headers.has("x-plumbline-route")).toBe(false);
  await response.text();
  await expect.poll(() => gateway.recorded.length).toBe(1);
  const call = gateway.recorded[0]?.call;
  expect(call).toMatchObject({
    degraded: "handover",
    degradedWhen: "exhausted",
    poolId: "project-1/model-a",
  });
  expect(call?.replicaId).toBeUndefined();
  expect(call?.attempts.length).toBeGreaterThan(1);
});
