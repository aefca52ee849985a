import { oddities } from "./faults/bend.ts";
import { breaks } from "./faults/break-off.ts";
import type { Fault, FaultPhase } from "./faults/fault.ts";
import { refusals } from "./faults/refuse.ts";
import type { Exchange } from "./faults/reply.ts";

const all: Readonly<Record<string, Fault>> = { ...refusals, ...breaks, ...oddities };

export interface FaultEntry {
  /** The model name that chooses it, without parameter. */
  model: string;
  phase: FaultPhase;
}

/** Every fault that a model name can choose; suites walk this list. */
export const faultCatalogue: readonly FaultEntry[] = Object.entries(all).map(([name, { phase }]) => ({
  model: `fault-${name}`,
  phase,
}));

const prefix = "fault-";

/** The fault that a model name chooses, as `fault-cut-after-5` does; null for other names. */
export function faultOf(model: string): ((exchange: Exchange) => void | Promise<void>) | null {
  if (!model.startsWith(prefix)) return null;
  const name = model.slice(prefix.length);
  const exact = find(name);
  if (exact !== null) return (exchange) => exact.play(exchange, exact.fallback);
  const parts = /^(.+)-(\d+)$/.exec(name);
  const fault = find(parts?.[1] ?? "");
  return fault === null ? null : (exchange) => fault.play(exchange, Number(parts?.[2]));
}

function find(name: string): Fault | null {
  return Object.hasOwn(all, name) ? (all[name] ?? null) : null;
}

export { refusedUrl } from "./http/listen.ts";
