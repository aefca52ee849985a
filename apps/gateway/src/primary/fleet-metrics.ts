import { tokensPerGpu } from "@plumbline/contracts/gateway-config";
import type { ReplicaState } from "@plumbline/routing/switchboard";
import { declareCacheHitRate } from "@plumbline/runtime/llm-metrics";
import type { Gauge, Metrics } from "@plumbline/runtime/metrics";
import type { Hub } from "./hub.ts";
import type { WorkerFleet } from "./run-workers.ts";
import type { HostWatch } from "./watch-hosts.ts";

interface FleetMetricsOptions {
  hub: Hub;
  hosts: Pick<HostWatch, "gpuOf" | "hostOf">;
  fleet: Pick<WorkerFleet, "ready" | "deaths">;
}

/** null is unknown, and has no sample. */
type Read = (state: ReplicaState, hosts: FleetMetricsOptions["hosts"]) => number | null;

const breakerStates = ["closed", "open", "half_open"] as const;

/** What only the primary knows: replicas, queues and workers, as they are when they are asked for. */
export function declareFleetMetrics(metrics: Metrics, { hub, hosts, fleet }: FleetMetricsOptions): void {
  for (const [name, help, read] of replicaGauges) {
    declareReplicaGauge(metrics, { hub, hosts }, { name: `plumbline_gateway_replica_${name}`, help, read });
  }
  declareBreakers(metrics, hub);
  declareQueues(metrics, hub);
  metrics.gauge({
    name: "plumbline_gateway_workers",
    help: "Workers that take calls.",
    collect() {
      this.set(fleet.ready());
    },
  });
  let counted = 0;
  metrics.counter({
    name: "plumbline_gateway_worker_deaths_total",
    help: "Workers that died and were replaced.",
    collect() {
      const deaths = fleet.deaths();
      this.inc(deaths - counted);
      counted = deaths;
    },
  });
  // There is no cache yet, so that nobody has looked anything up.
  declareCacheHitRate(metrics, () => ({ hits: 0, misses: 0 }));
}

const replicaGauges: readonly [name: string, help: string, read: Read][] = [
  ["healthy", "1 while its checks say that it is well.", ({ healthy }) => (healthy ? 1 : 0)],
  ["warming", "1 while it is new and not warm yet.", ({ warming }) => (warming ? 1 : 0)],
  ["draining", "1 while it gets no new calls.", ({ replica }) => (replica.drain ? 1 : 0)],
  ["share", "0–1 of its usual share, while it starts slowly.", ({ share }) => share],
  ["calls", "Calls under way through this gateway.", ({ calls }) => calls],
  ["outstanding_tokens", "Estimated tokens still to be read and written by them.", ({ tokens }) => tokens],
  ["engine_running", "Requests that the engine says it works on.", ({ load }) => load?.running ?? null],
  ["engine_waiting", "Requests that the engine says wait.", ({ load }) => load?.waiting ?? null],
  ["kv_cache_use", "Share of the KV cache in use, 0–1.", ({ load }) => load?.kvCacheUse ?? null],
  [
    "time_to_first_token_seconds",
    "Smoothed over its latest calls.",
    ({ firstTokenMs }) => (firstTokenMs === null ? null : firstTokenMs / 1_000),
  ],
  [
    "tokens_per_second",
    "Input and output together, while it had work.",
    ({ tokensPerSecond }) => tokensPerSecond,
  ],
  [
    "tokens_per_second_per_gpu",
    "The same by the number of its GPUs; of replicas whose price per GPU hour or GPUs are given.",
    ({ replica, tokensPerSecond }) => tokensPerGpu(replica, tokensPerSecond),
  ],
  [
    "gpu_use",
    "Mean use of its GPUs, 0–1: below 0.6 it could carry more, above 0.8 it is saturated.",
    ({ replica }, hosts) => hosts.gpuOf(replica)?.use ?? null,
  ],
  [
    "gpu_memory_used_bytes",
    "Memory in use on its GPUs.",
    ({ replica }, hosts) => hosts.gpuOf(replica)?.memoryUsedBytes ?? null,
  ],
  [
    "gpu_memory_total_bytes",
    "Memory of its GPUs.",
    ({ replica }, hosts) => hosts.gpuOf(replica)?.memoryTotalBytes ?? null,
  ],
  ["gpu_power_watts", "What its GPUs draw.", ({ replica }, hosts) => hosts.gpuOf(replica)?.watts ?? null],
  [
    "gpu_temperature_celsius",
    "Of the hottest of its GPUs.",
    ({ replica }, hosts) => hosts.gpuOf(replica)?.celsius ?? null,
  ],
  [
    "host_cpu_use",
    "Share of time in which its host's processors were not idle, 0–1.",
    ({ replica }, hosts) => hosts.hostOf(replica)?.cpuUse ?? null,
  ],
  [
    "host_memory_used_bytes",
    "Memory of its host that is not available.",
    ({ replica }, hosts) => hosts.hostOf(replica)?.memoryUsedBytes ?? null,
  ],
  [
    "host_memory_total_bytes",
    "Memory of its host.",
    ({ replica }, hosts) => hosts.hostOf(replica)?.memoryTotalBytes ?? null,
  ],
];

const replicaLabels = ["project", "pool", "replica"] as const;
type ReplicaLabel = (typeof replicaLabels)[number];

function labelsOf({ pool, replica }: ReplicaState): Record<ReplicaLabel, string> {
  return { project: pool.id.slice(0, -pool.name.length - 1), pool: pool.name, replica: replica.name };
}

function declareReplicaGauge(
  metrics: Metrics,
  { hub, hosts }: Pick<FleetMetricsOptions, "hub" | "hosts">,
  { name, help, read }: { name: string; help: string; read: Read },
): void {
  metrics.gauge({
    name,
    help,
    labelNames: replicaLabels,
    collect(this: Gauge<ReplicaLabel>) {
      this.reset();
      for (const state of hub.switchboard.state()) {
        const value = read(state, hosts);
        if (value !== null) this.set(labelsOf(state), value);
      }
    },
  });
}

function declareBreakers(metrics: Metrics, hub: Hub): void {
  metrics.gauge({
    name: "plumbline_gateway_replica_breaker",
    help: "1 for the state that its breaker is in, 0 for the others.",
    labelNames: [...replicaLabels, "state"],
    collect(this: Gauge<ReplicaLabel | "state">) {
      this.reset();
      for (const replica of hub.switchboard.state()) {
        for (const state of breakerStates) {
          this.set({ ...labelsOf(replica), state }, replica.breaker === state ? 1 : 0);
        }
      }
    },
  });
}

function declareQueues(metrics: Metrics, hub: Hub): void {
  const gauge = (name: string, help: string, read: (queue: ReturnType<Hub["queueOf"]>) => number): void => {
    metrics.gauge({
      name: `plumbline_gateway_${name}`,
      help,
      labelNames: ["project", "pool"],
      collect(this: Gauge<"project" | "pool">) {
        this.reset();
        for (const { projectId, pools } of hub.snapshot?.projects ?? []) {
          for (const pool of pools)
            this.set({ project: projectId, pool: pool.name }, read(hub.queueOf(pool.id)));
        }
      },
    });
  };
  gauge("queue_length", "Calls that wait for a slot.", ({ waiting }) => waiting);
  gauge(
    "queue_oldest_wait_seconds",
    "How long the one that waits longest has waited; 0 when nobody waits.",
    ({ oldestWaitMs }) => oldestWaitMs / 1_000,
  );
}
