import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { startVllm } from "@plumbline/simulator/start-vllm";
import { expect, it, onTestFinished } from "vitest";
import { gatewayKey, poolOf, startGateway } from "./gateway.fixture.ts";

/** The scanner's verdicts by probe. It exits with 1 when a required one fails. */
function scan(url: string): Promise<{ code: number; verdicts: Record<string, string> }> {
  const script = fileURLToPath(new URL("./cli.js", import.meta.resolve("compatcanary")));
  const args = [script, "scan", "--base-url", `${url}/v1`, "--model", "model-a", "--api-key", gatewayKey];
  return new Promise((resolve) => {
    execFile(process.execPath, [...args, "--format", "json"], (error, stdout) => {
      const { results }: { results: { id: string; status: string }[] } = JSON.parse(stdout);
      const verdicts = Object.fromEntries(results.map(({ id, status }) => [id, status]));
      resolve({ code: typeof error?.code === "number" ? error.code : 0, verdicts });
    });
  });
}

it("passes every probe of compatcanary, with chat, streams, tools, schemas and responses", async () => {
  const simulator = await startVllm({ models: ["real-model"], seed: 1, profile: "instant" });
  onTestFinished(() => simulator.close());
  const gateway = await startGateway({ pools: [poolOf(simulator.url)] });
  const { code, verdicts } = await scan(gateway.url);
  expect(code).toBe(0);
  expect(Object.keys(verdicts).length).toBeGreaterThanOrEqual(7);
  expect(new Set(Object.values(verdicts))).toEqual(new Set(["pass"]));
});
