import type { DegradeConfig, DegradeMoment } from "@plumbline/contracts/gateway-config";
import type { Pool } from "@plumbline/contracts/gateway-snapshot";
import type { CallShape } from "@plumbline/routing/call-shape";
import { degradeRule, isSlow } from "@plumbline/routing/degrade";
import type { Plan, PlannedPool } from "@plumbline/routing/router";
import type { GatewayDeps } from "../deps.ts";
import type { Call } from "./call.ts";

/** Thrown while a call waits for a pool whose policy is not to wait: it is served in another way. */
export class ServedOtherwise {
  readonly pool: Pool;
  readonly rule: DegradeConfig;

  constructor(pool: Pool, rule: DegradeConfig) {
    this.pool = pool;
    this.rule = rule;
  }
}

/** The pool's rule for this moment, unless the call is degraded already: once is enough. */
export function ruleFor(call: Call, pool: Pool, moment: DegradeMoment): DegradeConfig | null {
  return call.degraded === undefined ? degradeRule(pool, moment) : null;
}

/** The rule for a pool that answers slowly at the moment; a rule to ask for less is applied at once. */
export function slowRule(call: Call, deps: GatewayDeps, planned: PlannedPool): DegradeConfig | null {
  const rule = ruleFor(call, planned.pool, "slow");
  if (rule === null) return null;
  const views = planned.replicas.map(({ id }) => deps.router.view(id));
  if (!isSlow(rule, views)) return null;
  if (rule.action.type !== "clamp") return rule;
  clamp(call, rule);
  return null;
}

export function markDegraded(call: Call, rule: DegradeConfig): void {
  call.degraded = rule.action.type;
  call.degradedWhen = rule.when;
}

/** True when the rule is to ask for less; the call goes on as it was. */
export function clamp(call: Call, rule: DegradeConfig): boolean {
  if (rule.action.type !== "clamp") return false;
  markDegraded(call, rule);
  call.clampTokens = rule.action.max_tokens;
  return true;
}

/** The plan of the pool that a rule names instead; empty when it cannot serve the call. */
export function planInstead(call: Call, deps: GatewayDeps, poolName: string): Plan {
  if (call.shape === null) return [];
  try {
    return deps.router.plan(withModel(call.shape, poolName));
  } catch {
    return [];
  }
}

function withModel(shape: CallShape, requestedModel: string): CallShape {
  const { projectId, operation, stream, priority, promptTokens, maxTokens, modalities, tools, sessionKey } =
    shape;
  return {
    requestedModel,
    projectId,
    operation,
    stream,
    priority,
    promptTokens,
    maxTokens,
    modalities,
    tools,
    sessionKey,
    get prefixHashes() {
      return shape.prefixHashes;
    },
  };
}
