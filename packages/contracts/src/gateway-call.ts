import type { DegradeMoment, Priority, RecordPolicy } from "./gateway-config.ts";

/**
 * What the gateway writes down of one call, beside the bytes of request and response. It becomes a span,
 * with a child per attempt and one for the wait in the queue, when it is drained.
 */

/** The dialects that clients speak to the gateway, by what the path says. */
export const clientDialects = ["openai", "anthropic"] as const;
export type ClientDialect = (typeof clientDialects)[number];

export const gatewayOperations = [
  "chat",
  "completions",
  "embeddings",
  "responses",
  "messages",
  "moderations",
  "rerank",
  "audio",
  "models",
] as const;
export type GatewayOperation = (typeof gatewayOperations)[number];

/**
 * How an attempt or a call ended. `cut` is a stream that ended before its end; `client_closed` is nobody's
 * failure. The names are the error classes of spans where one exists.
 */
export const callOutcomes = [
  "ok",
  "client_closed",
  "rate_limit",
  "timeout",
  "connection",
  "auth",
  "invalid_request",
  "content_filter",
  "api_error",
  "cut",
  "bad_response",
  "overloaded",
] as const;
export type CallOutcome = (typeof callOutcomes)[number];

/** Which limit of the pool's `timeouts` ended a call or an attempt. */
export type CallTimer = "connect" | "queue" | "first_token" | "idle" | "total";

/** Token counts, inclusive: input contains cached tokens, output contains reasoning. Absent is unknown. */
export interface TokenUsage {
  input?: number;
  output?: number;
  cacheRead?: number;
  cacheWrite5m?: number;
  cacheWrite1h?: number;
  reasoning?: number;
  audioInput?: number;
  audioOutput?: number;
}

export interface AttemptRecord {
  spanId: string;
  replicaId: string;
  replicaKind: string;
  poolId: string;
  model: string;
  startUs: number;
  /** When the first byte of the body came. */
  firstByteUs?: number;
  endUs: number;
  status?: number;
  outcome: CallOutcome;
  /** Of the upstream or of the socket, at most 1,000 characters. */
  message?: string;
  /** The limit that ended it. */
  timer?: CallTimer;
  hedge?: true;
}

export interface GatewayCall {
  v: 1;
  /** Written while it was under way, in case that nobody sees its end. Usage and bodies come with the end. */
  open?: true;
  requestId: string;
  projectId: string;
  keyId: string;
  keyName: string;
  feature?: string;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  operation: GatewayOperation;
  clientDialect: ClientDialect;
  /** Which dialect the recorded response bytes speak: the client's, after translation. */
  stream: boolean;
  requestedModel: string;
  poolId?: string;
  replicaId?: string;
  /** Who served it, and the model that answered or was asked. Absent when nobody was asked. */
  provider?: string;
  model?: string;
  /** Of an own pool: the model whose public price holds for it, and what that makes, where it is known. */
  pricedAs?: { model: string; usd?: string; inputUsd?: string; outputUsd?: string };
  priority: Priority;
  startUs: number;
  queuedUs?: { from: number; to: number };
  /** First byte of content to the client. */
  firstTokenUs?: number;
  endUs: number;
  /** Time that the gateway itself took before the first upstream byte was asked for and after it came. */
  overheadUs: number;
  status: number;
  outcome: CallOutcome;
  errorMessage?: string;
  /** The limit that ended it, where one did. */
  timer?: CallTimer;
  attempts: AttemptRecord[];
  usage?: TokenUsage;
  /**
   * The engine's own numbers; frames counted, with the prompt by its length; or the prompt alone by its
   * length, of a call that was left before its answer came.
   */
  usageFrom?: "upstream" | "frames" | "estimate";
  /** Nothing of it went to any upstream: no tokens were used, and it cost nothing. */
  unsent?: true;
  responseId?: string;
  finishReasons?: string[];
  /**
   * Own pools: GPU-hour price by measured throughput, decimal USD, and what it rests on. While no throughput
   * was measured it is an estimate: the price of the call's own time, shared with the calls beside it.
   */
  ownCost?: { usd: string; gpuHourUsd: string } & (
    | { tokensPerSecond: number }
    | { seconds: number; concurrency: number }
  );
  degraded?: "clamp" | "pool" | "answer" | "handover";
  /** What the policy was for; records of an earlier version do not tell. */
  degradedWhen?: DegradeMoment;
  /** From the headers of Helicone, Portkey, LiteLLM and our own. */
  userId?: string;
  sessionId?: string;
  tags?: string[];
  metadata?: Record<string, string>;
  environment?: string;
  record: Exclude<RecordPolicy, "none">;
  requestTruncated?: true;
  responseTruncated?: true;
}
