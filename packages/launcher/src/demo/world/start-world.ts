import { type HostSimulator, startDcgm } from "@plumbline/simulator/start-dcgm";
import { type ProviderSimulator, startProvider } from "@plumbline/simulator/start-provider";
import { startVllm, type VllmSimulator } from "@plumbline/simulator/start-vllm";
import { models } from "../script/models.ts";
import type { AnswerCards } from "./answer-cards.ts";
import type { Trouble } from "./weather.ts";

/** Everything behind the gateway: simulated, on ports of 127.0.0.1 that were free. */
export interface World {
  fast: VllmSimulator;
  slow: VllmSimulator;
  fastHost: HostSimulator;
  slowHost: HostSimulator;
  /** OpenAI's dialect; it has bad days. */
  hosted: ProviderSimulator;
  /** The same dialect, without them. */
  embedder: ProviderSimulator;
  /** Anthropic's dialect. */
  careful: ProviderSimulator;
  suffer(trouble: Trouble): void;
  recover(): void;
  close(): Promise<void>;
}

/** Between two frames of a hosted model. */
const hostedPaceMs = 18;
const forgetMs = 60_000;

export async function startWorld(seed: number, cards: AnswerCards): Promise<World> {
  const { compose } = cards;
  const own = { models: [models.own], compose };
  const [fast, slow, hosted, embedder, careful] = await Promise.all([
    startVllm({ ...own, seed, profile: "llama-3.1-8b-h100" }),
    startVllm({ ...own, seed: seed + 1, profile: "llama-3.1-8b-a10g" }),
    startProvider({
      kind: "openai",
      seed: seed + 2,
      models: [models.hosted],
      paceMs: hostedPaceMs,
      compose,
    }),
    startProvider({ kind: "openai", seed: seed + 4, models: [models.embedding], paceMs: hostedPaceMs }),
    startProvider({
      kind: "anthropic",
      seed: seed + 3,
      models: [models.careful],
      paceMs: hostedPaceMs,
      compose,
    }),
  ]);
  const [fastHost, slowHost] = await Promise.all([
    startDcgm({ servers: [fast], hostname: "gpu-host-1" }),
    startDcgm({ servers: [slow], hostname: "gpu-host-2", cores: 8, memoryBytes: 32 * 2 ** 30 }),
  ]);
  // What they received is of no use to anybody here.
  const forgetting = setInterval(() => {
    for (const { recorder } of [hosted, embedder, careful]) recorder.clear();
  }, forgetMs);

  return {
    fast,
    slow,
    fastHost,
    slowHost,
    hosted,
    embedder,
    careful,
    suffer(trouble) {
      if (trouble.kind === "provider") hosted.setFault(`fault-${trouble.fault}`);
      else slow.setDead(true);
      if (trouble.kind === "own-pool-dead") fast.setDead(true);
    },
    recover() {
      hosted.setFault(null);
      fast.setDead(false);
      slow.setDead(false);
    },
    async close() {
      clearInterval(forgetting);
      const all = [fast, slow, hosted, embedder, careful, fastHost, slowHost];
      await Promise.all(all.map((each) => each.close()));
    },
  };
}
