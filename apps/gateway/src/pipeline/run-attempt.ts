import { PlumblineError } from "@plumbline/contracts/errors";
import type { AttemptRecord, CallOutcome, CallTimer } from "@plumbline/contracts/gateway-call";
import type { Replica } from "@plumbline/contracts/gateway-snapshot";
import {
  type PreparedUpstream,
  prepareUpstream,
  type UpstreamCall,
} from "@plumbline/providers/prepare-upstream";
import type { PlannedPool, Ticket } from "@plumbline/routing/router";
import type { GatewayDeps } from "../deps.ts";
import { randomHex, writeTraceparent } from "../http/ids.ts";
import { Attempt } from "../upstream/attempt.ts";
import { type AttemptEnd, failed } from "../upstream/attempt-end.ts";
import { takeFreeSlot } from "./admit.ts";
import type { Call } from "./call.ts";
import { createSink } from "./forward.ts";
import { ownCredentials } from "./own-credentials.ts";

/** One attempt, written down from its start to its end. */
export function runAttempt(
  call: Call,
  deps: GatewayDeps,
  planned: PlannedPool,
  replica: Replica,
): Promise<AttemptEnd> {
  return start(call, deps, planned, replica, false).end;
}

interface Running {
  end: Promise<AttemptEnd>;
  stop(): void;
}

function start(
  call: Call,
  deps: GatewayDeps,
  planned: PlannedPool,
  replica: Replica,
  isHedge: boolean,
): Running {
  const { pool } = planned;
  const record = openRecord(call, pool.id, replica, isHedge);
  call.replica = replica;
  call.attempts.push(record);
  const prepared = prepare(call, deps, replica, record.spanId);
  if (!("body" in prepared)) {
    closeRecord(call, record, prepared, undefined);
    return { end: Promise.resolve(prepared), stop: () => undefined };
  }
  if (replica.gpu_hour_usd !== undefined) call.callsBeside = deps.router.callsAt(replica.id);
  const ticket = call.shape === null ? null : deps.router.begin(planned, replica, call.shape);
  const attempt = new Attempt({
    call,
    upstream: call.serving.upstreamOf(replica),
    prepared,
    timeouts: pool.timeouts,
    isOwnKey: ownCredentials(call, replica) !== undefined,
    sink: createSink(call, prepared.translation !== null),
    onFirstByte: () => {
      const now = performance.now();
      record.firstByteUs = call.toUs(now);
      call.answeredAt = now;
    },
    onFirstToken: () => ticket?.firstToken(),
  });
  if (call.askedAt === 0) call.askedAt = performance.now();
  const end = attempt.run().then((ended) => {
    if (attempt.wasSent) {
      call.wasSent = true;
      // Who answered with an error worked for nothing.
      if (ended.type !== "failed" || (ended.status ?? 0) < 300) call.mayBeBilled = true;
    }
    closeRecord(call, record, ended, attempt.status);
    endTicket(ticket, record.outcome, ended);
    return ended;
  });
  return { end, stop: () => attempt.stop() };
}

/** A second replica is asked when the first takes long; the first whole answer wins. */
export async function runHedged(
  call: Call,
  deps: GatewayDeps,
  planned: PlannedPool,
  replica: Replica,
  { afterMs, tried }: { afterMs: number; tried: ReadonlySet<string> },
): Promise<AttemptEnd> {
  const first = start(call, deps, planned, replica, false);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<"late">((resolve) => {
    timer = setTimeout(() => resolve("late"), afterMs);
  });
  const early = await Promise.race([first.end, late]);
  clearTimeout(timer);
  if (early !== "late") return early;
  const { shape } = call;
  const other =
    shape === null ? "unhealthy" : deps.router.pick(planned, shape, new Set([...tried, replica.id]));
  // A hedge is a favour: it waits for no slot.
  if (typeof other === "string") return first.end;
  const taken = takeFreeSlot(call, deps, planned.pool, other.id);
  const hasSlot = await Promise.race([taken, first.end.then(() => "answered" as const)]);
  if (hasSlot === "answered") void taken.then((isHeld) => isHeld && deps.slots.giveBack(other.id));
  if (hasSlot !== true) return first.end;
  const attemptsBefore = call.attempts.length;
  try {
    const second = start(call, deps, planned, other, true);
    const end = await firstAnswer(first, second);
    call.replica = end === (await first.end) ? replica : other;
    return end;
  } catch (error) {
    // A favour that could not be begun: the first goes on.
    deps.metrics.unexpected(error);
    call.attempts.length = attemptsBefore;
    call.replica = replica;
    return await first.end;
  } finally {
    deps.slots.giveBack(other.id);
  }
}

