import type { GatewayConfig, ReplicaConfig } from "@plumbline/contracts/gateway-config";
import type { Pool, Replica } from "@plumbline/contracts/gateway-snapshot";

/**
 * Gives pools and replicas their ids: those that have a name keep their id when others come and go, the
 * rest are known by their address.
 */
export function resolvePools(projectId: string, config: GatewayConfig): Pool[] {
  return config.pools.map((pool) => {
    const id = `${projectId}/${pool.name}`;
    const taken = new Set<string>();
    const replicas = pool.replicas.map((replica): Replica => {
      const name = freeName(replica, taken);
      taken.add(name);
      return { ...replica, id: `${id}/${name}`, name, model: replica.model ?? pool.name };
    });
    return { ...pool, id, replicas };
  });
}

function freeName(replica: ReplicaConfig, taken: ReadonlySet<string>): string {
  const address = replica.url.replace(/^https?:\/\//, "").replace(/(\/v1)?\/*$/, "");
  const wanted = replica.name ?? address;
  let name = wanted;
  for (let number = 2; taken.has(name); number++) name = `${wanted}-${number}`;
  return name;
}
