import type { Replica } from "@plumbline/contracts/gateway-snapshot";
import type { PlannedPool } from "@plumbline/routing/router";
import type { GatewayDeps } from "../deps.ts";
import { GatewayError } from "../http/gateway-error.ts";
import type { Call } from "./call.ts";
import { clamp, ruleFor, ServedOtherwise } from "./degrade.ts";

/** The replica that the call may go to now; `giveBack` in every ending. */
export interface Admission {
  replica: Replica;
  giveBack(): void;
}

/** At once where a slot is at hand; otherwise the call asks for one of the pool, and queues when none is free. */
export function admit(
  call: Call,
  deps: GatewayDeps,
  planned: PlannedPool,
  picked: Replica,
  tried: ReadonlySet<string>,
): Admission | Promise<Admission> {
  const { slots } = deps;
  if (slots.tryTake(picked.id)) return { replica: picked, giveBack: () => slots.giveBack(picked.id) };
  return queue(call, deps, planned, picked, tried);
}

async function queue(
  call: Call,
  deps: GatewayDeps,
  planned: PlannedPool,
  picked: Replica,
  tried: ReadonlySet<string>,
): Promise<Admission> {
  const { slots, router } = deps;
  const { pool } = planned;
  const others = planned.replicas.filter((replica) => {
    if (replica === picked || replica.drain || tried.has(replica.id)) return false;
    const view = router.view(replica.id);
    return view.healthy && !view.warming && view.breaker === "closed";
  });
  const candidates = [picked, ...others];
  const from = performance.now();
  const wait = slots.ask(
    pool,
    candidates.map(({ id }) => id),
    call.shape?.priority ?? "standard",
  );
  let place = "";
  let isQueued = false;
  const rule = ruleFor(call, pool, "busy");
  const isPatient = rule === null || rule.action.type === "clamp";
  wait.onQueued((position, expectedWaitMs) => {
    isQueued = true;
    if (rule !== null) clamp(call, rule);
    if (!isPatient) {
      wait.cancel();
      return;
    }
    const expected = expectedWaitMs === null ? "" : `, expected wait ${Math.ceil(expectedWaitMs)} ms`;
    place = ` It was number ${position} in the queue${expected}.`;
  });
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    wait.cancel();
  }, pool.timeouts.queue_ms);
  const onAbort = (): void => wait.cancel();
  call.abort.listen(onAbort);
  const answer = await wait.answer;
  clearTimeout(timer);
  call.abort.unlisten(onAbort);
  const to = performance.now();
  // A slot that the primary had at hand was not waited for.
  if (isQueued || answer.type !== "granted") call.queuedAt = { from: call.queuedAt?.from ?? from, to };
  if (answer.type === "granted") {
    const replica = candidates.find(({ id }) => id === answer.replicaId) ?? picked;
    return { replica, giveBack: () => slots.giveBack(answer.replicaId) };
  }
  if (rule !== null && !isPatient && !isLate && call.abort.reason === null)
    throw new ServedOtherwise(pool, rule);
  if (answer.type === "full") {
    const retryAfterMs = answer.expectedWaitMs ?? 1_000;
    throw new GatewayError("queue_full", "overloaded", { retryAfterMs });
  }
  if (isLate) {
    call.timer = "queue";
    throw new GatewayError("call_timeout", "timeout", {
      message: `No slot of "${pool.name}" came free within ${pool.timeouts.queue_ms} ms.${place}`,
      retryAfterMs: 1_000,
    });
  }
  throw stoppedError(call);
}

/** A slot without waiting for one; false when none is free. Whoever gets one gives it back. */
export async function takeFreeSlot(
  call: Call,
  { slots }: GatewayDeps,
  pool: PlannedPool["pool"],
  replicaId: string,
): Promise<boolean> {
  if (slots.tryTake(replicaId)) return true;
  const wait = slots.ask(pool, [replicaId], call.shape?.priority ?? "standard");
  wait.onQueued(() => wait.cancel());
  return (await wait.answer).type === "granted";
}

/** For a call that was stopped from outside before anything went to the client. */
export function stoppedError(call: Call): GatewayError {
  switch (call.abort.reason) {
    case "total_timeout":
      call.timer = "total";
      return new GatewayError("call_timeout", "timeout");
    case "shutdown":
      return new GatewayError("unavailable", "overloaded", { message: "The gateway shuts down." });
    default:
      return new GatewayError("invalid_request", "client_closed", {
        message: "The client closed the connection.",
      });
  }
}
