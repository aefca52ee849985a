import { afterEach, describe, expect, it } from "vitest";
import { runLoad } from "./load-client.ts";
import { startFaultProxy } from "./start-fault-proxy.ts";
import { startVllm, type VllmSimulator } from "./start-vllm.ts";

const closing: Array<() => Promise<void>> = [];

afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function start(timeScale: number): Promise<VllmSimulator> {
  const simulator = await startVllm({
    models: ["llama"],
    seed: 1,
    profile: "stream-50",
    timeScale,
    faultPaceMs: 2,
  });
  closing.push(simulator.close);
  return simulator;
}

const body = (model: string, tokens: number) => () => ({
  model,
  stream: true,
  messages: [{ role: "user", content: `[[sequence]] [[tokens=${tokens}]]` }],
});

describe("the load client", () => {
  it("counts every token of every stream", async () => {
    const { url } = await start(0.1);
    const report = await runLoad({
      url: `${url}/v1/chat/completions`,
      body: body("llama", 20),
      pattern: { kind: "closed", concurrency: 8, requests: 24 },
      expectedTokens: 20,
    });
    expect(report).toMatchObject({ tokens: 480, lost: 0, statuses: { 200: 24 } });
    expect(report.ends.complete).toBe(24);
    expect(report.interToken.count).toBe(24 * 19);
    expect(report.firstToken.count).toBe(24);
  });

  it("sees what is cut, stalled, refused, wrong or given up", async () => {
    const { url } = await start(1);
    const run = (model: string, options: object = {}) =>
      runLoad({
        url: `${url}/v1/chat/completions`,
        body: body(model, 8),
        pattern: { kind: "open", perSecond: 1_000, requests: 3 },
        ...options,
      });
    expect((await run("fault-cut-after-4")).ends.broken).toBe(3);
    expect((await run("fault-end-after-4")).ends.unfinished).toBe(3);
    expect((await run("fault-error-after-4")).ends["error-frame"]).toBe(3);
    expect((await run("fault-503")).ends.refused).toBe(3);
    expect((await run("fault-late-usage", { expectedTokens: 9 })).lost).toBe(3);
    const abort = { share: 1, withinMs: 100, seed: 1 };
    const givenUp = await run("fault-stall-after-2", { abort });
    expect(givenUp.ends.aborted).toBe(3);
    expect(givenUp.streams.every(({ abortedAtMs }) => abortedAtMs !== null)).toBe(true);
  });

  it("tells a stall from a loss", async () => {
    const { url, port } = await start(1);
    const proxy = await startFaultProxy({ target: { host: "127.0.0.1", port } });
    closing.push(() => proxy.close());
    const through = { url: `http://127.0.0.1:${proxy.port}/v1/chat/completions` };
    const running = runLoad({
      ...through,
      body: body("llama", 200),
      pattern: { kind: "closed", concurrency: 2, requests: 2 },
      expectedGapMs: 20,
      expectedTokens: 200,
    });
    await expect.poll(() => proxy.open).toBe(2);
    proxy.set({ latencyMs: 400 }, "toClient");
    const report = await running;
    expect(report.lost).toBe(0);
    expect(report.ends.complete).toBe(2);
    for (const { stalled, firstTokenMs } of report.streams) {
      expect(stalled > 0 || (firstTokenMs ?? 0) > 300).toBe(true);
    }
    expect(url).toContain(String(port));
  });
});
