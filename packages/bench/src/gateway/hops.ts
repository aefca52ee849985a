import { type ChildProcess, fork } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { findFreePort } from "@plumbline/testing/free-port";
import type { Target } from "./load-part.ts";
import { treeCpuSeconds } from "./process-tree.ts";

/** A way to the same upstream. */
export interface Hop {
  name: "direct" | "bare hop" | "gateway" | "Portkey";
  target: Target;
  /** Of all its processes since their start. */
  cpuSeconds(): number;
  /** Resolves when it has nothing left to do. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

const path = "/v1/chat/completions";
const nothing = (): Promise<void> => Promise.resolve();

export function directHop(upstream: string): Hop {
  const target = { url: upstream + path, headers: {} };
  return { name: "direct", target, cpuSeconds: () => 0, settled: nothing, close: nothing };
}

export async function startBareHop(upstream: string, workers: number): Promise<Hop> {
  const port = await findFreePort();
  const child = await startHop("bare-hop.ts", [String(port), upstream, String(workers)]);
  return hopOf("bare hop", child, { url: `http://127.0.0.1:${port}${path}`, headers: {} });
}

export async function startPortkey(upstream: string, workers: number, entry: string): Promise<Hop> {
  const port = await findFreePort();
  const child = await startHop("portkey-hop.ts", [String(port), entry, String(workers)]);
  return hopOf("Portkey", child, {
    url: `http://127.0.0.1:${port}${path}`,
    headers: {
      authorization: "Bearer sk-bench",
      "x-portkey-provider": "openai",
      "x-portkey-custom-host": `${upstream}/v1`,
    },
  });
}

/** Its server's file; null when the package is not installed. */
export function findPortkey(directory: string | undefined): string | null {
  const from = directory === undefined ? import.meta.url : join(directory, "package.json");
  try {
    return createRequire(from).resolve("@portkey-ai/gateway/build/start-server.js");
  } catch {
    return null;
  }
}

function hopOf(name: Hop["name"], child: ChildProcess, target: Target): Hop {
  const gone = new Promise<void>((resolve) => void child.once("exit", () => resolve()));
  return {
    name,
    target,
    cpuSeconds: () => treeCpuSeconds(child.pid ?? 0),
    settled: nothing,
    async close() {
      if (child.connected) child.disconnect();
      await gone;
    },
  };
}

async function startHop(module: string, args: string[]): Promise<ChildProcess> {
  const child = fork(fileURLToPath(new URL(module, import.meta.url)), args, {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  await new Promise<void>((resolve, reject) => {
    child.once("message", () => resolve());
    child.once("exit", (code) => reject(new Error(`${module} ended with code ${code}.`)));
  });
  return child;
}
