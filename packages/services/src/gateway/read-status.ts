import type { PoolStatus, ReplicaStatus } from "@plumbline/contracts/gateway-status";
import { requireProjectPermission } from "../authorise/index.ts";
import type { ServiceContext } from "../context.ts";
import { readStatusRows } from "./status-rows.ts";

/** It speaks every two seconds. */
const silentAfterMs = 10_000;

export interface GatewayStatusView {
  /** When a gateway was heard of last; null: never. */
  asOf: string | null;
  /** True when that is longer ago than it should be: then the rest is what it said last. */
  silent: boolean;
  /** Gateways that speak now. */
  instances: number;
  workers: number;
  /** The newest version of the document, and the oldest that a gateway serves by; 0 for none. */
  savedVersion: number;
  servedVersion: number;
  pools: PoolStatus[];
}

/** Live state of the project's pools, over all gateways together. */
export async function readGatewayStatus(
  ctx: ServiceContext,
  input: { projectId: string },
): Promise<GatewayStatusView> {
  const { projectId } = await requireProjectPermission(ctx, input.projectId, "gateway:read");
  const nowMs = ctx.clock.nowMs();
  const [rows, saved] = await Promise.all([
    readStatusRows(ctx.db, nowMs),
    ctx.db.gatewayConfigVersion.aggregate({ where: { projectId }, _max: { version: true } }),
  ]);
  const speaking = rows.filter(({ updatedAtMs }) => nowMs - updatedAtMs <= silentAfterMs);
  // When all are silent, the last word of the last one is better than none.
  const told = speaking.length > 0 ? speaking : rows.slice(0, 1);
  const projects = told.map(({ report }) => report.projects.find((each) => each.projectId === projectId));
  const latest = rows[0]?.updatedAtMs;
  return {
    asOf: latest === undefined ? null : new Date(latest).toISOString(),
    silent: speaking.length === 0,
    instances: speaking.length,
    workers: speaking.reduce((total, { report }) => total + report.workers, 0),
    savedVersion: saved._max.version ?? 0,
    servedVersion: projects.length === 0 ? 0 : Math.min(...projects.map((one) => one?.configVersion ?? 0)),
    pools: mergePools(projects.flatMap((project) => project?.pools ?? [])),
  };
}

function mergePools(pools: readonly PoolStatus[]): PoolStatus[] {
  const merged = new Map<string, PoolStatus>();
  for (const pool of pools) {
    const known = merged.get(pool.id);
    if (known === undefined) {
      merged.set(pool.id, pool);
      continue;
    }
    const replicas = known.replicas.map((replica) => {
      const other = pool.replicas.find(({ id }) => id === replica.id);
      return other === undefined ? replica : mergeReplicas(replica, other);
    });
    merged.set(pool.id, {
      ...known,
      queueLength: known.queueLength + pool.queueLength,
      oldestWaitMs: Math.max(known.oldestWaitMs, pool.oldestWaitMs),
      replicas,
    });
  }
  return [...merged.values()];
}

/** Calls add up; of states, the worse one is shown. */
function mergeReplicas(one: ReplicaStatus, other: ReplicaStatus): ReplicaStatus {
  const worse = other.breaker === "closed" ? one.breaker : other.breaker;
  return {
    ...one,
    healthy: one.healthy && other.healthy,
    warming: one.warming || other.warming,
    breaker: one.breaker === "open" ? "open" : worse,
    calls: one.calls + other.calls,
    tokens: one.tokens + other.tokens,
    tokensPerSecond: addKnown(one.tokensPerSecond, other.tokensPerSecond),
    tokensPerSecondPerGpu: addKnown(one.tokensPerSecondPerGpu, other.tokensPerSecondPerGpu),
    firstTokenMs: one.firstTokenMs ?? other.firstTokenMs,
    gpu: newer(one.gpu, other.gpu),
    host: newer(one.host, other.host),
  };
}

/** Both read the same exporter; one of them may not reach it. */
function newer<T extends { toldAtMs: number | null }>(one: T | null, other: T | null): T | null {
  if (one === null || other === null) return one ?? other;
  return (other.toldAtMs ?? 0) > (one.toldAtMs ?? 0) ? other : one;
}

function addKnown(one: number | null, other: number | null): number | null {
  if (one === null) return other;
  return other === null ? one : one + other;
}
