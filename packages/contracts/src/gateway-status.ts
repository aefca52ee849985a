import { z } from "zod";
import { replicaKinds } from "./gateway-config.ts";

/** What a gateway tells of itself every two seconds. null is unknown, never none. */

const count = z.number().int().min(0);
const measured = z.number().min(0).nullable();

/** When its exporter told it; null: never. After 15 seconds the rest is unknown. */
const toldAtMs = z.number().nullable();

const gpuStatus = z.object({
  toldAtMs,
  count: count.nullable(),
  /** 0–1, the mean of its GPUs. */
  use: measured,
  memoryUsedBytes: measured,
  memoryTotalBytes: measured,
  watts: measured,
  celsius: measured,
});

const hostStatus = z.object({
  toldAtMs,
  /** 0–1 of all its processors. */
  cpuUse: measured,
  memoryUsedBytes: measured,
  memoryTotalBytes: measured,
});

const replicaStatus = z.object({
  id: z.string(),
  name: z.string(),
  url: z.string(),
  kind: z.enum(replicaKinds),
  model: z.string(),
  healthy: z.boolean(),
  /** New, and not warm yet. */
  warming: z.boolean(),
  draining: z.boolean(),
  breaker: z.enum(["closed", "open", "half_open"]),
  /** 0–1 of its usual share, while it starts slowly. */
  share: z.number(),
  /** Calls under way through this gateway, and their estimated tokens. */
  calls: count,
  tokens: z.number().min(0),
  /** What the engine itself says. */
  running: measured,
  waiting: measured,
  kvCacheUse: measured,
  firstTokenMs: measured,
  tokensPerSecond: measured,
  /** null as well where the document says nothing of GPUs. */
  tokensPerSecondPerGpu: measured,
  /** null where no exporter is named. */
  gpu: gpuStatus.nullable(),
  host: hostStatus.nullable(),
});

const poolStatus = z.object({
  id: z.string(),
  name: z.string(),
  strategy: z.string(),
  /** Of GATEWAY_CONFIG_FILE: people change it there. */
  fromFile: z.boolean(),
  queueLength: count,
  queueLimit: count,
  oldestWaitMs: z.number().min(0),
  replicas: z.array(replicaStatus),
});

export const gatewayStatusReport = z.object({
  /** Stable over restarts of the same gateway. */
  instance: z.string().min(1).max(200),
  startedAtMs: z.number(),
  /** Workers that take calls. */
  workers: count,
  /** Of the snapshot that it serves by. */
  snapshotVersion: z.string(),
  /** What its operator lets upstreams have of private addresses. */
  allowedPrivateHosts: z.array(z.string()),
  projects: z.array(
    z.object({ projectId: z.string(), configVersion: z.number(), pools: z.array(poolStatus) }),
  ),
});

export type GatewayStatusReport = z.output<typeof gatewayStatusReport>;
export type PoolStatus = z.output<typeof poolStatus>;
export type GpuStatus = z.output<typeof gpuStatus>;
export type HostStatus = z.output<typeof hostStatus>;
export type ReplicaStatus = z.output<typeof replicaStatus>;
