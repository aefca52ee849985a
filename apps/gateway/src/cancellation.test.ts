import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import { type Answer, beginStream, chunkEvent, event, startUpstream } from "./fake-upstream.fixture.ts";
import { poolOf, startGateway, type TestGateway } from "./gateway.fixture.ts";

const path = "/v1/chat/completions";
const messages = [{ role: "user", content: "Count." }];
const silent: Answer = () => undefined;
const beginOnly: Answer = (_seen, response) =>
  void beginStream(response).write(chunkEvent("One") + chunkEvent(" two"));

/** A call whose client leaves when it is told to. */
function startCall(gateway: TestGateway, stream: boolean): { leave(): void; over: Promise<unknown> } {
  const leaving = new AbortController();
  const over = fetch(`${gateway.url}${path}`, {
    method: "POST",
    headers: { "x-api-key": "sk-test-gateway-key", "content-type": "application/json" },
    body: JSON.stringify({ model: "model-a", stream, messages }),
    signal: leaving.signal,
  })
    .then((response) => response.text())
    .catch(() => undefined);
  return { leave: () => leaving.abort(), over };
}

describe("a client that leaves", () => {
  it.each<[string, boolean, Answer]>([
    ["before a stream began", true, silent],
    ["before an answer that is not streamed", false, silent],
    ["in the middle of a stream", true, beginOnly],
    [
      "in the middle of an answer that is not streamed",
      false,
      (_seen, response) => {
        response.writeHead(200, { "content-type": "application/json" }).write('{"id":');
      },
    ],
  ])("closes the upstream %s", async (_name, stream, answer) => {
    const upstream = await startUpstream(answer);
    const gateway = await startGateway({ pools: [poolOf(upstream.url)] });
    const call = startCall(gateway, stream);
    await expect.poll(() => upstream.seen.length).toBe(1);
    await sleep(50);
    call.leave();
    await upstream.seen[0]?.closedEarly;
    await call.over;
    await expect.poll(() => gateway.recorded[0]?.call.outcome).toBe("client_closed");
    const recorded = gateway.recorded[0]?.call;
    expect(recorded?.attempts.map(({ outcome }) => outcome)).toEqual(["client_closed"]);
    // What the engine was given is known by its length; what it had written unseen is not.
    const input = Math.ceil(JSON.stringify(messages).length / 4);
    expect(recorded?.unsent).toBeUndefined();
    if (answer === beginOnly) {
      expect(recorded?.usage).toEqual({ input, output: 2 });
      expect(recorded?.usageFrom).toBe("frames");
      expect(gateway.recorded[0]?.response).toContain(" two");
    } else {
      expect(recorded?.usage).toEqual(stream ? { input, output: 0 } : { input });
      expect(recorded?.usageFrom).toBe("estimate");
    }
    expect(gateway.worker.underWay.size).toBe(0);
  });

  it("costs exactly nothing while the upstream is still being connected to", async () => {
    // It takes connections and never answers the greeting of TLS, so that no call can be sent.
    let greeted = 0;
    const server = createServer((socket) => {
      socket.on("error", () => undefined);
      socket.once("data", () => {
        greeted += 1;
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    onTestFinished(() => void server.close());
    const gateway = await startGateway({ pools: [poolOf(`https://127.0.0.1:${port}`)] });
    const call = startCall(gateway, true);
    await expect.poll(() => greeted).toBe(1);
    call.leave();
    await call.over;
    await expect.poll(() => gateway.recorded[0]?.call.outcome).toBe("client_closed");
    expect(gateway.recorded[0]?.call).toMatchObject({
      unsent: true,
      attempts: [{ outcome: "client_closed" }],
    });
    expect(gateway.recorded[0]?.call.usage).toBeUndefined();
  });

  it("is billed by the running count of an engine that has one, which it does not see", async () => {
    const upstream = await startUpstream((seen, response) => {
      expect(seen.body.stream_options).toEqual({ include_usage: true, continuous_usage_stats: true });
      const choices = [{ index: 0, delta: { content: "One" }, finish_reason: null }];
      beginStream(response);
      for (const output of [1, 2]) {
        response.write(event({ id: "c", choices, usage: { prompt_tokens: 40, completion_tokens: output } }));
      }
    });
    const gateway = await startGateway({ pools: [poolOf(upstream.url)] });
    const call = startCall(gateway, true);
    await expect.poll(() => upstream.seen.length).toBe(1);
    await sleep(50);
    call.leave();
    await call.over;
    await expect.poll(() => gateway.recorded[0]?.call.usage).toEqual({ input: 40, output: 2 });
    expect(gateway.recorded[0]?.call.usageFrom).toBe("upstream");
    expect(gateway.recorded[0]?.response).toContain("One");
    expect(gateway.recorded[0]?.response).not.toContain("usage");
  });

  it("leaves the queue, and its place is the next one's", async () => {
    const upstream = await startUpstream(silent);
    const gateway = await startGateway({
      pools: [poolOf(upstream.url, { replicas: [{ url: upstream.url, kind: "vllm", max_concurrency: 1 }] })],
    });
    const first = startCall(gateway, true);
    await expect.poll(() => upstream.seen.length).toBe(1);
    const second = startCall(gateway, true);
    const third = startCall(gateway, true);
    await expect.poll(() => gateway.hub.queueOf("project-1/model-a").waiting).toBe(2);
    second.leave();
    await expect.poll(() => gateway.hub.queueOf("project-1/model-a").waiting).toBe(1);
    first.leave();
    await expect.poll(() => upstream.seen.length).toBe(2);
    third.leave();
    await Promise.all([first.over, second.over, third.over]);
    await expect.poll(() => gateway.recorded.length).toBe(3);
    expect(gateway.recorded.map(({ call }) => call.outcome)).toEqual(Array(3).fill("client_closed"));
    // The one that only waited used nothing, and that is known; the others may have used something.
    const waited = gateway.recorded.filter(({ call }) => call.unsent === true);
    expect(waited.map(({ call }) => [call.attempts, call.usage])).toEqual([[[], undefined]]);
  });
});

describe("timers", () => {
  const timed = (url: string, timeouts: Record<string, number>, more: object = {}) => ({
    pools: [poolOf(url, { timeouts, ...more })],
  });

  it("answers 504 when the first token does not come, and closes the upstream", async () => {
    const upstream = await startUpstream(silent);
    const gateway = await startGateway(timed(upstream.url, { first_token_ms: 80 }));
    for (const stream of [true, false]) {
      const response = await gateway.fetch(path, {
        body: { model: "model-a", stream, messages, max_tokens: 1 },
      });
      expect(response.status).toBe(504);
      expect(await response.json()).toMatchObject({ error: { code: "call_timeout", type: "timeout_error" } });
    }
    await Promise.all(upstream.seen.map(({ closedEarly }) => closedEarly));
  });

  it("does not take comments for tokens", async () => {
    const upstream = await startUpstream((_seen, response) => {
      beginStream(response);
      const timer = setInterval(() => response.write(": ping\n\n"), 10);
      response.once("close", () => clearInterval(timer));
    });
    const gateway = await startGateway(timed(upstream.url, { first_token_ms: 120 }));
    const response = await gateway.fetch(path, { body: { model: "model-a", stream: true, messages } });
    expect(response.status).toBe(504);
    await response.text();
  });

  it.each([
    ["idle", { idle_ms: 80 }],
    ["total", { total_ms: 1_500 }],
  ])("tells in the stream that the %s time is over", async (_name, timeouts) => {
    const upstream = await startUpstream(beginOnly);
    const gateway = await startGateway(timed(upstream.url, timeouts));
    const response = await gateway.fetch(path, { body: { model: "model-a", stream: true, messages } });
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
    await upstream.seen[0]?.closedEarly;
    await expect.poll(() => gateway.recorded[0]?.call.outcome).toBe("timeout");
    expect(gateway.recorded[0]?.response).toContain('"code":"call_timeout"');
  });

  it("answers 504 when the total time is over before an answer", async () => {
    const upstream = await startUpstream(silent);
    const gateway = await startGateway(timed(upstream.url, { total_ms: 80 }));
    const response = await gateway.fetch(path, { body: { model: "model-a", messages } });
    expect(response.status).toBe(504);
    await response.text();
    await upstream.seen[0]?.closedEarly;
  });

  /** One call is served and never ends; another may wait. */
  async function startFull(timeouts: Record<string, number>) {
    const upstream = await startUpstream(silent);
    const replicas = [{ url: upstream.url, kind: "vllm" as const, max_concurrency: 1 }];
    const gateway = await startGateway(timed(upstream.url, timeouts, { replicas, queue: { max_length: 1 } }));
    const first = startCall(gateway, false);
    await expect.poll(() => upstream.seen.length).toBe(1);
    return { gateway, first };
  }

  it("answers 429 when the queue is full", async () => {
    const { gateway, first } = await startFull({});
    const waiting = startCall(gateway, false);
    await expect.poll(() => gateway.hub.queueOf("project-1/model-a").waiting).toBe(1);
    const refused = await gateway.fetch(path, { body: { model: "model-a", messages } });
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await refused.json()).toMatchObject({ error: { code: "queue_full" } });
    for (const call of [waiting, first]) {
      call.leave();
      await call.over;
    }
  });

  it("answers 504 to who waited too long in the queue", async () => {
    const { gateway, first } = await startFull({ queue_ms: 150 });
    const late = await gateway.fetch(path, { body: { model: "model-a", messages } });
    expect(late.status).toBe(504);
    expect(await late.text()).toContain("number 1 in the queue");
    expect(Number(late.headers.get("x-plumbline-queue-ms"))).toBeGreaterThan(0);
    first.leave();
    await first.over;
  });
});
