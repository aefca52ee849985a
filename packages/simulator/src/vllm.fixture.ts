import OpenAI from "openai";
import { onTestFinished } from "vitest";
import { startVllm, type VllmOptions, type VllmSimulator } from "./start-vllm.ts";

/** A simulator that ends with the test, and the client of it. */
export async function start(
  options: Partial<VllmOptions> = {},
): Promise<{ simulator: VllmSimulator; client: OpenAI }> {
  const simulator = await startVllm({
    models: ["llama"],
    seed: 7,
    profile: "llama-3.1-8b-h100",
    timeScale: 0.05,
    ...options,
  });
  onTestFinished(() => simulator.close());
  const client = new OpenAI({ baseURL: `${simulator.url}/v1`, apiKey: "none", maxRetries: 0 });
  return { simulator, client };
}

export const messages = [{ role: "user" as const, content: "Say something about rivers. [[tokens=20]]" }];
