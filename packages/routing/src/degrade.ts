import type { DegradeConfig, DegradeMoment } from "@plumbline/contracts/gateway-config";
import type { Pool } from "@plumbline/contracts/gateway-snapshot";
import type { ReplicaView } from "./router-view.ts";

/** The first rule of the pool for this moment; null when there is none. */
export function degradeRule(pool: Pool, moment: DegradeMoment): DegradeConfig | null {
  return pool.degrade.find(({ when }) => when === moment) ?? null;
}

/** True when every replica that is known answers its first token later than the rule allows. */
export function isSlow(rule: DegradeConfig, views: Iterable<ReplicaView>): boolean {
  let known = 0;
  for (const { firstTokenMs } of views) {
    if (firstTokenMs === null) continue;
    if (firstTokenMs <= rule.slow_ms) return false;
    known += 1;
  }
  return known > 0;
}
