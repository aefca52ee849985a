import type { ReactNode } from "react";
import { formatDuration } from "../../format/duration.ts";
import { formatDecimalNumber, formatInteger, unknown } from "../../format/number.ts";
import type { GatewayReplica } from "../../trpc/types.ts";
import { breakerWords, describeReplica } from "./replica-state.ts";
import { StateMark } from "./state-mark.tsx";

const percent = (share: number | null) => (share === null ? unknown : `${Math.round(share * 100)} %`);

/** One replica: how it is, and what it does right now. */
export function ReplicaItem({ replica, children }: { replica: GatewayReplica; children: ReactNode }) {
  const state = describeReplica(replica);
  const perSecond = replica.tokensPerSecond;
  return (
    <li className="space-y-2 px-3 py-2.5" aria-label={`${replica.name}: ${state.words}`}>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <StateMark state={state} />
        <span className="min-w-0 font-mono text-xs break-all">{replica.name}</span>
        <span className="text-xs text-soft">{replica.kind}</span>
        <span className="ml-auto flex gap-2">{children}</span>
      </div>
      {state.mark !== "up" && <p className="text-xs text-soft">{state.detail}</p>}
      <dl className="grid grid-cols-2 gap-x-4 gap-y-1.5 sm:grid-cols-4 xl:grid-cols-8">
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
        <Fact label="GPU" value={percent(replica.gpuUse)} share={replica.gpuUse} />
      </dl>
    </li>
  );
}

interface FactProps {
  label: string;
  value: string;
  /** Drawn as well where it is known. */
  share?: number | null;
}

function Fact({ label, value, share = null }: FactProps) {
  return (
    <div className="min-w-0">
      <dt className="text-2xs text-faint">{label}</dt>
      <dd className="tabular-nums">
        {value}
        {share !== null && (
          <span aria-hidden className="mt-0.5 block h-1 overflow-hidden rounded-full bg-line">
            <span
              className="block h-full rounded-full bg-accent"
              style={{ width: `${Math.min(100, Math.round(share * 100))}%` }}
            />
          </span>
        )}
      </dd>
    </div>
  );
}
