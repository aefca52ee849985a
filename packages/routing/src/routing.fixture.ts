import { gatewayConfig } from "@plumbline/contracts/gateway-config";
import type { Pool } from "@plumbline/contracts/gateway-snapshot";
import type { z } from "zod";
import type { CallShape } from "./call-shape.ts";
import { resolvePools } from "./config/resolve-pools.ts";

type PoolInput = z.input<typeof gatewayConfig>["pools"][number];

/** Pools of project "p" as the gateway gets them. */
export function poolsOf(...pools: PoolInput[]): Pool[] {
  return resolvePools("p", gatewayConfig.parse({ pools }));
}

export function poolOf(
  given: Partial<PoolInput> & { count?: number; replica?: Partial<PoolInput["replicas"][number]> } = {},
): Pool {
  const { count = 3, replica, ...pool } = given;
  const replicas = Array.from({ length: count }, (_, index) => ({
    name: `r${index}`,
    url: `http://10.0.0.${index + 1}:8000`,
    ...replica,
  }));
  const [first] = poolsOf({ name: "m", replicas, ...pool });
  if (first === undefined) throw new Error("a pool was given");
  return first;
}

export function shapeOf(given: Partial<CallShape> = {}): CallShape {
  return {
    projectId: "p",
    requestedModel: "m",
    operation: "chat",
    stream: false,
    priority: "standard",
    promptTokens: 100,
    maxTokens: undefined,
    modalities: ["text"],
    tools: false,
    sessionKey: undefined,
    prefixHashes: [],
    ...given,
  };
}

/** Mulberry32: the same numbers in every run. */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
