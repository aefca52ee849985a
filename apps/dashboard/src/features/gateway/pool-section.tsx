"use client";

import { Button } from "../../components/ui/button.tsx";
import { formatDuration } from "../../format/duration.ts";
import { formatCount, formatInteger } from "../../format/number.ts";
import type { GatewayPool, GatewayReplica } from "../../trpc/types.ts";
import { ReplicaItem } from "./replica-item.tsx";
import { countTaking } from "./replica-state.ts";

interface PoolSectionProps {
  pool: GatewayPool;
  /** null for those who may not. */
  onDrain: ((replica: GatewayReplica, drain: boolean) => void) | null;
  draining: boolean;
}

/** A pool with its queue and its replicas, as they are now. */
export function PoolSection({ pool, onDrain, draining }: PoolSectionProps) {
  const { name, replicas, queueLength, queueLimit, oldestWaitMs } = pool;
  const taking = countTaking(replicas);
  return (
    <section aria-label={`Pool ${name}`} className="overflow-hidden rounded-lg border">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1 border-b bg-surface px-3 py-2">
        <h2 className="font-mono text-sm font-semibold break-all">{name}</h2>
        <span className="text-xs text-soft">{pool.strategy.replaceAll("_", " ")}</span>
        {pool.fromFile && <span className="text-xs text-soft">from GATEWAY_CONFIG_FILE</span>}
        <span className={taking === 0 ? "ml-auto text-xs text-error" : "ml-auto text-xs text-soft"}>
          {`${formatInteger(taking)} of ${formatCount(replicas.length, "replica")} take calls`}
        </span>
        <span className="text-xs text-soft tabular-nums">
          {queueLength === 0
            ? "Nobody waits"
            : `${formatInteger(queueLength)} of ${formatInteger(queueLimit)} wait, the oldest for ${formatDuration(oldestWaitMs)}`}
        </span>
      </div>
      <ul className="divide-y">
        {replicas.map((replica) => (
          <ReplicaItem key={replica.id} replica={replica}>
            {onDrain !== null && !pool.fromFile && (
              <Button
                disabled={draining}
                aria-label={replica.draining ? `Take ${replica.name} back in` : `Drain ${replica.name}`}
                onClick={() => onDrain(replica, !replica.draining)}
              >
                {replica.draining ? "Take back in" : "Drain"}
              </Button>
            )}
          </ReplicaItem>
        ))}
      </ul>
    </section>
  );
}
