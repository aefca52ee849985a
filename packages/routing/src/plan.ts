import { PlumblineError } from "@plumbline/contracts/errors";
import type { Pool, Replica } from "@plumbline/contracts/gateway-snapshot";
import type { CallShape } from "./call-shape.ts";
import { capableReplicas, incapacity } from "./capable.ts";

export interface PlannedPool {
  pool: Pool;
  /** Those that can serve the call, in the order of the document; never empty. */
  replicas: readonly Replica[];
}

/** The pools to ask, in order. The first is what the client asked for, unless it cannot serve the call. */
export type Plan = readonly PlannedPool[];

/** USD that a call would cost there, by price alone; null when no price is known. */
export type CostOf = (pool: Pool, shape: CallShape) => number | null;

/** The pools of one project by every name that clients may use. */
export interface PoolNames {
  byName: ReadonlyMap<string, Pool>;
  auto: readonly Pool[];
}

export function namePools(pools: readonly Pool[]): PoolNames {
  const byName = new Map<string, Pool>();
  for (const pool of pools) for (const alias of pool.aliases) byName.set(alias, pool);
  for (const pool of pools) byName.set(pool.name, pool);
  return { byName, auto: pools.filter((pool) => pool.auto) };
}

/** Throws `not_found` for an unknown model and `invalid_request` when nobody in the chain can serve it. */
export function planCall(names: PoolNames, shape: CallShape, costOf: CostOf): Plan {
  const named = names.byName.get(shape.requestedModel);
  if (named === undefined && shape.requestedModel !== "auto") {
    throw new PlumblineError("not_found", {
      message: `The model "${shape.requestedModel}" does not exist here. GET /v1/models lists those that do.`,
      details: { model: shape.requestedModel },
    });
  }
  const chain = named === undefined ? cheapestFirst(names.auto, shape, costOf) : chainOf(names, named);
  const plan = chain
    .map((pool) => ({ pool, replicas: capableReplicas(pool, shape) }))
    .filter(({ replicas }) => replicas.length > 0);
  if (plan.length > 0) return plan;
  const [first] = chain.flatMap((pool) => pool.replicas);
  const reason = first === undefined ? "no pool may be chosen for it" : incapacity(first, shape);
  throw new PlumblineError("invalid_request", {
    message: `No replica of "${shape.requestedModel}" can serve this call: ${reason ?? "unknown"}.`,
    details: { model: shape.requestedModel },
  });
}

/** A pool, its fallbacks, and theirs, each once, breadth first: what an operator listed first goes first. */
function chainOf(names: PoolNames, first: Pool): Pool[] {
  const chain = [first];
  for (let index = 0; index < chain.length; index++) {
    for (const name of chain[index]?.fallbacks ?? []) {
      const next = names.byName.get(name);
      if (next !== undefined && !chain.includes(next)) chain.push(next);
    }
  }
  return chain;
}

/** Unknown prices last: they must not win by being unknown. */
function cheapestFirst(pools: readonly Pool[], shape: CallShape, costOf: CostOf): Pool[] {
  const costs = new Map(pools.map((pool) => [pool, costOf(pool, shape) ?? Number.POSITIVE_INFINITY]));
  return [...pools].sort((a, b) => (costs.get(a) ?? 0) - (costs.get(b) ?? 0) || compare(a.name, b.name));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
