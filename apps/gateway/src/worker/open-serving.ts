import { hashSecretKey } from "@plumbline/access/api-key";
import type { GatewaySnapshot, Replica, SnapshotKey } from "@plumbline/contracts/gateway-snapshot";
import { createAddressRules } from "@plumbline/egress/address-rules";
import { createUpstreamPool, type UpstreamPool } from "@plumbline/egress/upstream-pool";
import { targetOf } from "@plumbline/providers/upstream-target";
import type { Serving } from "../serving.ts";

const rememberedKeys = 10_000;
/**
 * Slots hold calls to `max_connections`; a connection that is being closed still counts with undici, and no
 * call shall wait in there, where nobody sees it.
 */
const connectionsPerSlot = 2;

/** One snapshot and the calls that are served by it. */
interface Generation {
  connections: ReadonlySet<UpstreamPool>;
  calls: number;
  isCurrent: boolean;
}

/**
 * A worker's connections. Those that the next snapshot needs too go on; the others are closed when the
 * last call that was planned with them has ended, so that a swap drops nobody.
 */
export class Upstreams {
  #generations: Generation[] = [];
  #open = new Map<string, UpstreamPool>();

  open(snapshot: GatewaySnapshot, pepper: string): Serving {
    const rules = createAddressRules(snapshot.allowedPrivateHosts);
    const rulesText = snapshot.allowedPrivateHosts.join(",");
    const byReplica = new Map<string, UpstreamPool>();
    const next = new Map<string, UpstreamPool>();
    for (const pool of snapshot.projects.flatMap((project) => project.pools)) {
      const connectTimeoutMs = pool.timeouts.connect_ms;
      for (const replica of pool.replicas) {
        const { origin } = targetOf(replica);
        const connections = replica.max_connections * connectionsPerSlot;
        const identity = [replica.id, origin, connectTimeoutMs, connections, rulesText].join("\n");
        const upstream =
          this.#open.get(identity) ?? createUpstreamPool(origin, { rules, connectTimeoutMs, connections });
        next.set(identity, upstream);
        byReplica.set(replica.id, upstream);
      }
    }
    this.#open = next;
    const generation = { connections: new Set(next.values()), calls: 0, isCurrent: true };
    for (const earlier of this.#generations) earlier.isCurrent = false;
    this.#generations.push(generation);
    this.#sweep();
    return {
      snapshot,
      keyOf: rememberKeys(snapshot.keys, pepper),
      upstreamOf(replica: Replica) {
        const upstream = byReplica.get(replica.id);
        if (upstream === undefined) throw new TypeError(`There are no connections to ${replica.id}.`);
        return upstream;
      },
      retain: () => {
        generation.calls += 1;
      },
      release: () => {
        generation.calls -= 1;
        if (generation.calls === 0 && !generation.isCurrent) this.#sweep();
      },
    };
  }

  async close(): Promise<void> {
    const all = new Set(this.#generations.flatMap(({ connections }) => [...connections]));
    this.#generations = [];
    await Promise.all([...all].map((upstream) => upstream.destroy()));
  }

  #sweep(): void {
    const before = new Set(this.#generations.flatMap(({ connections }) => [...connections]));
    this.#generations = this.#generations.filter(({ calls, isCurrent }) => isCurrent || calls > 0);
    for (const { connections } of this.#generations) for (const kept of connections) before.delete(kept);
    for (const unused of before) void unused.close();
  }
}

/** Hashing costs more than the rest of authentication; what it found is remembered, also for strangers. */
function rememberKeys(keys: readonly SnapshotKey[], pepper: string): (secret: string) => SnapshotKey | null {
  const byHash = new Map(keys.map((key) => [key.hash, key]));
  let remembered = new Map<string, SnapshotKey | null>();
  return (secret) => {
    if (secret.length > 512) return null;
    const known = remembered.get(secret);
    if (known !== undefined) return known;
    const key = byHash.get(hashSecretKey(secret, pepper)) ?? null;
    if (remembered.size >= rememberedKeys) remembered = new Map();
    remembered.set(secret, key);
    return key;
  };
}
