import type { GatewaySnapshot, Replica, SnapshotKey } from "@plumbline/contracts/gateway-snapshot";
import type { UpstreamPool } from "@plumbline/egress/upstream-pool";

/** One snapshot, ready to serve by. It never changes; the next one replaces it as a whole. */
export interface Serving {
  readonly snapshot: GatewaySnapshot;
  /** The key that the client sent; null when it is none of ours. */
  keyOf(secret: string): SnapshotKey | null;
  upstreamOf(replica: Replica): UpstreamPool;
  /** A call that was planned by this snapshot holds its connections until it ends. */
  retain(): void;
  release(): void;
}
