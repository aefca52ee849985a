import type { ReactNode } from "react";
import { formatDuration } from "../../format/duration.ts";
import { formatDecimalNumber, formatInteger, formatRate, unknown } from "../../format/number.ts";
import type { GatewayReplica } from "../../trpc/types.ts";
import { Fact } from "./fact.tsx";
import { HostFacts } from "./host-facts.tsx";
import { breakerWords, describeReplica } from "./replica-state.ts";
import { StateMark } from "./state-mark.tsx";

const percent = (share: number | null) => (share === null ? unknown : `${Math.round(share * 100)} %`);

/** One replica: how it is, and what it does right now. */
export function ReplicaItem({ replica, children }: { replica: GatewayReplica; children: ReactNode }) {
  const state = describeReplica(replica);
  const { tokensPerSecond: perSecond, tokensPerSecondPerGpu: perGpu } = replica;
  return (
    <li className="space-y-2 px-3 py-2.5" aria-label={`${replica.name}: ${state.words}`}>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <StateMark state={state} />
        <span className="min-w-0 font-mono text-xs break-all">{replica.name}</span>
        <span className="text-xs text-soft">{replica.kind}</span>
        <span className="ml-auto flex gap-2">{children}</span>
      </div>
      {state.mark !== "up" && <p className="text-xs text-soft">{state.detail}</p>}
      <dl className="grid grid-cols-2 gap-x-4 gap-y-1.5 sm:grid-cols-4 xl:grid-cols-7">
        <Fact label="Breaker" value={breakerWords[replica.breaker]} />
        <Fact label="Calls under way" value={formatInteger(replica.calls)} />
        <Fact label="Running" value={formatInteger(replica.running)} />
        <Fact label="Waiting in it" value={formatInteger(replica.waiting)} />
        <Fact label="KV cache" value={percent(replica.kvCacheUse)} share={replica.kvCacheUse} />
        <Fact label="First token" value={formatDuration(replica.firstTokenMs)} />
        <Fact
          label="Tokens/s"
          value={formatDecimalNumber(perSecond === null ? null : Math.round(perSecond))}
        />
        {perGpu !== null && <Fact label="Tokens/s per GPU" value={formatRate(perGpu)} />}
        <HostFacts replica={replica} />
      </dl>
    </li>
  );
}
