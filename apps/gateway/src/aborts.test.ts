import { startVllm } from "@plumbline/simulator/start-vllm";
import { expect, it, onTestFinished } from "vitest";
import { gatewayKey, poolOf, startGateway } from "./gateway.fixture.ts";

it("records every one of many calls whose clients leave at random, and lets no engine go on", async () => {
  const simulator = await startVllm({ models: ["real-model"], seed: 1, profile: "stream-50" });
  onTestFinished(() => simulator.close());
  const gateway = await startGateway({ pools: [poolOf(simulator.url)] });
  const leave = async (index: number): Promise<void> => {
    const leaving = new AbortController();
    const timer = setTimeout(() => leaving.abort(), (index * 37) % 250);
    const body = {
      model: "model-a",
      stream: index % 4 !== 0,
      max_tokens: 200,
      messages: [{ role: "user", content: `Call ${index}: tell me everything.` }],
    };
    await fetch(`${gateway.url}/v1/chat/completions`, {
      method: "POST",
      headers: { authorization: `Bearer ${gatewayKey}`, "content-type": "application/json" },
      body: JSON.stringify(body),
      signal: leaving.signal,
    })
      .then((response) => response.text())
      .catch(() => undefined);
    clearTimeout(timer);
  };
  // A few at a time: a crowd in one process would leave before the gateway has heard of it.
  const lanes = 10;
  const calls = 200;
  await Promise.all(
    Array.from({ length: lanes }, async (_, lane) => {
      for (let index = lane; index < calls; index += lanes) await leave(index);
    }),
  );
  await expect.poll(() => gateway.worker.underWay.size).toBe(0);
  await expect.poll(() => simulator.stats().reduce((total, { running }) => total + running, 0)).toBe(0);
  expect(simulator.stats().reduce((total, { waiting }) => total + waiting, 0)).toBe(0);

  // A call that was left before its body was here was no call yet; all others are written down.
  const asked = gateway.recorded.filter(({ call }) => call.attempts.length > 0);
  expect(asked.length).toBeGreaterThan(calls / 2);
  for (const { call } of gateway.recorded) expect(call.unsent === true).toBe(call.usage === undefined);
  for (const { call, response } of asked) {
    expect(["ok", "client_closed"]).toContain(call.outcome);
    expect(call.endUs).toBeGreaterThanOrEqual(call.startUs);
    if (response === "") continue;
    // The engine counts as it goes: what was streamed has exact tokens, input too.
    expect(call.usageFrom).toBe("upstream");
    expect(call.usage?.input).toBeGreaterThan(0);
  }
  const streamed = asked.filter(({ response }) => response !== "");
  expect(streamed.length).toBeGreaterThan(calls / 4);
  const ids = new Set(gateway.recorded.map(({ call }) => call.requestId));
  expect(ids.size).toBe(gateway.recorded.length);
});
