import { describe, expect, it } from "vitest";
import { answerChat, type FakeUpstream, startUpstream } from "./fake-upstream.fixture.ts";
import { poolOf, startGateway } from "./gateway.fixture.ts";

const path = "/v1/chat/completions";
const body = { model: "model-a", messages: [{ role: "user", content: "Hello." }] };

/** Answers nobody before `release`. */
async function startHeld(): Promise<{ upstream: FakeUpstream; release: () => void }> {
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const upstream = await startUpstream(async (seen, response) => {
    await held;
    answerChat(seen, response);
  });
  return { upstream, release };
}

describe("a swap of the configuration", () => {
  it("drops no call: those under way and in the queue end where they began, new ones find the new pool", async () => {
    const { upstream: old, release } = await startHeld();
    const next = await startUpstream(answerChat);
    const replicas = [{ url: old.url, kind: "vllm" as const, max_concurrency: 1 }];
    const gateway = await startGateway({ pools: [poolOf(old.url, { replicas })] });
    const underWay = gateway.fetch(path, { body });
    await expect.poll(() => old.seen.length).toBe(1);
    const waiting = gateway.fetch(path, { body });
    await expect.poll(() => gateway.hub.queueOf("project-1/model-a").waiting).toBe(1);
    gateway.configure({ pools: [poolOf(next.url, { name: "model-b" })] });
    const after = await gateway.fetch(path, { body: { ...body, model: "model-b" } });
    expect(after.status).toBe(200);
    await after.text();
    const gone = await gateway.fetch(path, { body });
    expect(gone.status).toBe(404);
    expect(await gone.json()).toMatchObject({ error: { code: "model_not_found" } });
    release();
    for (const call of [underWay, waiting]) {
      const ended = await call;
      expect(ended.status).toBe(200);
      expect(await ended.text()).toContain("Hello there.");
    }
    expect(old.seen).toHaveLength(2);
  });

  it("leaves what goes on as it is: connections and what is known of a replica", async () => {
    const upstream = await startUpstream(answerChat);
    let connections = 0;
    upstream.server.on("connection", () => {
      connections += 1;
    });
    const gateway = await startGateway({ pools: [poolOf(upstream.url)] });
    for (const name of ["second", "third"]) {
      await (await gateway.fetch(path, { body })).text();
      gateway.configure({ pools: [poolOf(upstream.url), poolOf(upstream.url, { name })] });
    }
    await (await gateway.fetch(path, { body })).text();
    expect(connections).toBe(1);
  });
});
