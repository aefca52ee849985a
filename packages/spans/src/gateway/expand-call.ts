import type { CompleteSpanEvent, SpanFields, SpanKind } from "@plumbline/contracts/events";
import type {
  AttemptRecord,
  CallOutcome,
  GatewayCall,
  GatewayOperation,
  TokenUsage,
} from "@plumbline/contracts/gateway-call";
import { cleanText } from "../clean-text.ts";
import { attributesOf, known } from "../doors/values.ts";
import type { ErrorClass } from "../error-class.ts";
import { readRequestContent } from "./read-request.ts";
import { readResponseContent } from "./read-response.ts";

const kinds: Partial<Record<GatewayOperation, SpanKind>> = {
  embeddings: "EMBEDDING",
  moderations: "GUARDRAIL",
  rerank: "RETRIEVER",
};

const errorClasses: Readonly<Record<Exclude<CallOutcome, "ok" | "client_closed">, ErrorClass>> = {
  rate_limit: "rate_limit",
  timeout: "timeout",
  connection: "connection",
  auth: "auth",
  invalid_request: "invalid_request",
  content_filter: "content_filter",
  api_error: "api_error",
  cut: "connection",
  bad_response: "api_error",
  overloaded: "rate_limit",
};

/** Bodies in the client's dialect; empty when only usage is recorded. */
export interface CallTexts {
  request: string;
  response: string;
}

/**
 * The spans of a call through the gateway: the call itself, which is what counts, one per attempt, and one
 * for its wait in the queue. Derived from the record alone, so that a replay repeats it.
 */
export function expandGatewayCall(call: GatewayCall, texts: CallTexts): CompleteSpanEvent[] {
  const events: CompleteSpanEvent[] = [
    { type: "span", traceId: call.traceId, spanId: call.spanId, fields: callFields(call, texts) },
  ];
  if (call.queuedUs !== undefined) {
    const { from, to } = call.queuedUs;
    const fields = {
      parentSpanId: call.spanId,
      kind: "SPAN",
      name: "queue",
      startTimeUs: from,
      endTimeUs: to,
    } as const;
    events.push({ type: "span", traceId: call.traceId, spanId: childId(call.spanId, 0), fields });
  }
  for (const attempt of call.attempts) {
    events.push({
      type: "span",
      traceId: call.traceId,
      spanId: attempt.spanId,
      fields: attemptFields(call, attempt),
    });
  }
  return events;
}

function callFields(call: GatewayCall, texts: CallTexts): CompleteSpanEvent["fields"] {
  const { operation } = call;
  const isUnsent = call.unsent === true && call.open !== true;
  const usage = isUnsent ? { input: 0, output: 0 } : call.usage;
  const model = call.model ?? call.requestedModel;
  const content = call.record === "full" ? contentOf(call, texts) : {};
  const name = cleanText(`${operation} ${call.requestedModel}`);
  const fields = known({
    parentSpanId: call.parentSpanId,
    kind: kinds[operation] ?? "GENERATION",
    name,
    traceName: call.parentSpanId === undefined ? name : undefined,
    endTimeUs: call.open === true ? undefined : call.endUs,
    completionStartTimeUs: call.stream ? call.firstTokenUs : undefined,
    ...(call.open === true ? unseenEnd : failureOf(call.outcome, call.errorMessage)),
    ...labelsOf(call),
    feature: call.feature,
    provider: call.provider,
    modelRequested: cleanText(call.requestedModel),
    modelUsed: cleanText(model),
    responseId: cleaned(call.responseId),
    finishReasons: call.finishReasons,
    usageDetails: usage === undefined ? undefined : usageDetails(usage),
    usageConvention: usage === undefined ? undefined : ("inclusive" as const),
    usageSource:
      usage === undefined ? undefined : isEstimated(call) ? ("ours" as const) : ("gateway" as const),
    givenCost: isUnsent ? { total: "0", unsent: "0" } : givenCostOf(call),
    ...content,
    attributes: callAttributes(call),
  });
  return { ...fields, startTimeUs: call.startUs };
}

/** They are the client's words, and were not looked at on the path of its call. */
function labelsOf(call: GatewayCall): SpanFields {
  const { metadata } = call;
  return known({
    environment: cleaned(call.environment),
    userId: cleaned(call.userId),
    sessionId: cleaned(call.sessionId),
    tags: call.tags?.map(cleanText),
    metadata:
      metadata === undefined
        ? undefined
        : Object.fromEntries(Object.entries(metadata).map((entry) => entry.map(cleanText))),
  });
}

function cleaned(text: string | undefined): string | undefined {
  return text === undefined ? undefined : cleanText(text);
}

/** What the machine cost goes before what a provider would have asked for the same. */
function givenCostOf(call: GatewayCall): Record<string, string> | undefined {
  const { ownCost, pricedAs } = call;
  if (ownCost !== undefined) return { total: ownCost.usd };
  if (pricedAs?.usd === undefined) return isUncountable(call) ? { total: "0" } : undefined;
  const cost: Record<string, string> = { total: pricedAs.usd };
  if (pricedAs.inputUsd !== undefined) cost["input"] = pricedAs.inputUsd;
  if (pricedAs.outputUsd !== undefined) cost["output"] = pricedAs.outputUsd;
  return cost;
}

/** No model's answer to count by: a total of 0 is read as unknown, and keeps the drainer from counting texts. */
function isUncountable({ usage, outcome, degraded }: GatewayCall): boolean {
  return usage === undefined && (outcome !== "ok" || degraded === "answer" || degraded === "handover");
}

