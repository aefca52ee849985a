import { hostname } from "node:os";
import { tokensPerGpu } from "@plumbline/contracts/gateway-config";
import type { GatewayStatusReport, PoolStatus, ReplicaStatus } from "@plumbline/contracts/gateway-status";
import type { ReplicaState } from "@plumbline/routing/switchboard";
import { gatewayFeedToken } from "@plumbline/runtime/gateway-secret";
import type { GatewayEnv } from "../env.ts";
import type { Hub } from "./hub.ts";
import type { HostWatch } from "./watch-hosts.ts";

interface ReporterOptions {
  hub: Hub;
  /** Workers that take calls. */
  workers: () => number;
  isFromFile: (poolId: string) => boolean;
  /** What is known of the machines of replicas. */
  hosts: Pick<HostWatch, "gpuOf" | "hostOf">;
}

const everyMs = 2_000;

/** Tells the API every two seconds how everything is. Nobody waits for it, and it may fail. */
export function reportStatus(
  env: Pick<GatewayEnv, "PLUMBLINE_API_URL" | "PLUMBLINE_KEY_PEPPER" | "GATEWAY_PORT">,
  options: ReporterOptions,
): { stop(): void } {
  const { PLUMBLINE_API_URL: api } = env;
  if (api === undefined) return { stop: () => undefined };
  const startedAtMs = Date.now();
  const instance = `${hostname().slice(0, 150)}:${env.GATEWAY_PORT}`;
  const authorization = `Bearer ${gatewayFeedToken(env.PLUMBLINE_KEY_PEPPER)}`;
  let isTelling = false;

  const tell = async (): Promise<void> => {
    const report = statusOf(options, { instance, startedAtMs });
    if (report === null || isTelling) return;
    isTelling = true;
    try {
      const answer = await fetch(new URL("/internal/gateway/status", api), {
        method: "POST",
        headers: { authorization, "content-type": "application/json" },
        body: JSON.stringify(report),
        signal: AbortSignal.timeout(everyMs * 2),
      });
      await answer.body?.cancel();
    } catch {
      // The feed says that the API is away.
    } finally {
      isTelling = false;
    }
  };
  const timer = setInterval(() => void tell(), everyMs);
  void tell();
  return { stop: () => clearInterval(timer) };
}

/** null before the first snapshot. */
export function statusOf(
  options: ReporterOptions,
  self: Pick<GatewayStatusReport, "instance" | "startedAtMs">,
): GatewayStatusReport | null {
  const { hub } = options;
  const { snapshot } = hub;
  if (snapshot === null) return null;
  const states = new Map(hub.switchboard.state().map((state) => [state.replica.id, state]));
  return {
    ...self,
    workers: options.workers(),
    snapshotVersion: snapshot.version,
    allowedPrivateHosts: snapshot.allowedPrivateHosts,
    projects: snapshot.projects.map(({ projectId, configVersion, pools }) => ({
      projectId,
      configVersion,
      pools: pools.map((pool): PoolStatus => {
        const { waiting, oldestWaitMs } = hub.queueOf(pool.id);
        return {
          id: pool.id,
          name: pool.name,
          strategy: pool.strategy,
          fromFile: options.isFromFile(pool.id),
          queueLength: waiting,
          queueLimit: pool.queue.max_length,
          oldestWaitMs,
          replicas: pool.replicas.flatMap(({ id }) => {
            const state = states.get(id);
            return state === undefined ? [] : [replicaStatus(state, options.hosts)];
          }),
        };
      }),
    })),
  };
}

function replicaStatus(state: ReplicaState, hosts: ReporterOptions["hosts"]): ReplicaStatus {
  const { replica, load } = state;
  return {
    id: replica.id,
    name: replica.name,
    url: shownUrl(replica.url),
    kind: replica.kind,
    model: replica.model,
    healthy: state.healthy,
    warming: state.warming,
    draining: replica.drain,
    breaker: state.breaker,
    share: state.share,
    calls: state.calls,
    tokens: state.tokens,
    running: load?.running ?? null,
    waiting: load?.waiting ?? null,
    kvCacheUse: load?.kvCacheUse ?? null,
    firstTokenMs: state.firstTokenMs,
    tokensPerSecond: state.tokensPerSecond,
    tokensPerSecondPerGpu: tokensPerGpu(replica, state.tokensPerSecond),
    gpu: hosts.gpuOf(replica),
    host: hosts.hostOf(replica),
  };
}

/** Some write a password into an address. */
function shownUrl(text: string): string {
  const url = new URL(text);
  url.username = "";
  url.password = "";
  url.search = "";
  return url.href;
}
