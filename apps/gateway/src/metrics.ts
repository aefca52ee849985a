import type { AttemptRecord, GatewayOperation } from "@plumbline/contracts/gateway-call";
import type { ReplicaKind } from "@plumbline/contracts/gateway-config";
import type { Clock } from "@plumbline/runtime/clock";
import { createLlmMetrics, type LlmMetrics } from "@plumbline/runtime/llm-metrics";
import type { Logger } from "@plumbline/runtime/logger";
import type { Metrics } from "@plumbline/runtime/metrics";
import { remember } from "@plumbline/runtime/remember";
import type { Call } from "./pipeline/call.ts";

/** What one worker counts; the primary adds the workers up. */
export interface GatewayMetrics {
  begun(): void;
  /** `costUsd`: decimal; null is unknown. */
  observe(call: Call, costUsd: string | null): void;
  /** A defect of ours; the only thing about a call that is logged. */
  unexpected(error: unknown): void;
}

const secondsBuckets = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300];
const overheadBuckets = [0.0001, 0.00025, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.05, 0.25];

/** As the GenAI conventions name operations, where they have a name. */
const operations: Readonly<Partial<Record<GatewayOperation, string>>> = {
  responses: "chat",
  messages: "chat",
  completions: "text_completion",
};

/** As the GenAI conventions name providers, where they have a name; engines go by their kind. */
const providers: Readonly<Partial<Record<ReplicaKind, string>>> = {
  azure: "azure.ai.openai",
  gemini: "gcp.gemini",
  mistral: "mistral_ai",
  tgi_native: "tgi",
  ollama_native: "ollama",
};

export function createGatewayMetrics(
  metrics: Metrics,
  { logger, clock }: { logger: Logger; clock: Clock },
): GatewayMetrics {
  const llm = createLlmMetrics(metrics, { clock, serves: true, isOneOfMany: true });
  const counts = declareCounts(metrics);
  const times = declareTimes(metrics);
  return {
    begun: counts.begun,
    observe(call, costUsd) {
      const now = performance.now();
      counts.observe(call);
      if (call.receivedAt === 0) return;
      times.observe(call, now);
      // Who has no key, or asks for nothing, has made no model call.
      if (call.key !== null && call.requestedModel !== "") observeModelCall(llm, call, costUsd, now);
    },
    unexpected: (error) => logger.error({ err: error }, "a call failed on our side"),
  };
}

/** Model names come from clients: a call that no pool was found for is counted under "other". */
function observeModelCall(llm: LlmMetrics, call: Call, costUsd: string | null, now: number): void {
  const { outcome, usage, replica } = call;
  const { operation } = call.route;
  llm.observeGeneration({
    model: call.pool?.name ?? "other",
    status: outcome === "ok" ? "success" : outcome === "client_closed" ? "cancelled" : "error",
    errorType: outcome,
    operation: operations[operation] ?? operation,
    provider: replica === null ? undefined : (providers[replica.kind] ?? replica.kind),
    durationMs: now - call.startedAt,
    firstTokenMs: call.stream && call.firstSentAt !== 0 ? call.firstSentAt - call.startedAt : undefined,
    inputTokens: usage?.input,
    outputTokens: usage?.output,
    costUsd: costUsd === null ? undefined : Number(costUsd),
  });
}

function declareCounts(metrics: Metrics): { begun(): void; observe(call: Call): void } {
  const counter = <L extends string>(name: string, help: string, label: L): ((value: string) => void) => {
    const declared = metrics.seriesCounter<string>({
      name: `plumbline_gateway_${name}_total`,
      help,
      labelNames: [label],
    });
    const find = remember((value: string) => declared.series({ [label]: value }));
    return (value) => {
      find(value).value += 1;
    };
  };
  const calls = counter("calls", "Calls by how they ended.", "outcome");
  const attempts = counter("attempts", "Attempts at replicas by how they ended.", "outcome");
  const again = {
    retry: counter("retries", "Attempts at a pool that had been asked before, by pool.", "pool"),
    fallback: counter("fallbacks", "Attempts at a pool that is not the one before, by that pool.", "pool"),
    hedge: counter("hedges", "Second replicas that were asked because the first took long, by pool.", "pool"),
  };
  const aborted = counter("aborted_calls", "Calls that were stopped before their end, by who did.", "reason");
  const degraded = counter(
    "degraded_calls",
    "Calls that were served by a degrade rule, by its action.",
    "action",
  );
  let inFlight = 0;
  metrics.gauge({
    name: "plumbline_gateway_calls_in_flight",
    help: "Calls between their first byte and their end.",
    collect() {
      this.set(inFlight);
    },
  });
  return {
    begun: () => {
      inFlight += 1;
    },
    observe(call) {
      inFlight -= 1;
      calls(call.outcome);
      let before: AttemptRecord | null = null;
      for (const attempt of call.attempts) {
        attempts(attempt.outcome);
        if (before !== null) {
          const isOther = before.poolId !== attempt.poolId;
          again[attempt.hedge ? "hedge" : isOther ? "fallback" : "retry"](nameOf(attempt.poolId));
        }
        before = attempt;
      }
      if (call.abort.reason !== null) aborted(call.abort.reason);
      if (call.degraded !== undefined) degraded(call.degraded);
    },
  };
}

/** Ids of pools are "<project>/<name>". */
const nameOf = remember((poolId: string) => poolId.slice(poolId.indexOf("/") + 1));

function declareTimes(metrics: Metrics): { observe(call: Call, now: number): void } {
  const histogram = (name: string, help: string, buckets: readonly number[]) =>
    metrics.seriesHistogram({ name: `plumbline_gateway_${name}_seconds`, help, buckets }).series({});
  const overhead = histogram("overhead", "Time that the gateway itself took of a call.", overheadBuckets);
  const firstByte = histogram(
    "time_to_first_token",
    "From the whole request to the first byte of the answer.",
    secondsBuckets,
  );
  const queued = histogram("queue", "Time that calls waited for a slot, of those that did.", secondsBuckets);
  return {
    observe(call, now) {
      overhead.observe(call.overheadMs(now) / 1_000);
      if (call.firstSentAt !== 0) firstByte.observe((call.firstSentAt - call.receivedAt) / 1_000);
      if (call.queuedAt !== null) queued.observe(call.queuedMs() / 1_000);
    },
  };
}