function isEstimated({ usageFrom }: GatewayCall): boolean {
  return usageFrom === "frames" || usageFrom === "estimate";
}

function contentOf(call: GatewayCall, texts: CallTexts): SpanFields {
  return known({
    ...readRequestContent(call.operation, texts.request),
    output: readResponseContent(call.operation, call.stream, texts.response),
  });
}

function callAttributes(call: GatewayCall): SpanFields["attributes"] {
  const queueMs = call.queuedUs === undefined ? undefined : (call.queuedUs.to - call.queuedUs.from) / 1_000;
  const outputTokens = call.usage?.output;
  const answeringUs = call.firstTokenUs === undefined ? 0 : call.endUs - call.firstTokenUs;
  const rate =
    outputTokens === undefined || answeringUs <= 0 ? undefined : outputTokens / (answeringUs / 1_000_000);
  return attributesOf({
    "gateway.request_id": call.requestId,
    "gateway.key": call.keyName,
    "gateway.pool": call.poolId,
    "gateway.replica": call.replicaId,
    "gateway.attempts": call.attempts.length,
    "gateway.priority": call.priority,
    "gateway.stream": call.stream,
    "gateway.queue_ms": queueMs,
    "gateway.overhead_ms": call.overheadUs / 1_000,
    "gateway.tokens_per_second": call.stream && rate !== undefined ? Number(rate.toFixed(1)) : undefined,
    "gateway.status": call.open === true ? undefined : call.status,
    "gateway.outcome": call.open === true ? "open" : call.outcome,
    "gateway.timer": call.timer,
    "gateway.degraded": call.degraded,
    "gateway.degraded_when": call.degradedWhen,
    "gateway.usage": isEstimated(call) ? "estimated" : undefined,
    "gateway.unsent": call.open === true ? undefined : call.unsent,
    ...costAttributes(call),
    "gateway.request_truncated": call.requestTruncated,
    "gateway.response_truncated": call.responseTruncated,
  });
}

function costAttributes({ ownCost, pricedAs }: GatewayCall): Record<string, string | number | undefined> {
  const isMeasured = ownCost !== undefined && "tokensPerSecond" in ownCost;
  const isTimed = ownCost !== undefined && "seconds" in ownCost;
  return {
    "gateway.cost": isTimed ? "estimated" : undefined,
    "gateway.gpu_hour_usd": ownCost?.gpuHourUsd,
    "gateway.measured_tokens_per_second": isMeasured ? ownCost.tokensPerSecond : undefined,
    "gateway.gpu_seconds": isTimed ? ownCost.seconds : undefined,
    "gateway.gpu_shared_by": isTimed ? ownCost.concurrency : undefined,
    "gateway.priced_as": pricedAs?.model,
    "gateway.api_price_usd": pricedAs?.usd,
  };
}

function attemptFields(call: GatewayCall, attempt: AttemptRecord): CompleteSpanEvent["fields"] {
  const fields = known({
    parentSpanId: call.spanId,
    kind: "SPAN" as const,
    name: `attempt ${attempt.replicaId.slice(attempt.replicaId.indexOf("/") + 1)}`,
    endTimeUs: attempt.endUs,
    ...failureOf(attempt.outcome, attempt.message),
    environment: cleaned(call.environment),
    attributes: attributesOf({
      "gateway.pool": attempt.poolId,
      "gateway.replica": attempt.replicaId,
      "gateway.replica_kind": attempt.replicaKind,
      "gateway.model": attempt.model,
      "gateway.status": attempt.status,
      "gateway.outcome": attempt.outcome,
      "gateway.first_byte_ms":
        attempt.firstByteUs === undefined ? undefined : (attempt.firstByteUs - attempt.startUs) / 1_000,
      "gateway.timer": attempt.timer,
      "gateway.hedge": attempt.hedge,
    }),
  });
  return { ...fields, startTimeUs: attempt.startUs };
}

/** While it lasts, and for ever when the process that served it was killed: then its use is to be looked up. */
const unseenEnd = {
  level: "WARNING",
  statusMessage: "The gateway has not written down the end of this call.",
} as const;

/** A client that leaves is nobody's failure, and no success either. */
function failureOf(
  outcome: CallOutcome,
  message: string | undefined,
): Pick<SpanFields, "level" | "statusMessage" | "errorClass"> {
  if (outcome === "ok") return {};
  if (outcome === "client_closed") {
    return { level: "WARNING", statusMessage: message ?? "The client closed the connection." };
  }
  return known({
    level: "ERROR",
    statusMessage: message === undefined ? outcome : cleanText(message),
    errorClass: errorClasses[outcome],
  });
}

const usageNames: Readonly<Record<keyof TokenUsage, string>> = {
  input: "input",
  output: "output",
  cacheRead: "input_cached_tokens",
  cacheWrite5m: "input_cache_creation_5m",
  cacheWrite1h: "input_cache_creation_1h",
  reasoning: "output_reasoning_tokens",
  audioInput: "input_audio_tokens",
  audioOutput: "output_audio_tokens",
};

function usageDetails(usage: TokenUsage): Record<string, number> {
  const details: Record<string, number> = {};
  for (const [name, count] of Object.entries(usage)) {
    if (count !== undefined) details[usageNames[name as keyof TokenUsage]] = count;
  }
  return details;
}

/** Follows from the parent's id, so that a replay repeats it: its last 16 bits, turned over by the index. */
function childId(spanId: string, index: number): string {
  const tail = Number.parseInt(spanId.slice(-4), 16) ^ (0xa5a5 + index);
  return spanId.slice(0, -4) + (tail & 0xffff).toString(16).padStart(4, "0");
}
