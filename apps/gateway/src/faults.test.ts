import { faultCatalogue } from "@plumbline/simulator/fault-catalogue";
import { startVllm } from "@plumbline/simulator/start-vllm";
import { describe, expect, it, onTestFinished } from "vitest";
import { startGateway } from "./gateway.fixture.ts";

/** Faults that are the client's own: nobody else would answer otherwise. */
const clientsOwn = new Set(["fault-400", "fault-context-length"]);
/** Faults that only a timer gets over. */
const neverEnding = /^fault-(silent|headers-then-nothing|stall-after)$/;
/** Frames that are all there, whatever the head promised. */
const endsWhole = new Set(["fault-long-length"]);

async function startSimulator(): Promise<string> {
  const simulator = await startVllm({ models: ["good"], seed: 1, profile: "instant" });
  onTestFinished(() => simulator.close());
  return simulator.url;
}

/** A call to a model whose server has the fault, with a healthy pool behind it. */
async function call(model: string, stream: boolean) {
  const [bad, good] = [await startSimulator(), await startSimulator()];
  const pool = { retries: { attempts: 0 } };
  const timeouts = neverEnding.test(model) ? { first_token_ms: 400, idle_ms: 400 } : {};
  const gateway = await startGateway({
    pools: [
      { ...pool, name: model, replicas: [{ url: bad, kind: "vllm" }], timeouts, fallbacks: ["good"] },
      { ...pool, name: "good", replicas: [{ url: good, kind: "vllm" }] },
    ],
  });
  const response = await gateway.fetch("/v1/chat/completions", {
    body: { model, stream, max_tokens: 8, messages: [{ role: "user", content: "Grüße, please." }] },
  });
  const decoder = new TextDecoder();
  let text = "";
  let isClean = true;
  try {
    for await (const chunk of response.body ?? []) text += decoder.decode(chunk, { stream: true });
  } catch {
    isClean = false;
  }
  await expect.poll(() => gateway.recorded.length).toBe(1);
  const recorded = gateway.recorded[0]?.call;
  return {
    status: response.status,
    text,
    isClean,
    outcomes: recorded?.attempts.map(({ outcome }) => outcome) ?? [],
  };
}

const cases = faultCatalogue.flatMap(({ model, phase }) => [
  { model, phase, stream: true },
  { model, phase, stream: false },
]);

describe("every fault of the catalogue", () => {
  it("is at least fourteen", () => {
    expect(faultCatalogue.length).toBeGreaterThanOrEqual(14);
  });

  it.each(cases)("$model, stream: $stream", async ({ model, phase, stream }) => {
    const { status, text, isClean, outcomes } = await call(model, stream);
    if (clientsOwn.has(model)) {
      expect([status, outcomes]).toEqual([400, ["invalid_request"]]);
      return;
    }
    expect(status).toBe(200);
    const isSaved = phase === "before-first-frame" || (phase === "after-first-frame" && !stream);
    if (phase === "harmless" || endsWhole.has(model)) {
      expect(isClean).toBe(true);
      if (phase === "harmless") expect(outcomes).toEqual(["ok"]);
    } else if (isSaved) {
      expect(outcomes).toHaveLength(2);
      expect(outcomes[0]).not.toBe("ok");
      expect(outcomes[1]).toBe("ok");
      expect(isClean).toBe(true);
    } else {
      expect(outcomes).toHaveLength(1);
      expect(outcomes[0]).not.toBe("ok");
      expect(isClean).toBe(false);
      expect(text).toMatch(/data: \{"error":\{/);
    }
    if (isClean && stream && model !== "fault-no-done")
      expect(text.trimEnd().endsWith("data: [DONE]")).toBe(true);
    if (isClean && !stream) expect(JSON.parse(text)).toMatchObject({ object: "chat.completion" });
  });
});
