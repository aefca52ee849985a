import type { GatewayCall } from "@plumbline/contracts/gateway-call";
import type { GatewayDeps } from "../deps.ts";
import type { Call } from "./call.ts";
import { priceOf, servedBy } from "./settle.ts";

const keptBytes = 4 * 1024 * 1024;
const noBytes = Buffer.alloc(0);

/** Writes the call down and hands it over; the client has had its answer already. */
export function record(call: Call, deps: GatewayDeps): void {
  deps.metrics.observe(call, priceOf(call, deps).usd);
  const policy = call.recordPolicy;
  if (policy === "none" || call.key === null || call.requestedModel === "") return;
  const entry = describeCall(call, deps, policy);
  const isFull = policy === "full";
  const request = isFull ? requestText(call) : noBytes;
  deps.recordCall(entry, request, isFull ? (call.reply?.kept ?? []) : []);
}

/**
 * Writes down once that a call is under way: should this process be killed, the call is known to have been
 * begun, and to have no end. The record of the end takes its place.
 */
export function noteUnderWay(call: Call, deps: GatewayDeps): void {
  if (call.isNoted || call.recordPolicy === "none" || call.key === null || call.requestedModel === "") return;
  call.isNoted = true;
  deps.recordCall({ ...describeCall(call, deps, "usage"), open: true }, noBytes, []);
}

/** Of a form only what it asked for: the rest is sound, which no page can show. */
function requestText(call: Call): Buffer {
  if (call.members !== null) return call.body.subarray(0, keptBytes);
  return Buffer.from(JSON.stringify({ model: call.requestedModel, form_bytes: call.body.length }));
}

function describeCall(call: Call, deps: GatewayDeps, policy: GatewayCall["record"]): GatewayCall {
  const now = performance.now();
  const { key, labels, findings } = call;
  const entry: GatewayCall = {
    v: 1,
    requestId: call.requestId,
    projectId: key?.projectId ?? "",
    keyId: key?.keyId ?? "",
    keyName: key?.name ?? "",
    traceId: call.traceId,
    spanId: call.spanId,
    operation: call.route.operation,
    clientDialect: call.route.dialect,
    stream: call.stream,
    requestedModel: call.requestedModel,
    priority: labels?.priority ?? "standard",
    startUs: call.startUs,
    endUs: call.toUs(now),
    overheadUs: Math.round(call.overheadMs(now) * 1_000),
    status: call.reply?.status ?? 0,
    outcome: call.outcome,
    attempts: call.attempts,
    record: policy,
    ...servedBy(call),
  };
  if (key?.feature) entry.feature = key.feature;
  if (call.parentSpanId !== undefined) entry.parentSpanId = call.parentSpanId;
  if (call.pool !== null) entry.poolId = call.pool.id;
  if (call.replica !== null) entry.replicaId = call.replica.id;
  if (call.queuedAt !== null) {
    entry.queuedUs = { from: call.toUs(call.queuedAt.from), to: call.toUs(call.queuedAt.to) };
  }
  if (call.firstSentAt !== 0) entry.firstTokenUs = call.toUs(call.firstSentAt);
  if (call.errorMessage !== undefined) entry.errorMessage = call.errorMessage.slice(0, 1_000);
  if (call.timer !== undefined) entry.timer = call.timer;
  addUsage(entry, call, deps);
  if (findings?.responseId !== undefined) entry.responseId = findings.responseId;
  if (findings !== null && findings.finishReasons.length > 0) entry.finishReasons = findings.finishReasons;
  if (call.degraded !== undefined) entry.degraded = call.degraded;
  if (call.degradedWhen !== undefined) entry.degradedWhen = call.degradedWhen;
  addLabels(entry, call);
  if (policy === "full" && call.body.length > keptBytes) entry.requestTruncated = true;
  if (call.reply?.keptAll === false) entry.responseTruncated = true;
  return entry;
}

function addUsage(entry: GatewayCall, call: Call, deps: GatewayDeps): void {
  if (!call.wasSent) entry.unsent = true;
  const { own, sibling } = priceOf(call, deps);
  if (sibling !== undefined) entry.pricedAs = sibling;
  if (call.usage === undefined) return;
  entry.usage = call.usage;
  if (call.usageFrom !== undefined) entry.usageFrom = call.usageFrom;
  if (own !== undefined) entry.ownCost = own;
}

function addLabels(entry: GatewayCall, { labels }: Call): void {
  if (labels === null) return;
  if (labels.userId !== undefined) entry.userId = labels.userId;
  if (labels.sessionId !== undefined) entry.sessionId = labels.sessionId;
  if (labels.tags !== undefined) entry.tags = labels.tags;
  if (labels.metadata !== undefined) entry.metadata = labels.metadata;
  if (labels.environment !== undefined) entry.environment = labels.environment;
}
