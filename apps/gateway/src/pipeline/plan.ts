import type { CallShape } from "@plumbline/routing/call-shape";
import type { Plan, PlannedPool } from "@plumbline/routing/router";
import type { GatewayDeps } from "../deps.ts";
import { GatewayError } from "../http/gateway-error.ts";
import type { Call } from "./call.ts";
import { ClientReply } from "./client-reply.ts";
import { keepWaiting } from "./keep-waiting.ts";

/** The pools that may answer, in order. A key that is limited to models sees no others. */
export function plan(call: Call, deps: GatewayDeps): void {
  const { shape, key } = call;
  if (shape === null || key === null) throw new GatewayError("internal", "api_error");
  call.plan = key.models === null ? deps.router.plan(shape) : limitedPlan(deps, shape, key.models);
  // In the same turn: the router and the connections are those of one snapshot.
  call.serveBy(deps.serving() ?? call.serving);
  const [first] = call.plan;
  call.pool = first?.pool ?? null;
  call.reply = new ClientReply(call.response, call.recordPolicy === "full");
  const totalMs = first?.pool.timeouts.total_ms ?? 0;
  if (totalMs > 0) call.limitTotal(totalMs);
  if (first !== undefined) keepWaiting(call, first.pool.timeouts);
}

/** Fallbacks are the operator's choice and stay; the pools of "auto" are each other's siblings. */
function limitedPlan({ router }: GatewayDeps, shape: CallShape, allowed: readonly string[]): Plan {
  const { requestedModel } = shape;
  if (allowed.includes(requestedModel)) return router.plan(shape);
  const plan = knownPlan(router, shape);
  const namesOf = ({ pool }: PlannedPool): string[] => [pool.name, ...pool.aliases];
  const [first] = plan;
  if (first !== undefined && requestedModel === "auto" && !namesOf(first).includes("auto")) {
    const left = plan.filter((planned) => namesOf(planned).some((name) => allowed.includes(name)));
    if (left.length > 0) return left;
  }
  if (first !== undefined && allowed.includes(first.pool.name)) return plan;
  throw new GatewayError("model_not_allowed", "auth", {
    message: `This key may not use the model "${requestedModel}".`,
    param: "model",
  });
}

/** Whether there is a model that a key may not use is nothing that it is told. */
function knownPlan(router: GatewayDeps["router"], shape: CallShape): Plan {
  try {
    return router.plan(shape);
  } catch {
    return [];
  }
}
