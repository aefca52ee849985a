import type { CallOutcome } from "@plumbline/contracts/gateway-call";
import type { BreakerState } from "./breaker.ts";
import type { EngineLoad } from "./engine-load.ts";

/**
 * What travels between the primary and its workers. Plain JSON: a worker tells what it did, the primary
 * tells each worker what it has to know beyond that.
 */

/** What an ending says of the upstream. A 503 says little before its /health was asked. */
export type Verdict = "alive" | "failed" | "overloaded" | "neutral";

export function verdictOf(outcome: CallOutcome): Verdict {
  switch (outcome) {
    case "ok":
    case "invalid_request":
    case "auth":
    case "content_filter":
      return "alive";
    case "connection":
    case "timeout":
    case "api_error":
    case "cut":
    case "bad_response":
      return "failed";
    case "overloaded":
      return "overloaded";
    case "rate_limit":
    case "client_closed":
      return "neutral";
  }
}

export interface ReplicaReport {
  /** Estimated tokens still to be read and written by calls under way. */
  tokens: number;
  calls: number;
  /** Endings since the last report, in order, equal ones in a row counted together. */
  verdicts: [Verdict, number][];
  /** Sums since the last report. */
  firstTokens: number;
  firstTokenMs: number;
  inputTokens: number;
  outputTokens: number;
  ended: number;
  endedMs: number;
}

export interface WorkerReport {
  replicas: Record<string, ReplicaReport>;
  /** Beginnings of prompts that were sent somewhere since the last report. */
  prefixes: [replicaId: string, hashes: number[]][];
}

export interface ReplicaView {
  healthy: boolean;
  warming: boolean;
  breaker: BreakerState;
  /** Whether this worker may send the calls that try a half-open replica. */
  mayProbe: boolean;
  /** 0–1 of its usual share. */
  share: number;
  /** Of all other workers together. */
  otherTokens: number;
  otherCalls: number;
  load: EngineLoad | null;
  /** Smoothed; null before the first. */
  firstTokenMs: number | null;
  /** Input and output together, while it had work; null before enough was seen. */
  tokensPerSecond: number | null;
}

export interface RouterView {
  replicas: Record<string, ReplicaView>;
  prefixes: [replicaId: string, hashes: number[]][];
}

export const unknownReplica: ReplicaView = {
  healthy: true,
  warming: false,
  breaker: "closed",
  mayProbe: false,
  share: 1,
  otherTokens: 0,
  otherCalls: 0,
  load: null,
  firstTokenMs: null,
  tokensPerSecond: null,
};
