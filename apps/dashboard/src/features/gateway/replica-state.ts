import { formatCount } from "../../format/number.ts";
import type { GatewayReplica } from "../../trpc/types.ts";

export interface ReplicaWords {
  /** Each has a mark of its own shape, for people who see no colours. */
  mark: "up" | "starting" | "trouble" | "down" | "out";
  words: string;
  /** Why, and what happens next. */
  detail: string;
}

/** One replica in words; the gravest thing that is true of it. */
export function describeReplica(replica: GatewayReplica): ReplicaWords {
  if (replica.draining) {
    return replica.calls > 0
      ? {
          mark: "out",
          words: "Draining",
          detail: `Gets no new calls; ${formatCount(replica.calls, "call")} to end.`,
        }
      : { mark: "out", words: "Drained", detail: "Gets no calls. It can be stopped." };
  }
  if (!replica.healthy) {
    return {
      mark: "down",
      words: "Down",
      detail: "Its health checks fail. Calls go elsewhere until it answers.",
    };
  }
  if (replica.breaker === "open") {
    return {
      mark: "down",
      words: "Breaker open",
      detail: "Too many calls failed. It rests, and is then tried again with single calls.",
    };
  }
  if (replica.breaker === "half_open") {
    return { mark: "trouble", words: "Being tried", detail: "Single calls show whether it works again." };
  }
  if (replica.warming) {
    return {
      mark: "starting",
      words: "Warming up",
      detail: "It answers a few short calls before it gets traffic.",
    };
  }
  if (replica.share < 0.995) {
    const percent = Math.round(replica.share * 100);
    return {
      mark: "starting",
      words: "Starting",
      detail: `Gets ${percent} % of its share, and soon all of it.`,
    };
  }
  return { mark: "up", words: "Up", detail: "Takes calls." };
}

export const breakerWords: Record<GatewayReplica["breaker"], string> = {
  closed: "closed",
  half_open: "half open",
  open: "open",
};

/** How many of a pool's replicas take calls. */
export function countTaking(replicas: readonly GatewayReplica[]): number {
  return replicas.filter((replica) => ["up", "starting"].includes(describeReplica(replica).mark)).length;
}
