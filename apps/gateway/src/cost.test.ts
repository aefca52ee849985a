import { describe, expect, it, vi } from "vitest";
import { answerChat, startUpstream } from "./fake-upstream.fixture.ts";
import { poolOf, startGateway } from "./gateway.fixture.ts";

const ask = { body: { model: "gpt-4o", messages: [] } };

describe("the cost of a call", () => {
  it("is told before the answer when the provider's price is public", async () => {
    const upstream = await startUpstream((seen, response) => answerChat({ ...seen, body: {} }, response));
    const replicas = [{ url: upstream.url, kind: "openai" as const, model: "gpt-4o" }];
    const gateway = await startGateway({ pools: [poolOf(upstream.url, { name: "gpt-4o", replicas })] });
    upstream.answer = (_seen, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.end(
        '{"id":"c","model":"gpt-4o","choices":[],"usage":{"prompt_tokens":1000,"completion_tokens":100}}',
      );
    };
    const response = await gateway.fetch("/v1/chat/completions", ask);
    await response.text();
    // 1,000 × $2.50 and 100 × $10.00 per million.
    expect(Number(response.headers.get("x-plumbline-cost-usd"))).toBe(0.0035);
    await expect.poll(() => gateway.recorded[0]?.call.provider).toBe("openai");
    expect(gateway.recorded[0]?.call.model).toBe("gpt-4o");
  });

  it("is not told while nobody knows it", async () => {
    const upstream = await startUpstream(answerChat);
    const gateway = await startGateway({ pools: [poolOf(upstream.url, { name: "gpt-4o" })] });
    const response = await gateway.fetch("/v1/chat/completions", ask);
    await response.text();
    expect(response.headers.get("x-plumbline-cost-usd")).toBeNull();
    await expect.poll(() => gateway.recorded[0]?.call.ownCost).toBeUndefined();
  });

  it("of an own pool is GPU time at the pace that was measured, beside the public price", async () => {
    const upstream = await startUpstream(answerChat);
    const replicas = [{ url: upstream.url, kind: "vllm" as const, gpu_hour_usd: "3.6", gpus: 2 }];
    const pool = poolOf(upstream.url, { name: "gpt-4o", replicas, priced_as: "gpt-4o" });
    const gateway = await startGateway({ pools: [pool] });
    const view = gateway.hub.switchboard.viewFor(1);
    const [id = ""] = Object.keys(view.replicas);
    const replica = view.replicas[id];
    if (replica === undefined) throw new Error("no replica");
    const measured = { ...view, replicas: { [id]: { ...replica, tokensPerSecond: 100 } } };
    // The hub tells its view again and again.
    vi.spyOn(gateway.hub.switchboard, "viewFor").mockReturnValue(measured);
    gateway.worker.receive({ type: "view", view: measured });
    const response = await gateway.fetch("/v1/chat/completions", ask);
    await response.text();
    // 2 × $3.60 an hour are $0.002 a second; 14 tokens at 100 a second take 0.14 s.
    expect(response.headers.get("x-plumbline-cost-usd")).toBe("0.00028");
    await expect
      .poll(() => gateway.recorded[0]?.call.ownCost)
      .toEqual({
        usd: "0.00028",
        tokensPerSecond: 100,
        gpuHourUsd: "3.6",
      });
    expect(gateway.recorded[0]?.call).toMatchObject({ provider: "vllm", model: "real-model" });
    // 11 × $2.50 and 3 × $10.00 per million.
    expect(gateway.recorded[0]?.call.pricedAs).toEqual({
      model: "gpt-4o",
      usd: "0.0000575",
      inputUsd: "0.0000275",
      outputUsd: "0.00003",
    });
  });

  it("of an own pool is the time of its machine until a pace was measured, shared by those who had it", async () => {
    const held: (() => void)[] = [];
    const upstream = await startUpstream(
      (seen, response) => void held.push(() => answerChat(seen, response)),
    );
    const replicas = [{ url: upstream.url, kind: "vllm" as const, gpu_hour_usd: "3.6", gpus: 2 }];
    const gateway = await startGateway({ pools: [poolOf(upstream.url, { name: "gpt-4o", replicas })] });
    const answered = [gateway.fetch("/v1/chat/completions", ask)];
    await expect.poll(() => held.length).toBe(1);
    answered.push(gateway.fetch("/v1/chat/completions", ask));
    await expect.poll(() => held.length).toBe(2);
    const told: (string | null)[] = [];
    for (const [index, answer] of held.entries()) {
      answer();
      const response = await answered[index];
      await response?.text();
      told.push(response?.headers.get("x-plumbline-cost-usd") ?? null);
      await expect.poll(() => gateway.recorded.length).toBe(index + 1);
    }
    for (const [index, { call }] of gateway.recorded.entries()) {
      const { ownCost } = call;
      if (ownCost === undefined || !("seconds" in ownCost)) throw new Error("no estimate");
      // Alone at the one end of its time and with another at the other.
      expect(ownCost.concurrency).toBe(1.5);
      expect(ownCost.seconds).toBeGreaterThan(0);
      expect(Number(ownCost.usd)).toBeCloseTo((0.002 * ownCost.seconds) / 1.5, 12);
      expect(told[index]).toBe(ownCost.usd);
    }
  });

  it("of an own pool without a price of its machine is that of the model it is priced as", async () => {
    const upstream = await startUpstream(answerChat);
    const gateway = await startGateway({ pools: [poolOf(upstream.url, { priced_as: "gpt-4o" })] });
    const response = await gateway.fetch("/v1/chat/completions", {
      body: { model: "model-a", messages: [] },
    });
    await response.text();
    expect(response.headers.get("x-plumbline-cost-usd")).toBe("0.0000575");
    await expect
      .poll(() => gateway.recorded[0]?.call)
      .toMatchObject({
        provider: "vllm",
        model: "real-model",
        pricedAs: { model: "gpt-4o", usd: "0.0000575" },
      });
  });

  it("is nothing that an upstream can break us with", async () => {
    const upstream = await startUpstream((_seen, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.end('{"choices":[],"usage":{"prompt_tokens":1e308,"completion_tokens":1e308}}');
    });
    const replicas = [{ url: upstream.url, kind: "vllm" as const, gpu_hour_usd: "3.6" }];
    const gateway = await startGateway({ pools: [poolOf(upstream.url, { name: "gpt-4o", replicas })] });
    const response = await gateway.fetch("/v1/chat/completions", ask);
    expect(response.status).toBe(200);
    await response.text();
    await expect.poll(() => gateway.recorded.length).toBe(1);
    expect(gateway.recorded[0]?.call.usage).toBeUndefined();
  });
});