async function firstAnswer(first: Running, second: Running): Promise<AttemptEnd> {
  const tagged = [first, second].map((running) => running.end.then((end) => ({ running, end })));
  const won = await Promise.race(tagged);
  const loser = won.running === first ? second : first;
  if (won.end.type !== "failed") {
    loser.stop();
    await loser.end;
    return won.end;
  }
  const other = await loser.end;
  return other.type === "failed" && won.end.failure.retry === "never" ? won.end : other;
}

function prepare(
  call: Call,
  deps: GatewayDeps,
  replica: Replica,
  spanId: string,
): PreparedUpstream | Extract<AttemptEnd, { type: "failed" }> {
  try {
    return prepareUpstream(upstreamCall(call, spanId, replica), replica, deps.translators);
  } catch (error) {
    if (!PlumblineError.isInstance(error)) throw error;
    const { field } = error.details;
    const refused = failed("invalid_request", error.message, "elsewhere");
    return typeof field === "string" ? { ...refused, param: field } : refused;
  }
}

function upstreamCall(call: Call, spanId: string, replica: Replica): UpstreamCall {
  const { headers } = call.request;
  const authorization = ownCredentials(call, replica);
  const passHeaders = ["traceparent", writeTraceparent(call.traceId, spanId)];
  if (call.traceState !== undefined) passHeaders.push("tracestate", call.traceState);
  for (const name of ["anthropic-version", "anthropic-beta", "openai-beta"]) {
    const value = headers[name];
    if (typeof value === "string") passHeaders.push(name, value);
  }
  return {
    operation: call.route.operation,
    clientDialect: call.route.dialect,
    path: call.route.path,
    query: call.query,
    stream: call.stream,
    requestId: call.requestId,
    contentType: headers["content-type"] ?? "application/json",
    body: call.body,
    members: call.members,
    modelRange: call.modelRange,
    requestedModel: call.requestedModel,
    passHeaders,
    ...(authorization === undefined ? {} : { authorization }),
    ...(call.clampTokens === undefined ? {} : { clampTokens: call.clampTokens }),
  };
}

function openRecord(call: Call, poolId: string, replica: Replica, isHedge: boolean): AttemptRecord {
  const nowUs = call.toUs(performance.now());
  const record: AttemptRecord = {
    spanId: randomHex(8),
    replicaId: replica.id,
    replicaKind: replica.kind,
    poolId,
    model: replica.model,
    startUs: nowUs,
    endUs: nowUs,
    outcome: "ok",
  };
  if (isHedge) record.hedge = true;
  return record;
}

function closeRecord(call: Call, record: AttemptRecord, end: AttemptEnd, status: number | undefined): void {
  record.endUs = call.toUs(performance.now());
  if (status !== undefined) record.status = status;
  record.outcome = outcomeOf(call, end);
  if (end.type === "failed") record.message = end.failure.message;
  else if (end.type === "streamed" && end.message !== undefined) record.message = end.message;
  const timer = timerOf(call, end);
  if (timer !== undefined) record.timer = timer;
}

function timerOf(call: Call, end: AttemptEnd): CallTimer | undefined {
  if (end.type === "failed" || end.type === "streamed") return end.timer;
  return end.type === "stopped" && call.abort.reason === "total_timeout" ? "total" : undefined;
}

function outcomeOf(call: Call, end: AttemptEnd): CallOutcome {
  switch (end.type) {
    case "whole":
      return "ok";
    case "streamed":
      return end.outcome;
    case "failed":
      return end.failure.outcome;
    case "stopped":
      return call.abort.reason === "total_timeout" ? "timeout" : "client_closed";
  }
}

function endTicket(ticket: Ticket | null, outcome: CallOutcome, end: AttemptEnd): void {
  const findings = end.type === "stopped" ? undefined : end.findings;
  ticket?.end(outcome, findings?.usage);
}
