import type { DegradeConfig } from "@plumbline/contracts/gateway-config";
import type { Pool, Replica } from "@plumbline/contracts/gateway-snapshot";
import { retryDelayMs } from "@plumbline/routing/retry";
import type { Plan, PlannedPool } from "@plumbline/routing/router";
import type { GatewayDeps } from "../deps.ts";
import { GatewayError } from "../http/gateway-error.ts";
import { type AttemptEnd, type Failed, failed } from "../upstream/attempt-end.ts";
import { admit, stoppedError } from "./admit.ts";
import { answerFailure } from "./answer-failure.ts";
import type { Call } from "./call.ts";
import { markDegraded, planInstead, ruleFor, ServedOtherwise, slowRule } from "./degrade.ts";
import { canAnswerFixed, sendFixed } from "./fixed-answer.ts";
import { sendWhole } from "./forward.ts";
import { runAttempt, runHedged } from "./run-attempt.ts";
import { estimateStopped, priceOf, settleUsage } from "./settle.ts";

/**
 * Asks pools in the order of the plan until one answers: other replicas first, then the same ones again
 * after a pause, then the next pool. Once the client has a byte nothing is tried again.
 */
export async function dispatch(call: Call, deps: GatewayDeps): Promise<void> {
  let last: Failed | null;
  try {
    last = await askPlan(call, deps, call.plan);
    if (last === answered) return;
    const [first] = call.plan;
    const isOurs = last === null || last.failure.retry !== "never";
    const rule = first === undefined || !isOurs ? null : ruleFor(call, first.pool, "exhausted");
    if (first !== undefined && rule !== null && (await serveOtherwise(call, deps, first.pool, rule))) return;
  } catch (error) {
    if (!(error instanceof ServedOtherwise)) throw error;
    if (await serveOtherwise(call, deps, error.pool, error.rule)) return;
    last = null;
  }
  throw last === null ? noReplica(call) : answerFailure(call, last);
}

/** Stands for "the client has its answer". */
const answered = failed("ok", "");

/** What the last who was asked said; null when there was nobody to ask. */
async function askPlan(call: Call, deps: GatewayDeps, plan: Plan): Promise<Failed | null> {
  let last: Failed | null = null;
  for (const [index, planned] of plan.entries()) {
    const rule = slowRule(call, deps, planned);
    if (rule !== null) throw new ServedOtherwise(planned.pool, rule);
    const end = await askPool(call, deps, planned, index === plan.length - 1);
    if (end === null) continue;
    if (end.type !== "failed") {
      finish(call, deps, end);
      return answered;
    }
    last = end;
    if (end.failure.retry === "never") break;
  }
  return last;
}

/** By the operator's policy: another pool, or a fixed text. False when that failed as well. */
async function serveOtherwise(
  call: Call,
  deps: GatewayDeps,
  pool: Pool,
  rule: DegradeConfig,
): Promise<boolean> {
  const { action } = rule;
  switch (action.type) {
    case "clamp":
      return false;
    case "pool":
      markDegraded(call, rule);
      return (await askPlan(call, deps, planInstead(call, deps, action.pool))) === answered;
    case "answer":
    case "handover":
      if (!canAnswerFixed(call)) return false;
      markDegraded(call, rule);
      // No replica answered: it is the pool whose policy this is that decides what is kept of the call.
      call.pool = pool;
      call.replica = null;
      sendFixed(call, action.text);
      return true;
  }
}

function finish(call: Call, deps: GatewayDeps, end: Exclude<AttemptEnd, Failed>): void {
  if (end.type === "stopped") {
    estimateStopped(call);
    throw stoppedError(call);
  }
  call.findings = end.findings;
  settleUsage(call);
  if (end.type === "whole") {
    sendWhole(call, end, priceOf(call, deps).usd);
    return;
  }
  call.outcome = end.outcome;
  call.errorMessage = end.message;
  call.timer = end.timer;
}

/** null when the pool has nobody who could be asked. */
async function askPool(
  call: Call,
  deps: GatewayDeps,
  planned: PlannedPool,
  isLast: boolean,
): Promise<AttemptEnd | null> {
  const { pool } = planned;
  const { shape } = call;
  if (shape === null) return null;
  call.pool = pool;
  const tried = new Set<string>();
  const excluded = new Set<string>();
  let failures = 0;
  let last: Failed | null = null;
  for (;;) {
    let picked = deps.router.pick(planned, shape, tried);
    if (typeof picked === "string" && last !== null && tried.size > excluded.size) {
      const isAgain = await pause(call, deps, { pool, last, failures, isLast });
      if (!isAgain) return last;
      tried.clear();
      for (const id of excluded) tried.add(id);
      picked = deps.router.pick(planned, shape, tried);
    }
    if (typeof picked === "string") return last;
    const end = await askReplica(call, deps, planned, picked, tried);
    if (end.type !== "failed") return end;
    last = end;
    failures += 1;
    if (end.failure.retry === "never" || failures > pool.retries.attempts) return last;
    const asked = call.replica?.id ?? picked.id;
    tried.add(asked);
    if (end.failure.retry === "elsewhere") excluded.add(asked);
  }
}

async function askReplica(
  call: Call,
  deps: GatewayDeps,
  planned: PlannedPool,
  picked: Replica,
  tried: ReadonlySet<string>,
): Promise<AttemptEnd> {
  const entry = admit(call, deps, planned, picked, tried);
  const admission = entry instanceof Promise ? await entry : entry;
  try {
    const { hedge } = planned.pool;
    const isShort =
      hedge !== undefined && (call.shape?.maxTokens ?? Number.POSITIVE_INFINITY) <= hedge.max_tokens;
    // An answer that goes through as it comes has no whole to wait for.
    if (hedge !== undefined && isShort && !call.stream && !call.route.passesThrough) {
      return await runHedged(call, deps, planned, admission.replica, { afterMs: hedge.after_ms, tried });
    }
    const end = await runAttempt(call, deps, planned, admission.replica);
    const isStale = end.type === "failed" && end.stale === true && call.abort.reason === null;
    // The server closed an idle connection as we took it: a fresh one tells more.
    return isStale ? await runAttempt(call, deps, planned, admission.replica) : end;
  } finally {
    admission.giveBack();
  }
}

/**
 * Waits before the same replicas are asked again; false when they shall not be. With another pool left, a
 * wait longer than the first is not worth it.
 */
async function pause(
  call: Call,
  deps: GatewayDeps,
  state: { pool: PlannedPool["pool"]; last: Failed; failures: number; isLast: boolean },
): Promise<boolean> {
  const { retries } = state.pool;
  const delayMs = retryDelayMs(retries, state.failures, state.last.retryAfterMs, deps.random);
  if (delayMs === null || (!state.isLast && delayMs > retries.first_delay_ms)) return false;
  await new Promise<void>((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      call.abort.unlisten(done);
      resolve();
    };
    const timer = setTimeout(done, delayMs);
    call.abort.listen(done);
  });
  if (call.abort.reason !== null) throw stoppedError(call);
  return true;
}

function noReplica(call: Call): GatewayError {
  const { pool } = call;
  return new GatewayError("no_replica", "overloaded", {
    message: `No replica of "${pool?.name ?? call.requestedModel}" is up.`,
    retryAfterMs: 1_000,
  });
}
