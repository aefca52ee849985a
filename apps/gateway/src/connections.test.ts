import { gatewayConfig } from "@plumbline/contracts/gateway-config";
import { resolvePools } from "@plumbline/routing/resolve-pools";
import { describe, expect, it } from "vitest";
import { type Answer, answerChat, startUpstream } from "./fake-upstream.fixture.ts";
import { poolOf, startGateway, type TestGateway } from "./gateway.fixture.ts";
import { Hub } from "./primary/hub.ts";
import { createSlots } from "./worker/slots.ts";

const silent: Answer = () => undefined;
const ask = { body: { model: "model-a", stream: true, messages: [{ role: "user", content: "Hi" }] } };

function hold(gateway: TestGateway): Promise<unknown> {
  return gateway.fetch("/v1/chat/completions", ask).then(
    (response) => response.text(),
    () => undefined,
  );
}

describe("the connections of a replica", () => {
  it("are not waited for where nobody sees it: another replica is asked, then the queue is the pool's", async () => {
    const [full, other] = [await startUpstream(silent), await startUpstream(silent)];
    const replicas = [full, other].map(({ url }) => ({ url, kind: "vllm" as const, max_connections: 2 }));
    const gateway = await startGateway({
      pools: [poolOf(full.url, { replicas, strategy: "weighted", queue: { max_length: 1 } })],
    });
    const held = [1, 2, 3, 4].map(() => hold(gateway));
    await expect.poll(() => [full.seen.length, other.seen.length]).toEqual([2, 2]);
    held.push(hold(gateway));
    await expect.poll(() => gateway.hub.queueOf("project-1/model-a").waiting).toBe(1);
    const refused = await gateway.fetch("/v1/chat/completions", ask);
    expect(refused.status).toBe(429);
    expect(await refused.json()).toMatchObject({ error: { code: "queue_full" } });
    await gateway.worker.drain(0);
    await Promise.all(held);
    expect(full.seen.length + other.seen.length).toBe(4);
    const queued = gateway.recorded.filter(({ call }) => call.queuedUs !== undefined);
    // Those that got a slot at once have not waited, though it came from the primary.
    expect(queued.map(({ call }) => call.outcome)).toEqual(["overloaded", "overloaded"]);
  });

  it("that another worker holds for nothing are handed over, and nobody is told that they queue", () => {
    const hub = new Hub({ now: () => 0 });
    const replicas = [{ url: "http://gpu", max_connections: 8 }];
    const config = gatewayConfig.parse({ pools: [{ name: "m", replicas }] });
    const projects = [{ projectId: "p", configVersion: 1, pools: resolvePools("p", config) }];
    hub.setSnapshot({ version: "1", projects, keys: [], allowedPrivateHosts: [] });
    const told: [number, string][] = [];
    const workers = [1, 2].map((id) => {
      const slots = createSlots((message) => void hub.receive(id, message));
      slots.setPools(projects);
      hub.attach(id, (message) => {
        if (slots.receive(message)) told.push([id, message.type]);
      });
      return slots;
    });
    const [pool] = projects[0]?.pools ?? [];
    const ids = pool?.replicas.map((replica) => replica.id) ?? [];
    if (pool === undefined) throw new Error("no pool");
    const take = (worker: number) => workers[worker]?.ask(pool, ids, "standard");
    take(0);
    for (let call = 0; call < 7; call++) take(1);
    const grants = () => told.filter(([, type]) => type === "granted").map(([id]) => id);
    expect(grants()).toEqual([1, 2, 2, 2, 2, 2, 2, 2]);
    take(1);
    expect(told.some(([, type]) => type === "queued")).toBe(false);
    hub.tick();
    expect(told.filter(([, type]) => type === "queued")).toEqual([[2, "queued"]]);
    workers[0]?.giveBack(ids[0] ?? "");
    expect(grants()).toHaveLength(9);
  });

  it("are counted no more once the replica is gone from the document", async () => {
    const upstream = await startUpstream(silent);
    const gateway = await startGateway({
      pools: [
        poolOf(upstream.url, { fallbacks: ["model-b"], retries: { attempts: 0 } }),
        poolOf(upstream.url, { name: "model-b" }),
      ],
    });
    const call = gateway.fetch("/v1/chat/completions", { body: { ...ask.body, stream: false } });
    await expect.poll(() => upstream.seen.length).toBe(1);
    gateway.configure({ pools: [poolOf(upstream.url)] });
    upstream.answer = answerChat;
    upstream.server.closeAllConnections();
    // It was planned to go on to model-b, which nobody knows any more.
    expect((await call).status).toBe(200);
  });
});
