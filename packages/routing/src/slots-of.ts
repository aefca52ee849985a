import type { Replica } from "@plumbline/contracts/gateway-snapshot";

/** Calls that the replica may have at once: every call takes a connection of its own. */
export function slotsOf({ max_concurrency: calls, max_connections: connections }: Replica): number {
  return calls === 0 ? connections : Math.min(calls, connections);
}

/** So many a worker may hold for calls to come, where there are many: then it need not ask for each. */
export function spareSlots(slots: number): number {
  return Math.floor(slots / 8);
}
