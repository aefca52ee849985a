import type { GatewayConfig } from "@plumbline/contracts/gateway-config";
import { resolvePools } from "@plumbline/routing/resolve-pools";

export interface ReplicaOfDraft {
  id: string;
  pool: string;
  name: string;
  url: string;
  kind: string;
  drain: boolean;
}

export function replicasOf(projectId: string, config: GatewayConfig): ReplicaOfDraft[] {
  return resolvePools(projectId, config).flatMap((pool) =>
    pool.replicas.map(({ id, name, url, kind, drain }) => ({ id, pool: pool.name, name, url, kind, drain })),
  );
}
