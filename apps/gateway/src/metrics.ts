import type { CallOutcome } from "@plumbline/contracts/gateway-call";
import type { Logger } from "@plumbline/runtime/logger";
import type { Metrics } from "@plumbline/runtime/metrics";
import type { Call } from "./pipeline/call.ts";

/** What one worker counts; the primary adds the workers up. */
export interface GatewayMetrics {
  begun(): void;
  observe(call: Call): void;
  /** A defect of ours; the only thing about a call that is logged. */
  unexpected(error: unknown): void;
}

const secondsBuckets = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300];
const overheadBuckets = [0.0001, 0.00025, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.05, 0.25];

export function createGatewayMetrics(metrics: Metrics, logger: Logger): GatewayMetrics {
  const calls = metrics.counter({
    name: "plumbline_gateway_calls_total",
    help: "Calls by how they ended.",
    labelNames: ["outcome"],
  });
  const attempts = metrics.counter({
    name: "plumbline_gateway_attempts_total",
    help: "Attempts at replicas by how they ended.",
    labelNames: ["outcome"],
  });
  const inFlight = metrics.gauge({
    name: "plumbline_gateway_calls_in_flight",
    help: "Calls between their first byte and their end.",
  });
  const overhead = metrics.histogram({
    name: "plumbline_gateway_overhead_seconds",
    help: "Time that the gateway itself took of a call.",
    buckets: overheadBuckets,
  });
  const firstToken = metrics.histogram({
    name: "plumbline_gateway_time_to_first_token_seconds",
    help: "From the whole request to the first byte of the answer.",
    buckets: secondsBuckets,
  });
  const queued = metrics.histogram({
    name: "plumbline_gateway_queue_seconds",
    help: "Time that calls waited for a slot, of those that did.",
    buckets: secondsBuckets,
  });
  // Finding a label's counter costs more than counting.
  const callsOf = remember((outcome) => calls.labels(outcome));
  const attemptsOf = remember((outcome) => attempts.labels(outcome));
  return {
    begun: () => inFlight.inc(),
    observe(call) {
      inFlight.dec();
      callsOf(call.outcome).inc();
      for (const attempt of call.attempts) attemptsOf(attempt.outcome).inc();
      if (call.receivedAt === 0) return;
      overhead.observe(call.overheadMs(performance.now()) / 1_000);
      if (call.firstSentAt !== 0) firstToken.observe((call.firstSentAt - call.receivedAt) / 1_000);
      if (call.queuedAt !== null) queued.observe(call.queuedMs() / 1_000);
    },
    unexpected: (error) => logger.error({ err: error }, "a call failed on our side"),
  };
}

function remember<T>(find: (outcome: CallOutcome) => T): (outcome: CallOutcome) => T {
  const known = new Map<CallOutcome, T>();
  return (outcome) => {
    const found = known.get(outcome) ?? find(outcome);
    known.set(outcome, found);
    return found;
  };
}
