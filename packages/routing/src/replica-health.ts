import type { Pool } from "@plumbline/contracts/gateway-snapshot";

/** What active checks say of a replica, and how much of its share it may take. */
export interface ReplicaHealth {
  isHealthy(): boolean;
  probed(ok: boolean, nowMs: number): void;
  /** From a tenth to the whole while a replica that was away, or is new to a running pool, warms up. */
  share(nowMs: number): number;
  restartSlowly(nowMs: number): void;
}

const firstShare = 0.1;

/** Innocent until `unhealthy_after` checks in a row fail; back after `healthy_after` in a row. */
export function createReplicaHealth(settings: () => Pool["health"]): ReplicaHealth {
  let healthy = true;
  let streak = 0;
  let warmSinceMs: number | null = null;
  return {
    isHealthy: () => healthy,
    probed(ok, nowMs) {
      streak = ok === healthy ? 0 : streak + 1;
      const needed = healthy ? settings().unhealthy_after : settings().healthy_after;
      if (streak < needed) return;
      healthy = ok;
      streak = 0;
      if (ok) warmSinceMs = nowMs;
    },
    share(nowMs) {
      const { slow_start_ms: slowStartMs } = settings();
      if (warmSinceMs === null || slowStartMs === 0) return 1;
      const grown = (nowMs - warmSinceMs) / slowStartMs;
      if (grown >= 1) warmSinceMs = null;
      return Math.min(1, Math.max(firstShare, grown));
    },
    restartSlowly(nowMs) {
      warmSinceMs = nowMs;
    },
  };
}
